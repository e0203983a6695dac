/**
 * What one CPU spends per message in, per serialisation out, per byte and per command applied, in the live driver's own code:
 * measured in CPU time, which other processes stretch far less than they do wall-clock time.
 *
 * Handling: simulated trials without checks, whose machines, queues and replicas are those of live runs; one with single
 * commands and one with large batches give two equations for the cost of an event and of a command. Wire: messages of such
 * trials through encoder, ring and decoder; small and large ones give what a message costs and what a byte does.
 */
import type { Algorithm, Protocol } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { FRAME_BYTES } from '../sim/machine.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Trial } from '../trial/trial.ts';
import { Vocabulary } from './codec.ts';
import { Decoder } from './decoder.ts';
import { Doorbell } from './doorbell.ts';
import { Encoder } from './encoder.ts';
import { RingReader } from './ring-reader.ts';
import { RingWriter } from './ring-writer.ts';
import { ringMemory } from './ring.ts';

const LARGE_BATCH = 64;
const NODES = 3;
const RING_BYTES = 1 << 24;
const US_PER_MS = 1000;
/** So many frames are shown at once. */
const FRAMES_A_TURN = 16;

export interface CpuCosts {
  readonly cpuInMs: number;
  readonly cpuOutMs: number;
  readonly applyMs: number;
  readonly byteMs: number;
  /** Of `cpuInMs`: the handling, without reading from the wire. */
  readonly handlingMs: number;
}

/** How much work is measured: a test takes less. */
export interface Effort {
  readonly operations: number;
  readonly repetitions: number;
}

export const USUAL_EFFORT: Effort = { operations: 40_000, repetitions: 15 };

/** @param name of an algorithm with a leader */
export function measureCpu(name: string, effort: Effort = USUAL_EFFORT): CpuCosts {
  const { eventMs, commandMs } = handling(name, effort);
  const points = sizes(name, effort).map((messages) => wire(name, messages, effort.repetitions));
  const out = line(points.map(({ bytes, writeMs }) => [bytes, writeMs]));
  const into = line(points.map(({ bytes, readMs }) => [bytes, readMs]));
  return {
    cpuInMs: into.base + eventMs,
    cpuOutMs: out.base,
    applyMs: commandMs,
    byteMs: (out.slope + into.slope) / 2,
    handlingMs: eventMs,
  };
}

/** CPU time of one event, and of one command at one node. */
function handling(name: string, effort: Effort): { eventMs: number; commandMs: number } {
  const single = trialCost(name, 1, effort);
  const batched = trialCost(name, LARGE_BATCH, effort);
  // Per operation: events x eventMs + NODES x commandMs = CPU time, twice.
  const eventMs = Math.max(0, (single.cpuMs - batched.cpuMs) / (single.events - batched.events));
  const commandMs = Math.max(0, (batched.cpuMs - batched.events * eventMs) / NODES);
  return { eventMs, commandMs };
}

/** Per operation. */
function trialCost(name: string, batch: number, effort: Effort): { cpuMs: number; events: number } {
  const spec = specOf(name, batch, effort.operations);
  const times: number[] = [];
  let messages = 0;
  for (let repetition = 0; repetition < 3; repetition++) {
    const trial = new Trial(spec, { checks: false });
    const before = cpuMs();
    trial.run();
    times.push(cpuMs() - before);
    messages = trial.network.messageCount;
  }
  // Messages between nodes, and a request.
  return { cpuMs: Math.min(...times) / effort.operations, events: messages / effort.operations + 1 };
}

interface WireCost {
  readonly bytes: number;
  readonly writeMs: number;
  readonly readMs: number;
}

/** Messages of steady operation in three sizes: without a command, with one, with a large batch. */
function sizes(name: string, effort: Effort): Protocol['Message'][][] {
  const operations = Math.min(effort.operations, 4000);
  const algorithm = algorithmNamed(name)!;
  const sizeOf = (message: Protocol['Message']) => algorithm.sizeOf(message);
  const single = messagesOf(name, 1, operations).sort((a, b) => sizeOf(a) - sizeOf(b));
  const batched = messagesOf(name, LARGE_BATCH, operations).sort((a, b) => sizeOf(a) - sizeOf(b));
  const like = (messages: Protocol['Message'][], example: Protocol['Message']) =>
    messages.filter((message) => sizeOf(message) === sizeOf(example));
  return [like(single, single[0]!), like(single, single.at(-1)!), like(batched, batched.at(-1)!)];
}

/** Per message. */
function wire(name: string, messages: readonly Protocol['Message'][], repetitions: number): WireCost {
  const algorithm = algorithmNamed(name)!;
  const vocabulary = new Vocabulary();
  const encoder = new Encoder(vocabulary);
  const decoder = new Decoder();
  for (const message of messages) encoder.value(message);
  const words = vocabulary.since(0);
  decoder.learn(words, 0, words.length);
  const memory = ringMemory(RING_BYTES);
  const writer = new RingWriter(memory, new Doorbell());
  const reader = new RingReader(memory, new Doorbell());
  const writes: number[] = [];
  const reads: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const start = cpuMs();
    messages.forEach((message, i) => {
      encoder.begin(1);
      for (let field = 0; field < 3; field++) encoder.f64(i);
      encoder.value(message);
      writer.write(encoder.bytes, 0, encoder.length);
      if (i % FRAMES_A_TURN === 0) writer.publish();
    });
    writer.publish();
    const middle = cpuMs();
    const frames = reader.read((bytes, at) => {
      decoder.begin(bytes, at);
      for (let field = 0; field < 3; field++) decoder.f64();
      decoder.value();
    });
    const end = cpuMs();
    if (frames !== messages.length) throw new Error(`${frames} of ${messages.length} frames fit the ring`);
    writes.push((middle - start) / frames);
    reads.push((end - middle) / frames);
  }
  const bytes = messages.reduce((sum, message) => sum + FRAME_BYTES + algorithm.sizeOf(message), 0);
  return { bytes: bytes / messages.length, writeMs: median(writes), readMs: median(reads) };
}

/** What the nodes say to each other, each message once. */
function messagesOf(name: string, batch: number, operations: number): Protocol['Message'][] {
  const algorithm = algorithmNamed(name)!;
  const messages: Protocol['Message'][] = [];
  const silent = (): void => {};
  const overheard: Algorithm = {
    ...algorithm,
    observe: () => ({
      onStart: silent,
      onStop: silent,
      onPersist: silent,
      onDurable: silent,
      onCommit: silent,
      onStep: silent,
      forget: silent,
      onSend: (_node, _to, message) => void messages.push(message),
    }),
  };
  new Trial(specOf(name, batch, operations), { algorithm: overheard }).run();
  return messages;
}

function specOf(name: string, batch: number, operations: number): TrialSpec {
  return resolveSpec({
    algorithm: name,
    nodes: NODES,
    workload: { clients: 4 * LARGE_BATCH, at: [0] },
    // Few batches under way, so that commands wait and batches fill.
    policy: { batch, window: batch === 1 ? 64 : 2, leader: 0 },
    phases: { warmupMs: 0, ops: operations },
  });
}

/** The line with the least squares of relative errors, neither base nor slope below 0. */
export function line(points: readonly (readonly [x: number, y: number])[]): { base: number; slope: number } {
  let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const weight = 1 / (y * y);
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * y;
    wxy += weight * x * y;
  }
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  const base = (wy - slope * wx) / w;
  if (base < 0) return { base: 0, slope: wxy / wxx };
  return slope < 0 ? { base: wy / w, slope: 0 } : { base, slope };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / US_PER_MS;
}
