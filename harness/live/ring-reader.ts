/** The end of a ring that is read from. */
import type { Doorbell } from './doorbell.ts';
import {
  AMID,
  BROKEN_OFF,
  CONTROL_BYTES,
  copy,
  GOES_ON,
  HEAD,
  HEAD_OF_PIECE_BYTES,
  roundUp,
  STARVED,
  TAIL,
} from './ring.ts';

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
        continue;
      }
      const length = word & ~GOES_ON;
      const start = place + HEAD_OF_PIECE_BYTES;
      this.head = (this.head + HEAD_OF_PIECE_BYTES + roundUp(length)) | 0;
      const goesOn = word >= GOES_ON;
      if (this.skipping) {
        if (!goesOn) this.endFrame();
      } else {
        if (goesOn || this.partialBytes > 0) {
          this.keep(start, length);
          // The rest may wait for this room.
          this.release();
        }
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
    }
    this.release();
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
