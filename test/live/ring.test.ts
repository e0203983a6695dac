/** The ring between threads: every frame arrives, once, whole and in order, however small the ring and slow the reader. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { describe, expect, it } from 'vitest';
import { Doorbell } from '../../harness/live/doorbell.ts';
import { RingReader } from '../../harness/live/ring-reader.ts';
import { RingWriter } from '../../harness/live/ring-writer.ts';
import { ringMemory } from '../../harness/live/ring.ts';

function ring(capacity: number) {
  const memory = ringMemory(capacity);
  return { writer: new RingWriter(memory, new Doorbell()), reader: new RingReader(memory, new Doorbell()) };
}

/** A frame that tells its number and length in each byte. */
function frameOf(number: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (number * 31 + length * 7 + i) & 0xff);
}

function readAll(reader: RingReader, most = Infinity): Uint8Array[] {
  const frames: Uint8Array[] = [];
  reader.read((bytes, start, end) => frames.push(bytes.slice(start, end)), most);
  return frames;
}

describe('the ring', () => {
  it('shows nothing of a turn before the turn is published, and then all of it', () => {
    const { writer, reader } = ring(256);
    for (let i = 0; i < 3; i++) expect(writer.write(frameOf(i, i))).toBe(true);
    expect(reader.ready).toBe(false);
    expect(readAll(reader)).toEqual([]);
    writer.publish();
    expect(reader.ready).toBe(true);
    expect(readAll(reader)).toEqual([0, 1, 2].map((i) => frameOf(i, i)));
    expect(reader.ready).toBe(false);
  });

  it('keeps what does not fit at the writer, says so, and delivers it when there is room', () => {
    const { writer, reader } = ring(64);
    const frames = Array.from({ length: 20 }, (_, i) => frameOf(i, 24));
    expect(frames.map((frame) => writer.write(frame)).filter((fitted) => !fitted).length).toBe(18);
    expect(writer.backlogBytes).toBeGreaterThan(17 * 24);
    expect(writer.canDrain).toBe(false);
    const read: Uint8Array[] = [];
    for (let turns = 0; turns < 100 && read.length < frames.length; turns++) {
      read.push(...readAll(reader));
      writer.publish();
    }
    expect(read).toEqual(frames);
    expect(writer.backlogBytes).toBe(0);
  });

  it('rings the writer when there is room again, and only a writer that waits for it', () => {
    const memory = ringMemory(64);
    const rings: string[] = [];
    const bell = (name: string) => Object.assign(new Doorbell(), { ring: () => rings.push(name) });
    const writer = new RingWriter(memory, bell('reader'));
    const reader = new RingReader(memory, bell('writer'));
    writer.write(frameOf(1, 8));
    writer.publish();
    readAll(reader);
    expect(rings).toEqual(['reader']);
    writer.write(frameOf(2, 100));
    readAll(reader);
    expect(rings.filter((name) => name === 'writer').length).toBe(1);
    expect(rings.at(-1)).toBe('writer');
    expect(writer.canDrain).toBe(true);
  });

  it('shows what is not urgent without a ring, and rings for the next that is', () => {
    const memory = ringMemory(64);
    let rings = 0;
    const writer = new RingWriter(memory, Object.assign(new Doorbell(), { ring: () => rings++ }));
    const reader = new RingReader(memory, new Doorbell());
    writer.write(frameOf(1, 8), 0, 8, false);
    writer.publish();
    expect([rings, reader.ready]).toEqual([0, true]);
    writer.write(frameOf(2, 8));
    writer.publish();
    expect(rings).toBe(1);
    expect(readAll(reader)).toEqual([frameOf(1, 8), frameOf(2, 8)]);
  });

  it('rings for what had to wait for room, urgent or not', () => {
    const memory = ringMemory(64);
    let rings = 0;
    const writer = new RingWriter(memory, Object.assign(new Doorbell(), { ring: () => rings++ }));
    const reader = new RingReader(memory, new Doorbell());
    writer.write(frameOf(1, 100), 0, 100, false);
    const before = rings;
    while (writer.backlogBytes > 0) {
      readAll(reader);
      writer.publish();
    }
    expect(readAll(reader)).toEqual([frameOf(1, 100)]);
    expect(rings).toBeGreaterThan(before);
  });

  it('hands over at most as many frames as it is asked for', () => {
    const { writer, reader } = ring(1024);
    for (let i = 0; i < 5; i++) writer.write(frameOf(i, 4));
    writer.publish();
    expect(readAll(reader, 2).length).toBe(2);
    expect(readAll(reader).length).toBe(3);
  });

  it('refuses sizes that its arithmetic cannot hold', () => {
    expect(() => ringMemory(100)).toThrow(/power of two/);
    expect(() => ringMemory(32)).toThrow(/power of two/);
  });

  it('delivers any frames in any interleaving of writing, publishing and reading', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ write: fc.nat(300) }) },
      { weight: 2, arbitrary: fc.constant('publish' as const) },
      { weight: 2, arbitrary: fc.record({ read: fc.integer({ min: 1, max: 6 }) }) },
    );
    fc.assert(
      fc.property(fc.constantFrom(64, 128, 512), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const { writer, reader } = ring(capacity);
        const written: Uint8Array[] = [];
        const read: Uint8Array[] = [];
        for (const each of steps) {
          if (each === 'publish') writer.publish();
          else if ('read' in each) read.push(...readAll(reader, each.read));
          else {
            const frame = frameOf(written.length, each.write);
            writer.write(frame);
            written.push(frame);
          }
        }
        for (let turns = 0; turns < 10_000 && read.length < written.length; turns++) {
          writer.publish();
          read.push(...readAll(reader));
        }
        expect(read).toEqual(written);
        expect(writer.backlogBytes).toBe(0);
      }),
      { seed: 7, numRuns: 80 },
    );
  });
});

