/**
 * What it takes to lose the leader, by running: each of several runs crashes it for good at a moment of its own, and the
 * run's events tell who campaigned, who was elected, and when that one first committed a client's operation.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import { RandomStream } from '../sim/random.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Trial } from '../trial/trial.ts';
import type { Conditions } from './compare.ts';
import type { Configuration } from './comparison.ts';
import { inMatrix } from './confirm-spec.ts';
import type { Patience } from './succession.ts';

/** One run. */
export interface Loss {
  /** The first that campaigned. */
  readonly first: number;
  /** Nobody else campaigned before it had heard of the first. */
  readonly alone: boolean;
  /** Who was elected, how long after its campaign; `undefined` if nobody was. */
  readonly elected: { readonly node: number; readonly afterMs: number } | undefined;
  /** First commit of a client's operation by that one; `undefined` if there was none. */
  readonly back: Back | undefined;
}

export interface Back {
  /** From the election. */
  readonly commitMs: number;
  /** From the old leader's last message, and from its crash. */
  readonly sinceMessageMs: number;
  readonly sinceCrashMs: number;
}

/** Operations per second, in turn from clients beside every node: so often is a new leader asked, too. */
const RATE_PER_S = 200;
/** After the crash, in election time-outs: until then somebody is expected to lead, after duels too; or nobody to. */
const WATCHED = 200;
const WATCHED_WITHOUT_END = 3;

/** Longest time between two operations that reach a node, ms: clients take turns. */
export function longestPauseMs(nodes: number): number {
  return (1000 * nodes) / RATE_PER_S;
}

/** How many nodes, and the round trips between them. */
type Places = Pick<Conditions, 'nodes' | 'rtt'>;

export interface LossOptions {
  readonly patience: Patience;
  readonly runs: number;
  /** Is a first commit expected? */
  readonly ends: boolean;
}

/** @throws Error if a run breaks a rule */
export function loseLeader(
  algorithm: Pick<Algorithm, 'name'>,
  phases: Configuration['phases'],
  places: Places,
  leader: number,
  options: LossOptions,
): Loss[] {
  return Array.from({ length: options.runs }, (_, i) => {
    const seed = i + 1;
    return lossOf(lossSpec(algorithm, phases, places, leader, seed, options), places);
  });
}

function lossSpec(
  algorithm: Pick<Algorithm, 'name'>,
  phases: Configuration['phases'],
  places: Places,
  leader: number,
  seed: number,
  { patience, ends }: LossOptions,
): TrialSpec {
  const [least, most] = patience.electionMs;
  // Anywhere between two heartbeats.
  const crashMs = new RandomStream(seed, 'crash of the leader').next() * patience.heartbeatMs;
  const watchMs = (ends ? WATCHED : WATCHED_WITHOUT_END) * most;
  return inMatrix(algorithm, phases, places, leader, seed, {
    workload: {
      kind: 'open',
      arrivals: 'constant',
      ratePerS: RATE_PER_S,
      timeoutMs: least,
      deadlineMs: least,
    },
    policy: { window: 1e6, electionMs: [least, most], heartbeatMs: patience.heartbeatMs },
    faults: { crashLeaderAtMs: [crashMs], repair: { type: 'constant', value: 2 * watchMs } },
    // All have heard the leader by then.
    phases: { warmupMs: least, durationMs: crashMs + watchMs },
  });
}

/** Until the first commit; the checks of a run are on. */
function lossOf(spec: TrialSpec, { rtt }: Places): Loss {
  const watch = new Watch(
    (from, to) => (rtt![from]![to]! / 2) * NS_PER_MS,
    () => trial.simulator.stop(),
  );
  const trial = new Trial(spec, { tracer: watch });
  trial.run();
  return watch.loss();
}

/** Listens for the last message and the crash of the leader, the campaigns after it, the election and the first commit. */
class Watch implements Tracer {
  private readonly wayNs: (from: number, to: number) => number;
  private readonly stop: () => void;
  private readonly sentNs: number[] = [];
  private crash: { readonly node: number; readonly atNs: number } | undefined;
  private first: { readonly node: number; readonly atNs: number } | undefined;
  private alone = true;
  private readonly campaigns = new Map<number, number>();
  private elected: { readonly node: number; readonly afterNs: number; readonly atNs: number } | undefined;
  private committedNs: number | undefined;

  constructor(wayNs: (from: number, to: number) => number, stop: () => void) {
    this.wayNs = wayNs;
    this.stop = stop;
  }

  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    if (event === 'window-end') this.stop();
    if (node === undefined) return;
    if (event === 'send' && this.crash === undefined) this.sentNs[node] = timeNs;
    if (event === 'crash') this.crash = { node, atNs: timeNs };
    if (this.crash === undefined) return;
    if (event === 'election') this.onCampaign(node, timeNs);
    if (event === 'leader' && this.elected === undefined) {
      this.elected = { node, afterNs: timeNs - this.campaigns.get(node)!, atNs: timeNs };
    }
    // A slot without commands was only filled.
    const commits = event === 'commit' && node === this.elected?.node;
    if (!commits || (detail['batch'] as readonly unknown[]).length === 0) return;
    this.committedNs = timeNs;
    this.stop();
  }

  private onCampaign(node: number, atNs: number): void {
    this.campaigns.set(node, atNs);
    this.first ??= { node, atNs };
    if (node === this.first.node) return;
    if (atNs < this.first.atNs + this.wayNs(this.first.node, node)) this.alone = false;
  }

  loss(): Loss {
    const { crash, first, alone, elected, committedNs } = this;
    if (crash === undefined || first === undefined) throw new Error('the leader was not crashed, or nobody campaigned');
    const msSince = (ns: number): number => (committedNs! - ns) / NS_PER_MS;
    return {
      first: first.node,
      alone,
      elected: elected && { node: elected.node, afterMs: elected.afterNs / NS_PER_MS },
      back:
        committedNs === undefined
          ? undefined
          : {
              commitMs: msSince(elected!.atNs),
              sinceMessageMs: msSince(this.sentNs[crash.node]!),
              sinceCrashMs: msSince(crash.atNs),
            },
    };
  }
}
