/**
 * What partial connectivity does to each protocol: the three cases of OmniPaxos (Ng, Haridi, Carbone, EuroSys 2023), while the
 * partition holds. Published: Raft recovers from quorum-loss and deadlocks when constrained; Multi-Paxos that elects only when
 * the leader is dead (`failureDetector: alive`) deadlocks in quorum-loss and recovers when constrained.
 */
import { nsOf } from '../sim/simulator.ts';
import type { PlannedFault } from '../trial/fault-plan.ts';
import { resolveSpec } from '../trial/resolve.ts';
import { Trial } from '../trial/trial.ts';

export interface ConnectivityRow {
  readonly variant: string;
  readonly scenario: ConnectivityScenario;
  readonly quorums: string;
  /** `recovers`: commits go on within ten election time-outs and later; `stalls`: they do not. */
  readonly outcome: 'recovers' | 'stalls';
  /** Slots committed, and leaders elected, while the partition held. */
  readonly commits: number;
  readonly leader_changes: number;
}

export const CONNECTIVITY_SCENARIOS = ['quorum-loss', 'constrained', 'chained'] as const;
export type ConnectivityScenario = (typeof CONNECTIVITY_SCENARIOS)[number];

export const CONNECTIVITY_VARIANTS = [
  { variant: 'paxos', algorithm: 'paxos', options: {} },
  { variant: 'multi-paxos', algorithm: 'multi-paxos', options: {} },
  { variant: 'multi-paxos, alive', algorithm: 'multi-paxos', options: { failureDetector: 'alive' } },
  { variant: 'flexible-paxos', algorithm: 'flexible-paxos', options: {} },
  { variant: 'raft', algorithm: 'raft', options: {} },
] as const;

const ELECTION_MS: readonly [number, number] = [50, 100];
const AT_MS = 500;
/** Forty of the longest election time-outs. */
const FOR_MS = 4000;
const SETTLED_MS = 10 * ELECTION_MS[1];
/** The hub hears nothing of the leader for so long before: its log is behind, and it does not campaign yet. */
const BEHIND_MS = 40;

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
  }
}

/** One run. Safety is checked meanwhile. @throws InvariantViolation */
export function connectivityOf(
  { variant, algorithm, options }: (typeof CONNECTIVITY_VARIANTS)[number],
  scenario: ConnectivityScenario,
  quorums: string,
  seed: number,
): ConnectivityRow {
  const chained = scenario === 'chained';
  const trial = new Trial(
    resolveSpec({
      algorithm,
      options,
      seed,
      nodes: chained ? 3 : 5,
      quorums,
      policy: { leader: chained ? 1 : 2, electionMs: ELECTION_MS, heartbeatMs: 20 },
      workload: { clients: 10, thinkMs: 5, timeoutMs: 100 },
      faults: { plan: planOf(scenario) },
      phases: { warmupMs: 0, durationMs: AT_MS + FOR_MS + 500 },
    }),
  );
  const marks: number[] = [];
  let leaderChanges = 0;
  let lastLeader: number | undefined;
  const start = trial.onWindowStart.bind(trial);
  trial.onWindowStart = () => {
    start();
    for (const atMs of [AT_MS, AT_MS + SETTLED_MS, AT_MS + FOR_MS]) {
      trial.agenda.after(nsOf(atMs), () => marks.push(trial.agreement.nextSlot));
    }
    for (let atMs = AT_MS; atMs < AT_MS + FOR_MS; atMs += 5) {
      trial.agenda.after(nsOf(atMs), () => {
        const leader = trial.leader();
        if (leader !== undefined && lastLeader !== undefined && leader !== lastLeader) leaderChanges++;
        lastLeader = leader ?? lastLeader;
      });
    }
  };
  trial.run();
  const [before = 0, settled = 0, after = 0] = marks;
  return {
    variant,
    scenario,
    quorums,
    outcome: after > settled ? 'recovers' : 'stalls',
    commits: after - before,
    leader_changes: leaderChanges,
  };
}

/** Every variant, case and size of quorums that is legal there. */
export function connectivityTable(seed: number): ConnectivityRow[] {
  const rows: ConnectivityRow[] = [];
  for (const variant of CONNECTIVITY_VARIANTS) {
    for (const scenario of CONNECTIVITY_SCENARIOS) {
      const sizes = scenario === 'chained' ? ['2/2', '3/1'] : ['3/3', '4/2'];
      for (const quorums of variant.algorithm === 'multi-paxos' ? sizes.slice(0, 1) : sizes) {
        rows.push(connectivityOf(variant, scenario, quorums, seed));
      }
    }
  }
  return rows;
}