/** Files that import each other only, as one: Node 20 loads no TypeScript in threads. */
function moduleOf(...files: string[]): string {
  const folder = join(import.meta.dirname, '../../harness/live');
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8').replace(/^import [^;]*;$/gm, ''));
  const source = sources.join('\n');
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
  const { outputText } = transpileModule(source, { compilerOptions });
  return `data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`;
}

/** Sends back each frame that it gets, until it has had as many as it was told. */
const ECHO = `
  const { workerData } = require('node:worker_threads');
  void (async () => {
    const { Doorbell } = await import(workerData.doorbell);
    const { RingReader, RingWriter } = await import(workerData.ring);
    const [mine, other] = [new Doorbell(workerData.mine), new Doorbell(workerData.other)];
    const reader = new RingReader(workerData.there, other);
    const writer = new RingWriter(workerData.back, other);
    for (let frames = 0; frames < workerData.count || writer.backlogBytes > 0;) {
      frames += reader.read((bytes, start, end) => writer.write(bytes, start, end));
      writer.publish();
      mine.sleep(1000, () => reader.ready || writer.canDrain || (frames === workerData.count && writer.backlogBytes === 0));
    }
  })();
`;

describe('two threads with a ring each way', () => {
  it('exchange thousands of frames larger and smaller than the room, and both fall asleep and wake', async () => {
    const COUNT = 1500;
    const [there, back, mine, theirs] = [ringMemory(1024), ringMemory(512), new Doorbell(), new Doorbell()];
    const workerData = {
      doorbell: moduleOf('doorbell.ts'),
      ring: moduleOf('ring.ts', 'ring-writer.ts', 'ring-reader.ts'),
      mine: theirs.memory,
      other: mine.memory,
      there,
      back,
      count: COUNT,
    };
    const worker = new Worker(ECHO, { eval: true, workerData });
    try {
      await new Promise((resolve) => worker.once('online', resolve));
      const writer = new RingWriter(there, theirs);
      const reader = new RingReader(back, theirs);
      let wrong = 0;
      let received = 0;
      let timeOuts = 0;
      const lengthOf = (number: number) => (number % 50 === 0 ? 3000 : number % 97);
      const onFrame = (bytes: Uint8Array, start: number, end: number) => {
        const expected = frameOf(received, lengthOf(received));
        if (Buffer.compare(bytes.subarray(start, end), expected) !== 0) wrong++;
        received++;
      };
      for (let sent = 0; received < COUNT && timeOuts < 20;) {
        for (let turn = 0; turn < 16 && sent < COUNT; turn++, sent++) writer.write(frameOf(sent, lengthOf(sent)));
        writer.publish();
        if (reader.read(onFrame) > 0 || (sent < COUNT && writer.backlogBytes < 10_000)) continue;
        if (mine.sleep(500, () => reader.ready || writer.canDrain) === 'timed-out') timeOuts++;
      }
      expect({ received, wrong }).toEqual({ received: COUNT, wrong: 0 });
    } finally {
      await worker.terminate();
    }
  });

  it('sleep no longer than they are told', () => {
    const before = performance.now();
    expect(new Doorbell().sleep(20, () => false)).toBe('timed-out');
    expect(performance.now() - before).toBeGreaterThanOrEqual(19);
    expect(new Doorbell().sleep(10_000, () => true)).toBe('ready');
  });
});
