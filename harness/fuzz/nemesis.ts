/**
 * Draws a schedule from a seed: a small cluster under a small load, and what goes wrong. Swarm testing (Groce et al., ISSTA
 * 2012): each schedule has a few kinds of faults only, so that none drowns the others.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { faultKinds, type PlannedFault } from '../faults/catalogue.ts';
import type { FaultClass } from '../faults/fault.ts';
import { drawBetween } from '../faults/fields.ts';
import { RandomStream } from '../sim/random.ts';
import { resolveOptions, type OptionValue } from '../trial/options.ts';
import { mayJoin } from '../trial/fault-plan.ts';
import type { TrialSpec } from '../trial/spec.ts';

/** The faults that protocols must bear; or those that break their assumptions, which must raise alarms. */
export type Campaign = 'bear' | 'break';

/** Faults strike within so many ms; 500 events take about as long. */
const HORIZON_MS = 250;
const LARGEST_SWARM = 5;
const LEAST_FAULTS = 3;
const MOST_FAULTS = 12;

/** A schedule as it is saved and replayed: the trial, and what only fuzzing has. */
export interface ScheduleSpec {
  readonly spec: TrialSpec;
  /** Events before everything heals. */
  readonly events: number;
  readonly snapshotSlots: number;
  /**
   * After healing the cluster must become whole. Asked only where timing allows it (Raft §5.6): where messages and flushes
   * take much less than an election time-out, whose range splits votes rarely.
   */
  readonly progress: boolean;
  /** Clients fall silent before that, so that nothing new helps what is old along. */
  readonly quiet: boolean;
  /** The nodes that are up after healing; `undefined`: all that can be. */
  readonly core: readonly number[] | undefined;
}

const systems = new Map<string, readonly QuorumSystem[]>();

/** The legal counting systems of an algorithm with minimal quorums, and one that is larger than it need be. */
function legalSystems(algorithm: Algorithm, nodes: number): readonly QuorumSystem[] {
  const key = `${algorithm.name}/${nodes}`;
  let found = systems.get(key);
  if (found === undefined) {
    const all: QuorumSystem[] = [];
    const majority = Math.floor(nodes / 2) + 1;
    for (let q2 = 1; q2 <= nodes; q2++) {
      all.push(countingSystem(nodes, nodes + 1 - q2, q2));
      all.push(countingSystem(nodes, majority, Math.max(q2, majority)));
    }
    found = all.filter((system) => algorithm.legality(system) === undefined);
    systems.set(key, found);
  }
  return found;
}

export function quorumsFor(algorithm: Algorithm, nodes: number, random: RandomStream): QuorumSystem {
  const majority = Math.floor(nodes / 2) + 1;
  if (random.next() < 0.6) return countingSystem(nodes, majority, majority);
  const legal = legalSystems(algorithm, nodes);
  return legal[random.below(legal.length)]!;
}

/** What the algorithm alone has: each option as usual half of the time, else any of its values. From a stream of its own. */
function drawOptions(algorithm: Algorithm, random: RandomStream): Record<string, OptionValue> {
  const options = resolveOptions(algorithm, {});
  for (const [name, { values }] of Object.entries(algorithm.options)) {
    if (random.next() < 0.5 || 'min' in values) continue;
    options[name] = values[random.below(values.length)]!;
  }
  return options;
}

/** The schedule of a seed. */
export function drawSchedule(algorithm: Algorithm, seed: number, campaign: Campaign = 'bear'): ScheduleSpec {
  const random = new RandomStream(seed, `nemesis/${campaign}`);
  const often = (share: number) => random.next() < share;
  const nodes = often(0.05) ? 7 : 3 + random.below(3);
  const quorums = quorumsFor(algorithm, nodes, random);
  const [q1, q2] = sizesOf(quorums);
  const progress = often(0.6);
  const slowness = progress ? 1 : 4;
  const { crashes, storms } = drawLeaderCrashes(new RandomStream(seed, `nemesis/leader/${campaign}`));
  const spec: TrialSpec = {
    schema: 1,
    algorithm: algorithm.name,
    options: drawOptions(algorithm, new RandomStream(seed, `nemesis/options/${campaign}`)),
    nodes,
    quorums: { phase1: { kind: 'count', q: q1 }, phase2: { kind: 'count', q: q2 } },
    seed,
    driver: 'sim',
    network: {
      delay: often(0.5)
        ? { type: 'exponential', mean: drawBetween(random, 0.5, 2 * slowness) }
        : { type: 'uniform', min: 0.2, max: drawBetween(random, 1, 3 * slowness) },
      localRttMs: 0.4,
      fifo: often(0.5),
      loss: 0,
      duplicate: 0,
      reorder: 0,
      bandwidthBitPerS: null,
    },
    costs: {
      cpuInMs: 0,
      cpuOutMs: 0,
      applyMs: 0,
      byteMs: 0,
      fsync: often(0.3)
        ? { type: 'constant', value: 0.2 }
        : { type: 'exponential', mean: drawBetween(random, 0.5, progress ? 3 : 40) },
    },
    workload: {
      kind: 'closed',
      clients: 1 + random.below(8),
      thinkMs: often(0.5) ? 0 : drawBetween(random, 1, 20),
      at: 'all',
      sendTo: 'one',
      reads: 0.3,
      keys: 2,
      keyDistribution: 'uniform',
      payloadBytes: 8,
      timeoutMs: drawBetween(random, 20, 80),
      retryPauseMs: drawBetween(random, 1, 10),
      deadlineMs: 1000,
    },
    policy: {
      batch: often(0.7) ? 1 : 3,
      batchDelayMs: 0,
      window: 1 + random.below(6),
      thrifty: often(0.3),
      leader: often(0.5) ? 'auto' : random.below(nodes),
      // A narrow range lets timers fire at the same instant, which splits votes.
      electionMs: progress ? [40, 90] : often(0.2) ? [20, 21] : [15, 45],
      heartbeatMs: often(0.5) ? 5 : 12,
    },
    faults: {
      perNodeMinute: 0,
      repair: { type: 'uniform', min: 5, max: 100 },
      crashLeaderAtMs: crashes,
      plan: [...drawPlan(random, nodes, campaign), ...storms].sort((a, b) => a.atMs - b.atMs),
    },
    phases: { warmupMs: 0, durationMs: 1000, ops: null },
  };
  return {
    spec,
    events: 400 + random.below(200),
    snapshotSlots: often(0.6) ? 2 + random.below(3) : 64,
    quiet: often(0.5),
    progress,
    core: drawCore(random, quorums),
  };
}

