/**
 * How long the simulated elections of Raft took over a wide-area network. Data, not code. The text prints "about 475 ms" and
 * "about 650 ms", and 99.9 % within 1.5 s and 3 s; all else was read off the vector paths of the authors' figure.
 *
 * Ongaro, Consensus: Bridging Theory and Practice, dissertation, Stanford University, 2014, §9.3, the figure of the WAN
 * elections: equal logs, and a different log on each server.
 */
export interface PublishedWanElections {
  readonly logs: 'equal' | 'different';
  /** Servers that are down, of five. */
  readonly down: 0 | 1 | 2;
  readonly meanMs: number;
  /** Time by which such a share of the elections was over. */
  readonly points: readonly { readonly share: number; readonly ms: number }[];
  /** Share that was over after 650 ms, when first campaigns are and second ones are not. */
  readonly by650Ms?: number;
}

export const availSimWan: readonly PublishedWanElections[] = [
  {
    logs: 'equal',
    down: 0,
    meanMs: 430.0,
    points: points({ 0.01: 368.1, 0.5: 409.5, 0.75: 445.7, 0.9: 489.2, 0.95: 525.5, 0.99: 833, 0.999: 988 }),
    by650Ms: 0.972,
  },
  {
    logs: 'equal',
    down: 1,
    meanMs: 468.7,
    points: points({ 0.01: 369.7, 0.5: 423.3, 0.75: 474.1, 0.9: 563, 0.95: 814, 0.99: 1006, 0.999: 1386 }),
    by650Ms: 0.909,
  },
  {
    logs: 'equal',
    down: 2,
    meanMs: 631.6,
    points: points({ 0.01: 371.8, 0.5: 468.7, 0.75: 797.7, 0.9: 1074, 0.95: 1336, 0.99: 1930, 0.999: 2853 }),
    by650Ms: 0.682,
  },
  { logs: 'different', down: 0, meanMs: 492.6, points: points({ 0.5: 470.7, 0.99: 943 }) },
  { logs: 'different', down: 1, meanMs: 550.5, points: points({ 0.5: 501.9, 0.99: 1315 }) },
  { logs: 'different', down: 2, meanMs: 714.7, points: points({ 0.5: 598.6, 0.99: 2017 }) },
];

function points(byShare: Readonly<Record<number, number>>): PublishedWanElections['points'] {
  return Object.entries(byShare).map(([share, ms]) => ({ share: Number(share), ms }));
}
