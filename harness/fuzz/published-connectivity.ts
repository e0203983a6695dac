/**
 * What is published of partial connectivity. Majorities of five servers; chained: of three. Only what is said of a protocol by
 * its name is here: of Raft in the chained case it is not.
 */
import type { ConnectivityScenario } from './partial-connectivity.ts';

/** `degraded`: the ends of the chain overtake each other, and fewer proposals are decided than by the other protocols. */
export type PublishedOutcome = 'recovers' | 'stalls' | 'degraded';

export interface PublishedCell {
  readonly variant: string;
  readonly scenario: ConnectivityScenario;
  readonly outcome: PublishedOutcome;
  readonly source: string;
  /** What brings it about. */
  readonly why: string;
}

/**
 * Ng, Haridi and Carbone, *Omni-Paxos: Breaking the Barriers of Partial Connectivity*, EuroSys 2023, and the authors' text on
 * it (omnipaxos.com/blog/how-omnipaxos-handles-partial-connectivity-and-why-other-protocols-cant, 8 May 2023). Their
 * Multi-Paxos elects a leader only when the last one is dead.
 */
const OMNI_PAXOS = 'Omni-Paxos (EuroSys 2023)';
/** zhiying12.github.io/posts/2023/06/blog-post-1: their Multi-Paxos also elects when a heartbeat's ballot is overtaken. */
const REEVALUATION = 'Re-evaluation on MultiPaxos (2023)';

const PVCQ = 'raft, preVote, checkQuorum';
const PUBLISHED: readonly PublishedCell[] = [
  cell('raft', 'quorum-loss', 'recovers', 'a newer term reaches the hub and deposes the leader; the hub is elected'),
  cell('raft', 'constrained', 'stalls', 'the log of the hub is behind, and no other server reaches a majority'),
  cell(PVCQ, 'quorum-loss', 'recovers', 'the leader hears no majority and steps down; the hub is elected'),
  cell(PVCQ, 'constrained', 'stalls', 'the log of the hub is behind, and no other server reaches a majority'),
  cell('multi-paxos, alive', 'quorum-loss', 'stalls', 'the hub, which alone could lead, hears that its leader lives'),
  cell('multi-paxos, alive', 'constrained', 'recovers', 'the hub may lead whatever its log, and learns in phase 1'),
  cell('multi-paxos, alive', 'chained', 'degraded', 'each end overtakes the other, of whom it hears nothing'),
  cell('multi-paxos', 'quorum-loss', 'recovers', 'the hub sees the ballot of its leader overtaken', REEVALUATION),
  cell('multi-paxos', 'constrained', 'recovers', 'the hub may lead whatever its log', REEVALUATION),
];

function cell(
  variant: string,
  scenario: ConnectivityScenario,
  outcome: PublishedOutcome,
  why: string,
  source = OMNI_PAXOS,
): PublishedCell {
  return { variant, scenario, outcome, source, why };
}

/** Of majorities; `undefined`: nothing is published. */
export function publishedCell(variant: string, scenario: ConnectivityScenario): PublishedCell | undefined {
  return PUBLISHED.find((cell) => cell.variant === variant && cell.scenario === scenario);
}
