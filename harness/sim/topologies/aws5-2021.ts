/** Region matrix `aws5-2021`; see `source`. Data, not code. */
import type { Topology } from '../topology-type.ts';

export const aws52021: Topology = {
  id: 'aws5-2021',
  source:
    'github.com/vitorenesduarte/fantoch (Apache-2.0 or MIT), commit aea6e324fdce7802976cbafa88a516ed40609ce9, latency_aws/2021_02_13/*.dat, second number (average ping, ms); the five regions of the Tempo evaluation (EuroSys 2021)',
  nodes: ['eu-west-1', 'us-west-1', 'ap-southeast-1', 'ca-central-1', 'sa-east-1'],
  rttMs: [
    [0, 135.9, 175.732, 72.241, 180.554],
    [135.902, 0, 172.974, 78.614, 173.156],
    [175.729, 172.972, 0, 205.97, 321.092],
    [72.243, 78.614, 205.968, 0, 124.295],
    [180.55, 173.153, 321.086, 124.296, 0],
  ],
};
