/** Region matrix `gcp7-2020`; see `source`. Data, not code. */
import type { Topology } from '../topology-type.ts';

export const gcp72020: Topology = {
  id: 'gcp7-2020',
  source:
    'github.com/vitorenesduarte/fantoch (Apache-2.0 or MIT), commit aea6e324fdce7802976cbafa88a516ed40609ce9, latency_gcp/*.dat, average ping, ms',
  nodes: [
    'us-east1',
    'us-west1',
    'europe-west1',
    'asia-northeast1',
    'asia-southeast1',
    'australia-southeast1',
    'southamerica-east1',
  ],
  rttMs: [
    [0, 67.298, 93.043, 155.309, 218.025, 197.799, 117.768],
    [67.302, 0, 140.975, 88.28, 151.707, 161.449, 171.761],
    [93.044, 140.996, 0, 230.536, 291.103, 276.122, 210.027],
    [155.301, 88.297, 230.538, 0, 67.617, 114.089, 259.76],
    [218.02, 151.714, 291.096, 67.611, 0, 91.751, 323.361],
    [197.781, 161.462, 276.119, 114.081, 91.751, 0, 302.748],
    [117.769, 171.763, 210.017, 259.75, 323.349, 302.746, 0],
  ],
};
