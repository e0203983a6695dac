/**
 * The ceiling of a transport between two threads, `node dist/bench/micro/live-transport.js`: messages a second by ports, one
 * object each or 64 as one array, and by a ring with the codec of live runs, shown singly or 64 at once. One way: as fast as
 * the receiver takes them. Echo: each batch is answered before the next is sent.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import Table from 'cli-table3';
import { Vocabulary } from '../../harness/live/codec.ts';
import { Doorbell } from '../../harness/live/doorbell.ts';
import { Encoder } from '../../harness/live/encoder.ts';
import { RingReader } from '../../harness/live/ring-reader.ts';
import { RingWriter } from '../../harness/live/ring-writer.ts';
import { ringMemory } from '../../harness/live/ring.ts';
import type { PeerStart } from './live-transport-peer.ts';

const BATCH = 64;
const RING_BYTES = 1 << 20;
const REPETITIONS = 5;
const WAIT_MS = 5000;

/** What a leader sends most. */
const MESSAGE = {
  type: 'accept',
  ballot: 3,
  slot: 123_456,
  batch: [{ client: 17, seq: 4711, op: { bytes: 64, kind: 'put', key: 'k123', value: '17.4711' } }],
  chosenBelow: 123_400,
};

interface Way {
  readonly name: string;
  readonly transport: 'port' | 'ring';
  /** Messages that are sent, or shown, as one. */
  readonly together: number;
  readonly echo: boolean;
  readonly count: number;
}

const WAYS: readonly Way[] = [
  { name: 'port, an object each', transport: 'port', together: 1, echo: false, count: 60_000 },
  { name: 'port, 64 in an array', transport: 'port', together: BATCH, echo: false, count: 192_000 },
  { name: 'ring, shown singly', transport: 'ring', together: 1, echo: false, count: 192_000 },
  { name: 'ring, 64 at once', transport: 'ring', together: BATCH, echo: false, count: 384_000 },
  { name: 'port, an object each', transport: 'port', together: 1, echo: true, count: 6_000 },
  { name: 'port, 64 in an array', transport: 'port', together: BATCH, echo: true, count: 64_000 },
  { name: 'ring, shown singly', transport: 'ring', together: 1, echo: true, count: 12_000 },
  { name: 'ring, 64 at once', transport: 'ring', together: BATCH, echo: true, count: 128_000 },
];

/** Messages a second. */
async function perSecond(way: Way): Promise<number> {
  return (way.count * 1000) / (way.transport === 'port' ? await byPort(way) : await byRing(way));
}

async function peer(workerData: PeerStart): Promise<Worker> {
  const worker = new Worker(new URL('./live-transport-peer.js', import.meta.url), { workerData });
  await once(worker, 'online');
  return worker;
}

async function byPort({ together, echo, count }: Way): Promise<number> {
  const worker = await peer({ count, echo, ring: undefined });
  const letter = together === 1 ? MESSAGE : Array.from({ length: together }, () => structuredClone(MESSAGE));
  // The peer is ready once it has loaded its modules: the first message would wait for that.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const start = performance.now();
  if (echo) {
    for (let sent = 0; sent < count; sent += together) {
      worker.postMessage(letter);
      await once(worker, 'message');
    }
  } else {
    for (let sent = 0; sent < count; sent += together) worker.postMessage(letter);
    await once(worker, 'message');
  }
  const took = performance.now() - start;
  await worker.terminate();
  return took;
}

async function byRing({ together, echo, count }: Way): Promise<number> {
  const [there, back] = [ringMemory(RING_BYTES), ringMemory(RING_BYTES)];
  const [mine, theirs] = [new Doorbell(), new Doorbell()];
  const encoder = new Encoder(new Vocabulary());
  const vocabulary = new Vocabulary();
  new Encoder(vocabulary).value(MESSAGE);
  const worker = await peer({
    count,
    echo,
    ring: { there, back, mine: theirs.memory, other: mine.memory, vocabulary: vocabulary.since(0) },
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const writer = new RingWriter(there, theirs);
  const reader = new RingReader(back, theirs);
  const answers = echo ? count : 1;
  let answered = 0;
  const wait = (ready: () => boolean) => {
    if (mine.sleep(WAIT_MS, ready) === 'timed-out') throw new Error('the other thread does not answer');
  };
  const start = performance.now();
  for (let sent = 0; sent < count;) {
    for (let i = 0; i < together; i++) {
      encoder.begin(0);
      encoder.value(MESSAGE);
      writer.write(encoder.bytes, 0, encoder.length);
    }
    sent += together;
    writer.publish();
    while (writer.backlogBytes > 0) {
      if (!writer.canDrain) wait(() => writer.canDrain);
      writer.publish();
    }
    while (echo && answered < sent) {
      answered += reader.read(() => {});
      if (answered < sent) wait(() => reader.ready);
    }
  }
  while (answered < answers) {
    answered += reader.read(() => {});
    if (answered < answers) wait(() => reader.ready);
  }
  const took = performance.now() - start;
  await worker.terminate();
  return took;
}

const rows = new Table({ head: ['way', '', 'messages/s, median', 'least', 'most'], style: { head: [], border: [] } });
for (const way of WAYS) {
  const rates: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) rates.push(await perSecond(way));
  rates.sort((a, b) => a - b);
  const text = (rate: number) => Math.round(rate).toLocaleString('en-US');
  rows.push([
    way.name,
    way.echo ? 'echo' : 'one way',
    ...[rates[REPETITIONS >> 1]!, rates[0]!, rates.at(-1)!].map(text),
  ]);
}
process.stdout.write(`${rows.toString()}\n`);
