/**
 * One step of a replica per kind of message, in steady operation: the calls into the leader and into one follower are
 * recorded in a trial, and made again on a fresh replica whose environment does nothing. Only the call itself is timed.
 */
import type { Algorithm, Batch, CommonOptions, Env, NodeId, Protocol, Replica } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';
import type { Measurement } from './measure.ts';

const OPERATIONS = 4000;
const REPETITIONS = 9;

interface Call {
  readonly node: NodeId;
  readonly kind: string;
  make(replica: Replica<Protocol>): void;
}

/** Costs of the steps of `algorithm` with five nodes, the most frequent kind first. */
export function measureSteps(name: string): Measurement[] {
  const spec = resolveSpec({
    algorithm: name,
    workload: { clients: 16, at: [0] },
    policy: { leader: 0 },
    phases: { warmupMs: 0, ops: OPERATIONS },
  });
  const calls: Call[] = [];
  const algorithm = algorithmNamed(name)!;
  const trial = new Trial(spec, { algorithm: recording(algorithm, calls), checks: false });
  trial.run();
  const overheadNs = timerOverheadNs();
  const kinds = new Map<string, number[]>();
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const times = timesByKind(algorithm, trial.options, spec.nodes, calls);
    for (const [kind, ns] of times) kinds.set(kind, [...(kinds.get(kind) ?? []), median(ns) - overheadNs]);
  }
  const counts = (kind: string) => calls.filter((call) => call.kind === kind).length;
  return [...kinds]
    .filter(([kind]) => counts(kind) > OPERATIONS / 10)
    .sort((a, b) => counts(b[0]) - counts(a[0]))
    .map(([kind, ns]) => ({
      subject: `${name}: ${kind}`,
      unit: 'step',
      perSecond: 1e9 / Math.max(1, median(ns)),
      marginPercent: ((Math.max(...ns) - Math.min(...ns)) / 2 / Math.max(1, median(ns))) * 100,
    }));
}

/** The algorithm, with its calls into nodes 0 and 1 written down. */
function recording(algorithm: Algorithm, calls: Call[]): Algorithm {
  return {
    ...algorithm,
    create: (options: CommonOptions, env, conflicts) => {
      const replica = algorithm.create(options, env, conflicts);
      const note = (kind: string, make: (other: Replica<Protocol>) => void) => {
        if (env.self <= 1) calls.push({ node: env.self, kind, make });
        make(replica);
      };
      return {
        start: (saved) => note('start', (other) => other.start(saved)),
        onMessage: (from, message) => note(`on ${message.type}`, (other) => other.onMessage(from, message)),
        onTimer: (timer, key) => note(`on timer ${timer}`, (other) => other.onTimer(timer, key)),
        onRequest: (batch: Batch) => note('on request', (other) => other.onRequest(batch)),
        forget: (slot) => note('forget', (other) => other.forget(slot)),
        view: () => replica.view(),
      };
    },
  };
}

function timesByKind(
  algorithm: Algorithm,
  options: CommonOptions,
  nodes: number,
  calls: readonly Call[],
): Map<string, number[]> {
  const replicas = [0, 1].map((self) => algorithm.create(options, new StillEnv(self, nodes), () => true));
  const times = new Map<string, number[]>();
  for (const call of calls) {
    const before = performance.now();
    call.make(replicas[call.node]!);
    const ns = (performance.now() - before) * 1e6;
    const known = times.get(call.kind);
    if (known === undefined) times.set(call.kind, [ns]);
    else known.push(ns);
  }
  return times;
}

function timerOverheadNs(): number {
  const samples: number[] = [];
  for (let i = 0; i < 10_000; i++) {
    const before = performance.now();
    samples.push((performance.now() - before) * 1e6);
  }
  return median(samples);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** A world in which nothing happens. */
class StillEnv implements Env<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  private clock = 0;

  constructor(self: NodeId, nodes: number) {
    this.self = self;
    this.nodes = nodes;
  }

  send(): void {}
  persist(): void {}
  checkpoint(): void {}
  sendOnceDurable(): void {}
  setTimer(): void {}
  cancelTimer(): void {}
  random(): number {
    return 0.5;
  }
  now(): number {
    return this.clock++;
  }
  commit(): void {}
  redirect(): void {}
  count(): void {}
}
