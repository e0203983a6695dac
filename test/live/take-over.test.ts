/** A thread that was killed leaves its rings as they are: whoever takes its place goes on with whole frames. */
import { describe, expect, it } from 'vitest';
import { Doorbell } from '../../harness/live/doorbell.ts';
import { RingReader } from '../../harness/live/ring-reader.ts';
import { RingWriter } from '../../harness/live/ring-writer.ts';
import { ringMemory } from '../../harness/live/ring.ts';

const bell = new Doorbell();
const LARGE = new Uint8Array(100).fill(7);

function ring() {
  const memory = ringMemory(64);
  return {
    writer: () => new RingWriter(memory, bell),
    reader: () => new RingReader(memory, bell),
  };
}

function send(writer: RingWriter, ...bytes: number[]): void {
  writer.write(Uint8Array.from(bytes));
  writer.publish();
}

function received(reader: RingReader): number[][] {
  const frames: number[][] = [];
  reader.read((bytes, start, end) => frames.push([...bytes.subarray(start, end)]));
  return frames;
}

describe('a ring of which one thread was killed', () => {
  it('loses what the writer had not shown, and goes on with what the next one shows', () => {
    const { writer, reader } = ring();
    const [first, there] = [writer(), reader()];
    send(first, 1);
    first.write(Uint8Array.of(2));
    const second = writer();
    send(second, 3);
    expect(received(there)).toEqual([[1], [3]]);
  });

  it('drops the beginning of a frame that the killed writer did not end', () => {
    const { writer, reader } = ring();
    const [first, there] = [writer(), reader()];
    first.write(LARGE);
    first.publish();
    expect(received(there)).toEqual([]);
    const second = writer();
    send(second, 4, 5);
    expect(received(there)).toEqual([[4, 5]]);
  });

  it('leaves unread what came for the killed reader', () => {
    const { writer, reader } = ring();
    const [there, first] = [writer(), reader()];
    send(there, 1);
    expect(received(first)).toEqual([[1]]);
    send(there, 2);
    const second = reader();
    send(there, 3);
    expect(received(second)).toEqual([[3]]);
  });

  it('skips the rest of a frame of which the killed reader had the beginning', () => {
    const { writer, reader } = ring();
    const [there, first] = [writer(), reader()];
    there.write(LARGE);
    there.publish();
    expect(received(first)).toEqual([]);
    const second = reader();
    for (let i = 0; i < 4; i++) {
      there.publish();
      expect(received(second)).toEqual([]);
    }
    send(there, 6);
    expect(received(second)).toEqual([[6]]);
  });
});
