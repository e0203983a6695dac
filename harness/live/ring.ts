/**
 * A one-way pipe of byte frames between two threads: a ring in shared memory with one writer and one reader.
 *
 * What is written becomes visible by `publish`, or before that where it is much; a reader that sleeps is woken then, and only
 * then. Nothing is ever dropped: what does not fit waits at the writer, in order, and the reader wakes the writer when there is room again. So
 * neither side blocks the other, and two threads that write to each other cannot lock up.
 *
 *     control   tail (written) · head (read) · starved (the writer waits for room), each in a cache line of its own
 *     piece     u32 length, of which bit 31: the frame goes on in the next piece · the bytes · up to 3 bytes of padding
 *
 * A piece lies in one stretch, so that most frames are read where they lie; a frame that meets the end of the ring, or is
 * larger than the room, comes in several pieces. `tail` and `head` count bytes modulo 2^32.
 */
import type { Doorbell } from './doorbell.ts';

const TAIL = 0;
const HEAD = 16;
const STARVED = 32;
const CONTROL_BYTES = 48 * 4;
/** The reader has part of a frame. */
const AMID = 33;
const HEAD_OF_PIECE_BYTES = 4;
const GOES_ON = 0x80000000;
/** In place of a length: a new writer has taken over, and what the one before had begun is not completed. */
const BROKEN_OFF = 0x7fffffff;

/** Shared memory for one ring. @param capacityBytes a power of two from 64 to 2^30 */
export function ringMemory(capacityBytes: number): SharedArrayBuffer {
  if (capacityBytes < 64 || capacityBytes > 2 ** 30 || !Number.isInteger(Math.log2(capacityBytes))) {
    throw new RangeError(`a ring of ${capacityBytes} bytes; take a power of two from 64 to ${2 ** 30}`);
  }
  return new SharedArrayBuffer(CONTROL_BYTES + capacityBytes);
}

/** So much is not held back until the turn ends: the reader has a core of its own to begin on. */
const EAGER_BYTES = 2048;

/** Larger than any frame may be, bytes. */
const FRAME_LIMIT = 2 ** 31;

function roundUp(bytes: number): number {
  return (bytes + 3) & ~3;
}

export class RingWriter {
  private readonly control: Int32Array;
  private readonly words: Uint32Array;
  private readonly bytes: Uint8Array;
  private readonly capacity: number;
  private readonly reader: Doorbell;
  /** Up to where it has written; the reader sees what was published. */
  private tail = 0;
  private published = 0;
  /** The reader has read up to here, as far as this side has looked. */
  private head = 0;
  /** Frames, or ends of frames, that await room. */
  private readonly backlog: Uint8Array[] = [];
  private waitingBytes = 0;
  /** Another writer was here before, on a thread that has ended. */
  private takesOver: boolean;

  /** @param reader rung when there is something to read */
  constructor(memory: SharedArrayBuffer, reader: Doorbell) {
    this.control = new Int32Array(memory, 0, CONTROL_BYTES / 4);
    this.words = new Uint32Array(memory, CONTROL_BYTES);
    this.bytes = new Uint8Array(memory, CONTROL_BYTES);
    this.capacity = this.bytes.length;
    this.reader = reader;
    this.tail = Atomics.load(this.control, TAIL);
    this.head = Atomics.load(this.control, HEAD);
    this.published = this.tail;
    this.takesOver = this.tail !== 0 || this.head !== 0;
  }

  /** Bytes of frames that wait at the writer for room. */
  get backlogBytes(): number {
    return this.waitingBytes;
  }

  /** Is there room again for what waits? Then `publish` moves it. */
  get canDrain(): boolean {
    return this.backlog.length > 0 && Atomics.load(this.control, HEAD) !== this.head;
  }

  /** The bytes from `start` to below `end` as one frame; they are copied. False if some of it waits for room. */
  write(frame: Uint8Array, start = 0, end = frame.length): boolean {
    if (end - start >= FRAME_LIMIT) throw new RangeError(`a frame of ${end - start} bytes; a ring carries below 2 GiB`);
    const at = this.backlog.length > 0 ? start : this.put(frame, start, end);
    if (at < 0) {
      if (((this.tail - this.published) | 0) > EAGER_BYTES) this.show();
      return true;
    }
    this.backlog.push(frame.slice(at, end));
    this.waitingBytes += end - at;
    return false;
  }

  /** Shows the reader what was written, and wakes it. What waited for room comes first in line. */
  publish(): void {
    while (this.backlog.length > 0) {
      const frame = this.backlog[0]!;
      const at = this.put(frame, 0, frame.length);
      if (at > 0) this.waitingBytes -= at;
      if (at >= 0) {
        this.backlog[0] = frame.subarray(at);
        break;
      }
      this.waitingBytes -= frame.length;
      this.backlog.shift();
    }
    this.show();
  }

  /** Writes what there is room for; returns where the rest begins, or -1 if all of it fitted. */
  private put(frame: Uint8Array, start: number, end: number): number {
    if (this.takesOver && !this.breakOff()) return start;
    let at = start;
    for (;;) {
      const place = this.tail & (this.capacity - 1);
      const left = end - at;
      const free = this.roomFor(left) - HEAD_OF_PIECE_BYTES;
      if (free < left && free <= 0) return at;
      // At the very end of the ring a piece is a head without bytes.
      const room = Math.min(free, this.capacity - place - HEAD_OF_PIECE_BYTES);
      const length = room < left ? room : left;
      copy(frame, at, at + length, this.bytes, place + HEAD_OF_PIECE_BYTES);
      this.words[place >>> 2] = length < left ? (length | GOES_ON) >>> 0 : length;
      this.tail = (this.tail + HEAD_OF_PIECE_BYTES + roundUp(length)) | 0;
      at += length;
      if (at === end && length === left) return -1;
    }
  }

