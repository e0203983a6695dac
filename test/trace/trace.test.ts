/** The space-time diagram of an operation against what the trace itself says of it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { bySpeed, chooseOperation, latencyNs } from '../../harness/spacetime/choose.ts';
import type { TracedEvent } from '../../harness/spacetime/event-log.ts';
import { mentions } from '../../harness/spacetime/mentions.ts';
import { RecordedTrial, type Operation } from '../../harness/spacetime/recorded-trial.ts';
import { diagramSvg } from '../../harness/spacetime/svg.ts';
import { diagramText } from '../../harness/spacetime/text.ts';
import { traceOperation, traceRequest } from '../../harness/spacetime/trace-request.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runToOutcome, runTrial } from '../../harness/trial/run-trial.ts';
import { quorumBench } from '../cli/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const specOf = (algorithm: string, changes: object = {}) =>
  resolveSpec({
    algorithm,
    nodes: 5,
    seed: 9,
    network: { delay: { type: 'lognormal', median: 1, sigma: 0.5 }, loss: 0.001 },
    phases: { warmupMs: 50, ops: 1100 },
    ...changes,
  });

/** Whose message, or whose disk, the commit of the operation followed, by the trace alone. */
function lastBeforeCommit(events: readonly TracedEvent[], { command, answer }: Operation): number | undefined {
  const { node, executedNs } = answer!;
  const own = events.filter((event) => event.node === node && event.timeNs <= executedNs);
  const committed = own.findIndex(
    ({ event, detail }) => event === 'commit' && mentions(detail['batch'], command) === 'ours',
  );
  const before = own
    .slice(0, committed)
    .filter(({ event }) => ['deliver', 'durable', 'timer', 'request'].includes(event));
  const last = before.at(-1);
  return last?.event === 'deliver' ? (last.detail['from'] as number) : node;
}

describe.each(algorithms.map(({ name }) => name))('ten random operations of %s above its p99', (name) => {
  const spec = specOf(name);
  const trial = new RecordedTrial(spec);
  const hash = runToOutcome(trial).row['trace_hash'];
  const slow = bySpeed(trial.operations).slice(Math.ceil(trial.operations.length * 0.99));
  const stream = new RandomStream(9, `above p99/${name}`);
  const chosen = Array.from({ length: 10 }, () => slow.splice(stream.below(slow.length), 1)[0]!);
  const traced = chosen.map((operation) => traceOperation(spec, trial.operations, operation, 'slow'));

  it('are split into parts that add up to the measured latency exactly', () => {
    const histogram = runTrial(spec).histograms.find(
      ({ operation, regime }) => operation === 'any' && regime === 'all',
    )!;
    expect(trial.operations).toHaveLength(histogram.count);
    expect(latencyNs(bySpeed(trial.operations).at(-1)!) / 1e6).toBe(histogram.max_ms);
    for (const { operation, diagram } of traced) {
      const lengths = diagram.parts.map(({ fromNs, toNs }) => toNs - fromNs);
      expect(lengths.every((ns) => Number.isInteger(ns) && ns >= 0)).toBe(true);
      expect(lengths.reduce((a, b) => a + b, 0)).toBe(latencyNs(operation));
      expect(diagram.traceHash, 'listening changes nothing').toBe(hash);
    }
  }, 60_000);

  it('name as straggler the replica whose answer the commit followed in the trace', () => {
    const answered = traced.filter(({ operation }) => operation.answer?.times !== undefined);
    expect(answered.length).toBeGreaterThan(5);
    for (const { operation, diagram, events } of answered) {
      expect(diagram.straggler).toBe(lastBeforeCommit(events, operation));
      // The path that is drawn strong ends at the node that answered, with the straggler's message.
      const path = diagram.messages.filter(
        ({ critical, from, to }) => critical && from !== 'client' && to === diagram.answeredBy,
      );
      const last = path.sort((a, b) => a.arrivedNs! - b.arrivedNs!).at(-1);
      if (diagram.straggler !== diagram.answeredBy) expect(last?.from).toBe(diagram.straggler);
    }
  }, 60_000);
});

describe('an operation that met the crash of its leader', () => {
  const spec = specOf('raft', { faults: { crashLeaderAtMs: [200] }, phases: { warmupMs: 50, durationMs: 2000 } });
  const { operations } = traceRequest(spec, 'max');
  // Those that waited for the election; the first of them was lost on its way, and never reached the leader.
  const [, second] = operations.filter((each) => latencyNs(each) > 100e6).sort((a, b) => a.invokedNs - b.invokedNs);
  const traced = traceOperation(spec, operations, second!, 'second');

  it('shows the crash, the attempts and how long each part took', () => {
    const { diagram } = traced;
    expect(diagram.marks.map(({ kind }) => kind)).toContain('crash');
    expect(diagram.downtimes.length).toBeGreaterThan(0);
    expect(diagram.messages.filter(({ label }) => label === 'request').length).toBeGreaterThan(1);
    expect(diagram.parts[0]!.toNs - diagram.parts[0]!.fromNs).toBeGreaterThan(100e6);
  });

  it('is drawn without a hole', () => {
    const svg = diagramSvg(traced.diagram);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.match(/class="head"|class="critical-head"/g)!.length).toBeGreaterThan(5);
    expect(svg).toContain('crashes');
    const text = diagramText(traced.diagram);
    expect(text).not.toMatch(/NaN|undefined/);
    expect(text).toMatch(/o .* crashes/);
  });
});

describe('the operation that is meant', () => {
  const operations = [5, 1, 4, 2, 3].map((ms, i): Operation => {
    return { command: { client: i, seq: 1, op: { bytes: 1 } }, invokedNs: 0, endedNs: ms * 1e6, answer: undefined };
  });

  it.each([
    ['p50', 3],
    ['p0', 1],
    ['p99.9', 5],
    ['max', 5],
    ['2:1', 4],
  ])('by %s takes %d ms', (text, ms) => {
    expect(latencyNs(chooseOperation(operations, text)) / 1e6).toBe(ms);
  });

  it.each([
    ['slow', /write p99.9, max, or CLIENT:SEQ/],
    ['p101', /write p99.9, max, or CLIENT:SEQ/],
    ['7:1', /was not sent in the window/],
  ])('by %s is refused with the way out', (text, message) => {
    expect(() => chooseOperation(operations, text)).toThrow(message);
  });
});

describe('quorum-bench trace', () => {
  it('draws an operation of a saved trial in the terminal, as SVG and as JSON', async () => {
    const { out: saved } = await quorumBench('run', '--algorithm', 'raft', '--nodes', '3', '--ops', '300', '--json');
    const file = join(folder, 'saved.json');
    writeFileSync(file, saved);
    const svg = join(folder, 'trace.svg');
    const text = await quorumBench('trace', file, '--request', 'p50', '--svg', svg);
    expect(text).toMatchObject({ status: 0, err: '' });
    expect(text.out).toMatch(/^p50 operation: .*ms|µs/);
    expect(text.out).toMatch(/appendEntriesReply/);
    expect(existsSync(svg) && readFileSync(svg, 'utf8')).toContain('<svg');
    const json = JSON.parse((await quorumBench('trace', file, '--request', 'p50', '--json')).out) as {
      latency_ns: number;
      parts: readonly { ns: number }[];
    };
    expect(json.parts.reduce((sum, { ns }) => sum + ns, 0)).toBe(json.latency_ns);
    const { out: list } = await quorumBench('trace', file, '--list');
    expect(list.split('\n').length).toBeGreaterThan(20);
  });
});
