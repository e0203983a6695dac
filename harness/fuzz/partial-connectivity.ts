/**
 * What partial connectivity does to each protocol, while the partition holds: the three cases of OmniPaxos (Ng, Haridi,
 * Carbone, EuroSys 2023), beside what they publish, and two more. Who is stuck is as much an expectation as who recovers.
 *
 *   quorum-loss   all reach the hub and no other; the leader is not the hub
 *   constrained   as quorum-loss, but nobody reaches the leader, and the log of the hub is behind
 *   chained       of three, the hub reaches both ends; one end leads
 *   deaf-leader   the leader is heard by all and hears nobody
 *   returning     a follower reaches nobody, and then all again
 */
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { nsOf } from '../sim/simulator.ts';
import type { PlannedFault } from '../trial/fault-plan.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Trial } from '../trial/trial.ts';
import { publishedCell, type PublishedOutcome } from './published-connectivity.ts';

export interface ConnectivityRow {
  readonly variant: string;
  readonly scenario: ConnectivityScenario;
  readonly quorums: string;
  /** `recovers`: commits go on within ten election time-outs and later; `stalls`: they do not. */
  readonly outcome: 'recovers' | 'stalls';
  /** Slots committed, and leaders elected, while the partition held; `returning`: and after it. */
  readonly commits: number;
  readonly leader_changes: number;
  /** `null`: nothing is published of it. */
  readonly published: PublishedOutcome | null;
  readonly agrees: boolean | null;
}

export const CONNECTIVITY_SCENARIOS = ['quorum-loss', 'constrained', 'chained', 'deaf-leader', 'returning'] as const;
export type ConnectivityScenario = (typeof CONNECTIVITY_SCENARIOS)[number];