/**
 * In a third of the schedules whoever leads crashes, up to twice, and mostly after some moments in which half of all
 * messages are lost: what a leader leaves behind half done is where bugs are.
 */
function drawLeaderCrashes(random: RandomStream): { crashes: number[]; storms: PlannedFault[] } {
  const count = random.next() < 1 / 3 ? 1 + random.below(2) : 0;
  const crashes = Array.from({ length: count }, () => drawBetween(random, 30, HORIZON_MS * 0.6));
  const storms = crashes.flatMap((atMs): PlannedFault[] => {
    const forMs = drawBetween(random, 5, 25);
    return random.next() < 0.3 ? [] : [{ kind: 'loss', share: 0.5, burst: 1, atMs: atMs - forMs, forMs }];
  });
  return { crashes, storms };
}

function sizesOf({ phase1, phase2, nodes }: QuorumSystem): [number, number] {
  const smallest = (test: (set: number) => boolean): number => {
    let size = 1;
    while (size < nodes && !test((1 << size) - 1)) size++;
    return size;
  };
  return [smallest((set) => phase1.test(set)), smallest((set) => phase2.test(set))];
}

/** Half of the time a part of the cluster that has every kind of quorum; the rest stays broken. */
function drawCore(random: RandomStream, quorums: QuorumSystem): number[] | undefined {
  if (random.next() < 0.5) return undefined;
  const set = random.below(1 << quorums.nodes);
  if (!quorums.isPhase1(set) || !quorums.isPhase2(set)) return undefined;
  return Array.from({ length: quorums.nodes }, (_, i) => i).filter((i) => (set & (1 << i)) !== 0);
}

const isOf =
  (classes: readonly FaultClass[]) =>
  (kind: (typeof faultKinds)[number]): boolean =>
    classes.includes(kind.class);
const bearable = faultKinds.filter(isOf(['survive', 'stall', 'detect']));
/** Those that change leaders and lose what is not durable: half of what is drawn, as bugs show where these meet. */
const ROUGH: readonly PlannedFault['kind'][] = [
  'crash',
  'crash-writing',
  'isolate',
  'partition',
  'pause',
  'cut',
  'clog',
  'duplicate',
  'reorder',
  'loss',
];
const rough = faultKinds.filter(({ kind }) => ROUGH.includes(kind));
const breaking = faultKinds.filter(isOf(['break']));

function drawPlan(random: RandomStream, nodes: number, campaign: Campaign): PlannedFault[] {
  const swarm = Array.from({ length: 1 + random.below(LARGEST_SWARM) }, () => {
    const among = random.next() < 0.5 ? rough : bearable;
    return among[random.below(among.length)]!;
  });
  if (campaign === 'break') swarm.push(breaking[random.below(breaking.length)]!);
  const plan: PlannedFault[] = [];
  const count = LEAST_FAULTS + random.below(MOST_FAULTS - LEAST_FAULTS + 1);
  for (let i = 0; i < count; i++) {
    const kind = i === 0 && campaign === 'break' ? swarm.at(-1)! : swarm[random.below(swarm.length)]!;
    const atMs = drawBetween(random, 0, HORIZON_MS * 0.8);
    const forMs = drawBetween(random, 2, random.next() < 0.5 ? 30 : 150);
    const entry = { kind: kind.kind, ...kind.draw(random, nodes), atMs, forMs } as PlannedFault;
    if (mayJoin(plan, entry, nodes)) plan.push(entry);
  }
  return plan;
}
