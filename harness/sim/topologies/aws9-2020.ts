/** Region matrix `aws9-2020`; see `source`. Data, not code. */
import type { Topology } from '../topology-type.ts';

export const aws92020: Topology = {
  id: 'aws9-2020',
  source:
    'github.com/vitorenesduarte/fantoch (Apache-2.0 or MIT), commit aea6e324fdce7802976cbafa88a516ed40609ce9, latency_aws/2020_06_05/*.dat, average ping, ms; three zones (continents) of three regions',
  nodes: [
    'us-east-1',
    'us-east-2',
    'us-west-2',
    'eu-west-1',
    'eu-central-1',
    'eu-north-1',
    'ap-northeast-1',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  rttMs: [
    [0, 10.549, 72.501, 70.508, 85.629, 105.048, 152.425, 235.767, 198.034],
    [10.55, 0, 48.551, 84.768, 96.067, 113.207, 155.47, 220.155, 187.853],
    [72.504, 48.546, 0, 127.28, 157.546, 157.08, 100.855, 162.729, 138.529],
    [70.501, 84.782, 127.279, 0, 23.759, 35.597, 204.431, 186.585, 253.657],
    [85.622, 96.068, 157.562, 23.76, 0, 19.966, 243.943, 177.981, 281.921],
    [105.05, 113.203, 157.078, 35.599, 19.967, 0, 265.303, 195.514, 294.78],
    [152.424, 155.474, 100.869, 204.446, 243.942, 265.304, 0, 77.029, 104.074],
    [235.752, 220.146, 162.74, 186.593, 177.984, 195.521, 77.04, 0, 90.468],
    [198.031, 187.857, 138.526, 253.654, 281.922, 294.779, 104.075, 90.457, 0],
  ],
  zones: {
    america: ['us-east-1', 'us-east-2', 'us-west-2'],
    europe: ['eu-west-1', 'eu-central-1', 'eu-north-1'],
    'asia-pacific': ['ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2'],
  },
};
