/**
 * Load and capacity of protocols with one leader or several (Ailijiang, Charapko and Demirbas, SIGMOD 2019, eq. 3), after
 * Naor and Wool (The load, capacity and availability of quorum systems, 1998). No unit: messages per round at the busiest
 * node, and its inverse.
 */

export interface Shape {
  /** Nodes that lead at once. */
  readonly leaders: number;
  /** Size of the phase-2 quorum where only a quorum is asked; all nodes otherwise. */
  readonly quorum: number;
  /** Probability that a command conflicts with another and takes a second round. */
  readonly conflicts: number;
}

/** L = (1 + c) (Q + L - 2) / L: (1/L)(1+c)(Q-1) for what it leads, (1 - 1/L)(1+c) for what others lead. */
export function load({ leaders, quorum, conflicts }: Shape): number {
  return ((1 + conflicts) * (quorum + leaders - 2)) / leaders;
}

/** Cap = 1 / L. */
export function capacity(shape: Shape): number {
  return 1 / load(shape);
}
