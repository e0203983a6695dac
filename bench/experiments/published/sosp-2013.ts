/** Moraru, Andersen and Kaminsky, There Is More Consensus in Egalitarian Parliaments, SOSP 2013. */
import type { Topology } from '../../../harness/sim/topology.ts';

/**
 * Round trips printed below Fig. 4, ms. Three pairs are not printed; here they are the way round by California, and no message
 * of a protocol that California leads takes them.
 */
export const FIVE_SITES: Topology = {
  id: 'sosp13-five-sites',
  source: 'Moraru, Andersen and Kaminsky 2013, below Fig. 4; VA-OR, VA-JP and EU-OR are not printed',
  nodes: ['california', 'virginia', 'europe', 'oregon', 'japan'],
  rttMs: [
    [0, 85, 156, 21, 118],
    [85, 0, 90, 106, 203],
    [156, 90, 0, 177, 278],
    [21, 106, 177, 0, 127],
    [118, 203, 278, 127, 0],
  ],
};

/** Within a site, ms. */
export const SITE_RTT_MS = 0.4;

/** Where the leader is. */
export const LEADER = 0;

/** Fig. 4, Multi-Paxos with five replicas: median commit latency in ms, read off the bars, in the order of the sites. */
export const MEDIANS_MS = [85, 170, 251, 107, 211];