export interface ConnectivityVariant {
  readonly variant: string;
  readonly algorithm: string;
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** Named by the algorithm and those of its options that are not at their default. */
export const CONNECTIVITY_VARIANTS: readonly ConnectivityVariant[] = [
  { variant: 'paxos', algorithm: 'paxos', options: {} },
  { variant: 'multi-paxos', algorithm: 'multi-paxos', options: {} },
  { variant: 'multi-paxos, alive', algorithm: 'multi-paxos', options: { failureDetector: 'alive' } },
  { variant: 'flexible-paxos', algorithm: 'flexible-paxos', options: {} },
  { variant: 'flexible-paxos, alive', algorithm: 'flexible-paxos', options: { failureDetector: 'alive' } },
  { variant: 'raft', algorithm: 'raft', options: {} },
  { variant: 'raft, preVote', algorithm: 'raft', options: { preVote: true } },
  { variant: 'raft, checkQuorum', algorithm: 'raft', options: { checkQuorum: true } },
  { variant: 'raft, preVote, checkQuorum', algorithm: 'raft', options: { preVote: true, checkQuorum: true } },
];

/** The quorums of a case, majorities first; who may not have them leaves them out. */
const QUORUMS = { five: ['3/3', '4/2', '5/1', '3/4'], three: ['2/2', '3/1', '2/3'] } as const;

const ELECTION_MS: readonly [number, number] = [50, 100];
const AT_MS = 500;
/** Forty of the longest election time-outs. */
const FOR_MS = 4000;
const SETTLED_MS = 10 * ELECTION_MS[1];
/** The hub hears nothing of the leader for so long before: its log is behind, and it does not campaign yet. */
const BEHIND_MS = 40;
/** More leaders than these in forty time-outs take the lead from each other. */
const MOST_CHANGES = 5;

/** The partition, with node 2 (of three: 1) as the leader and node 0 as the hub. */
function planOf(scenario: ConnectivityScenario): PlannedFault[] {
  const held = { atMs: AT_MS, forMs: FOR_MS };
  switch (scenario) {
    case 'quorum-loss':
      return [{ kind: 'shape', shape: 'quorum-loss', order: [0, 1, 2, 3, 4], ...held }];
    case 'constrained':
      return [
        { kind: 'cut', from: [2], to: [0], atMs: AT_MS - BEHIND_MS, forMs: BEHIND_MS + 1 },
        { kind: 'shape', shape: 'constrained', order: [0, 1, 3, 4, 2], ...held },
      ];
    case 'chained':
      return [{ kind: 'cut', from: [1], to: [2], both: true, ...held }];
    case 'deaf-leader':
      return [{ kind: 'cut', from: [0, 1, 3, 4], to: [2], ...held }];
    case 'returning':
      return [{ kind: 'cut', from: [0, 1, 2, 3], to: [4], both: true, atMs: AT_MS, forMs: FOR_MS / 2 }];
  }
}

function specOf(
  { algorithm, options }: ConnectivityVariant,
  scenario: ConnectivityScenario,
  quorums: string,
  seed: number,
): TrialSpec {
  const chained = scenario === 'chained';
  return resolveSpec({
    algorithm,
    options,
    seed,
    nodes: chained ? 3 : 5,
    quorums,
    policy: { leader: chained ? 1 : 2, electionMs: ELECTION_MS, heartbeatMs: 20 },
    workload: { clients: 10, thinkMs: 5, timeoutMs: 100 },
    faults: { plan: planOf(scenario) },
    phases: { warmupMs: 0, durationMs: AT_MS + FOR_MS + 500 },
  });
}

/** One run. Safety is checked meanwhile. @throws InvariantViolation */
export function connectivityOf(
  variant: ConnectivityVariant,
  scenario: ConnectivityScenario,
  quorums: string,
  seed: number,
): ConnectivityRow {
  const trial = new Trial(specOf(variant, scenario, quorums, seed));
  const marks: number[] = [];
  let leaderChanges = 0;
  let lastReign: string | undefined;
  const start = trial.onWindowStart.bind(trial);
  trial.onWindowStart = () => {
    start();
    for (const atMs of [AT_MS, AT_MS + SETTLED_MS, AT_MS + FOR_MS]) {
      trial.agenda.after(nsOf(atMs), () => marks.push(trial.agreement.nextSlot));
    }
    for (let atMs = AT_MS; atMs < AT_MS + FOR_MS; atMs += 5) {
      trial.agenda.after(nsOf(atMs), () => {
        const reign = reignIn(trial);
        if (reign !== undefined && lastReign !== undefined && reign !== lastReign) leaderChanges++;
        lastReign = reign ?? lastReign;
      });
    }
  };
  trial.run();
  const [before = 0, settled = 0, after = 0] = marks;
  const outcome = after > settled ? 'recovers' : 'stalls';
  const isMajority = quorums === QUORUMS.five[0] || quorums === QUORUMS.three[0];
  const published = isMajority ? (publishedCell(variant.variant, scenario)?.outcome ?? null) : null;
  const found = published === 'degraded' && leaderChanges > MOST_CHANGES ? 'degraded' : outcome;
  const agrees = published === null ? null : published === found;
  const commits = after - before;
  return {
    variant: variant.variant,
    scenario,
    quorums,
    outcome,
    commits,
    leader_changes: leaderChanges,
    published,
    agrees,
  };
}

/** Who leads in which ballot: a leader that is elected again counts too. */
function reignIn(trial: Trial): string | undefined {
  const leader = trial.leader();
  const view = leader === undefined ? undefined : trial.machines[leader]!.node?.replica.view();
  return view === undefined ? undefined : `${leader}/${view.ballot}`;
}

/** Every variant, case and size of quorums that is legal there. */
export function connectivityTable(seed: number): ConnectivityRow[] {
  const rows: ConnectivityRow[] = [];
  for (const variant of CONNECTIVITY_VARIANTS) {
    for (const scenario of CONNECTIVITY_SCENARIOS) {
      for (const quorums of scenario === 'chained' ? QUORUMS.three : QUORUMS.five) {
        if (isLegal(variant, scenario, quorums)) rows.push(connectivityOf(variant, scenario, quorums, seed));
      }
    }
  }
  return rows;
}

/** By the algorithm's own rule. */
function isLegal({ algorithm }: ConnectivityVariant, scenario: ConnectivityScenario, quorums: string): boolean {
  const [phase1 = 0, phase2 = 0] = quorums.split('/').map(Number);
  return (
    algorithmNamed(algorithm)!.legality(countingSystem(scenario === 'chained' ? 3 : 5, phase1, phase2)) === undefined
  );
}
