/** Region matrix `aws5-2020`; see `source`. Data, not code. */
import type { Topology } from '../topology-type.ts';

export const aws52020: Topology = {
  id: 'aws5-2020',
  source:
    'github.com/vitorenesduarte/fantoch (Apache-2.0 or MIT), commit aea6e324fdce7802976cbafa88a516ed40609ce9, latency_aws/2020_06_05/*.dat, average ping, ms; Tokyo, California, Ohio, Virginia, Ireland',
  nodes: ['ap-northeast-1', 'us-west-1', 'us-east-2', 'us-east-1', 'eu-west-1'],
  rttMs: [
    [0, 111.696, 155.474, 152.424, 204.446],
    [111.696, 0, 50.641, 59.912, 141.152],
    [155.47, 50.636, 0, 10.55, 84.768],
    [152.425, 59.911, 10.549, 0, 70.508],
    [204.431, 141.142, 84.782, 70.501, 0],
  ],
};
