/** Region matrix `aws5-2017`; see `source`. Data, not code. */
import type { Topology } from '../topology-type.ts';

export const aws52017: Topology = {
  id: 'aws5-2017',
  source:
    "https://acomputerscientistlearnsaws.blogspot.com/2017/04/aws-regions.html - table 'average latency in ms', five of its ten regions; asymmetric as published",
  nodes: ['virginia', 'california', 'oregon', 'ireland', 'tokyo'],
  rttMs: [
    [0, 72.74, 86.98, 80.55, 145.3],
    [71.63, 0, 19.46, 153.2, 102.5],
    [88.68, 19.2, 0, 137, 89.1],
    [80.52, 153.2, 137, 0, 212.4],
    [145.3, 102.5, 89.16, 212.4, 0],
  ],
};
