/** The end of a ring that is written to. */
import type { Doorbell } from './doorbell.ts';
import { BROKEN_OFF, CONTROL_BYTES, copy, GOES_ON, HEAD, HEAD_OF_PIECE_BYTES, roundUp, STARVED, TAIL } from './ring.ts';

/** So much is not held back until the turn ends: the reader has a core of its own to begin on. */
const EAGER_BYTES = 2048;

/** Up to so many words are copied one by one; a view costs more. */
const FEW_WORDS = 64;
const NO_WORDS = new Uint32Array(0);

/** Larger than any frame may be, bytes. */
const FRAME_LIMIT = 2 ** 31;

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
  /** Among what is not shown yet is something that the reader is to be woken for. */
  private urgent = false;
  /** What was copied from last, and the same memory as words. */
  private source: Uint8Array = new Uint8Array(0);
  private sourceWords: Uint32Array = NO_WORDS;
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

  /**
   * The bytes from `start` to below `end` as one frame; they are copied. False if some of it waits for room.
   * @param urgent false: a reader that sleeps may sleep on, and reads it when it wakes for something else
   */
  write(frame: Uint8Array, start = 0, end = frame.length, urgent = true): boolean {
    if (end - start >= FRAME_LIMIT) throw new RangeError(`a frame of ${end - start} bytes; a ring carries below 2 GiB`);
    if (urgent) this.urgent = true;
    const at = this.backlog.length > 0 ? start : this.put(frame, start, end);
    if (at < 0) {
      if (((this.tail - this.published) | 0) > EAGER_BYTES) this.show();
      return true;
    }
    this.backlog.push(frame.slice(at, end));
    this.waitingBytes += end - at;
    return false;
  }

  /** Shows the reader what was written, and wakes it if that is urgent. What waited for room comes first in line, and is. */
  publish(): void {
    while (this.backlog.length > 0) {
      this.urgent = true;
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
      this.copyIn(frame, at, length, place + HEAD_OF_PIECE_BYTES);
      this.words[place >>> 2] = length < left ? (length | GOES_ON) >>> 0 : length;
      this.tail = (this.tail + HEAD_OF_PIECE_BYTES + roundUp(length)) | 0;
      at += length;
      if (at === end && length === left) return -1;
    }
  }

  /** Frames come from the same few arrays, and begin at a word there as they do in the ring. */
  private copyIn(frame: Uint8Array, start: number, length: number, place: number): void {
    const count = (length + 3) >>> 2;
    const from = start >>> 2;
    const source = count > FEW_WORDS || (start & 3) !== 0 ? NO_WORDS : this.wordsOf(frame);
    if (from + count > source.length) copy(frame, start, start + length, this.bytes, place);
    else for (let i = 0, to = place >>> 2; i < count; i++) this.words[to + i] = source[from + i]!;
  }

  /** Empty where they do not begin at a word of the memory. */
  private wordsOf(frame: Uint8Array): Uint32Array {
    if (frame !== this.source) {
      const { buffer, byteOffset, length } = frame;
      this.source = frame;
      this.sourceWords = (byteOffset & 3) === 0 ? new Uint32Array(buffer, byteOffset, length >>> 2) : NO_WORDS;
    }
    return this.sourceWords;
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
    this.urgent = true;
    this.show();
    this.head = Atomics.load(this.control, HEAD);
    return this.capacity - ((this.tail - this.head) | 0);
  }

  private show(): void {
    if (this.tail === this.published) return;
    this.published = this.tail;
    Atomics.store(this.control, TAIL, this.tail);
    if (!this.urgent) return;
    this.urgent = false;
    this.reader.ring();
  }
}
