/**
 * Howard, Malkhi and Spiegelman, Flexible Paxos: Quorum Intersection Revisited, OPODIS 2016 (arXiv 1608.06696). Values are read
 * off the vector paths of the figures.
 */

/** §6: one way over a link to the switch and one from it, ms; capacity of a link; requests that the client has in progress. */
export const ONE_WAY_MS = 10;
export const LINK_BIT_PER_S = 10_000_000;
export const IN_PROGRESS = 10;
export const VALUE_BYTES = 64;

/** Fig. 1: LibPaxos3, majorities, all acceptors asked; mean latency and requests per second by number of replicas. */
export const FIGURE_1 = [
  { nodes: 3, ms: 32.4, perS: 296.1 },
  { nodes: 4, ms: 34.2, perS: 288.7 },
  { nodes: 5, ms: 34.0, perS: 277.6 },
  { nodes: 6, ms: 35.6, perS: 271.9 },
  { nodes: 7, ms: 35.9, perS: 264.0 },
  { nodes: 8, ms: 37.4, perS: 243.0 },
  { nodes: 9, ms: 39.5, perS: 249.7 },
  { nodes: 10, ms: 41.0, perS: 240.1 },
  { nodes: 11, ms: 42.8, perS: 198.8 },
  { nodes: 12, ms: 45.9, perS: 195.9 },
  { nodes: 13, ms: 46.5, perS: 177.9 },
  { nodes: 14, ms: 49.1, perS: 167.4 },
];

/** Fig. 4, bars labelled FPaxos: only a quorum is asked, by size of the phase-2 quorum from 1 on. */
export const FIGURE_4 = [
  {
    nodes: 5,
    bars: [
      { ms: 24.1, perS: 390.7 },
      { ms: 34.4, perS: 285.3 },
      { ms: 34.2, perS: 286.8 },
    ],
  },
  {
    nodes: 8,
    bars: [
      { ms: 26.3, perS: 370.7 },
      { ms: 36.5, perS: 269.0 },
      { ms: 36.7, perS: 269.5 },
      { ms: 37.3, perS: 264.4 },
      { ms: 37.8, perS: 258.7 },
    ],
  },
];