  /** Tells the reader that a frame begun before is not completed. False if there is no room. */
  private breakOff(): boolean {
    if (this.roomFor(0) < HEAD_OF_PIECE_BYTES) return false;
    this.words[(this.tail & (this.capacity - 1)) >>> 2] = BROKEN_OFF;
    this.tail = (this.tail + HEAD_OF_PIECE_BYTES) | 0;
    this.takesOver = false;
    return true;
  }

  /** Free bytes; looks at what the reader has read only if it needs to. */
  private roomFor(bytes: number): number {
    const wanted = HEAD_OF_PIECE_BYTES + roundUp(bytes);
    let free = this.capacity - ((this.tail - this.head) | 0);
    if (free >= wanted) return free;
    this.head = Atomics.load(this.control, HEAD);
    free = this.capacity - ((this.tail - this.head) | 0);
    if (free >= wanted) return free;
    // Asked before the last look, lest the reader makes room between the look and the asking.
    Atomics.store(this.control, STARVED, 1);
    this.show();
    this.head = Atomics.load(this.control, HEAD);
    return this.capacity - ((this.tail - this.head) | 0);
  }

  private show(): void {
    if (this.tail === this.published) return;
    this.published = this.tail;
    Atomics.store(this.control, TAIL, this.tail);
    this.reader.ring();
  }
}

export class RingReader {
  private readonly control: Int32Array;
  private readonly words: Uint32Array;
  private readonly bytes: Uint8Array;
  private readonly mask: number;
  private readonly writer: Doorbell;
  private head = 0;
  /** Of a frame that comes in pieces: what has come. */
  private partial = new Uint8Array(0);
  private partialBytes = 0;
  /** The reader before had part of a frame: its rest is skipped. */
  private skipping: boolean;

  /**
   * A reader that takes over from one whose thread has ended leaves unread what is there.
   * @param writer rung when there is room again for what did not fit
   */
  constructor(memory: SharedArrayBuffer, writer: Doorbell) {
    this.control = new Int32Array(memory, 0, CONTROL_BYTES / 4);
    this.words = new Uint32Array(memory, CONTROL_BYTES);
    this.bytes = new Uint8Array(memory, CONTROL_BYTES);
    this.mask = this.bytes.length - 1;
    this.writer = writer;
    this.head = Atomics.load(this.control, HEAD);
    this.skipping = Atomics.load(this.control, AMID) === 1;
    if (this.head !== 0) this.read(() => {});
  }

  /** Has something been published that was not read? */
  get ready(): boolean {
    return Atomics.load(this.control, TAIL) !== this.head;
  }

  /**
   * Hands over the frames that are published by now, but at most `most`; returns how many. `onFrame` gets the bytes where
   * they lie, from `start` to below `end`: they hold during the call only.
   */
  read(onFrame: (bytes: Uint8Array, start: number, end: number) => void, most = Infinity): number {
    const tail = Atomics.load(this.control, TAIL);
    let frames = 0;
    while (this.head !== tail && frames < most) {
      const place = this.head & this.mask;
      const word = this.words[place >>> 2]!;
      if (word === BROKEN_OFF) {
        this.head = (this.head + HEAD_OF_PIECE_BYTES) | 0;
        this.endFrame();
        this.release();
        continue;
      }
      const length = word & ~GOES_ON;
      const start = place + HEAD_OF_PIECE_BYTES;
      this.head = (this.head + HEAD_OF_PIECE_BYTES + roundUp(length)) | 0;
      const goesOn = word >= GOES_ON;
      if (this.skipping) {
        if (!goesOn) this.endFrame();
      } else {
        if (goesOn || this.partialBytes > 0) this.keep(start, length);
        if (!goesOn) {
          frames++;
          const end = this.partialBytes;
          if (end === 0) onFrame(this.bytes, start, start + length);
          else {
            this.endFrame();
            onFrame(this.partial, 0, end);
          }
        }
      }
      this.release();
    }
    return frames;
  }

  private endFrame(): void {
    this.partialBytes = 0;
    this.skipping = false;
    Atomics.store(this.control, AMID, 0);
  }

  private keep(start: number, length: number): void {
    if (this.partialBytes === 0) Atomics.store(this.control, AMID, 1);
    const needed = this.partialBytes + length;
    if (needed > this.partial.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.partial.length));
      larger.set(this.partial.subarray(0, this.partialBytes));
      this.partial = larger;
    }
    copy(this.bytes, start, start + length, this.partial, this.partialBytes);
    this.partialBytes = needed;
  }

  private release(): void {
    Atomics.store(this.control, HEAD, this.head);
    if (Atomics.load(this.control, STARVED) === 0) return;
    Atomics.store(this.control, STARVED, 0);
    this.writer.ring();
  }
}

/** A view costs more than copying a few bytes does. */
const SHORT = 48;

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > SHORT) to.set(from.subarray(start, end), at);
  else for (let i = start; i < end; i++) to[at + i - start] = from[i]!;
}
