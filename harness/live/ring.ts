/**
 * A one-way pipe of byte frames between two threads: a ring in shared memory with one writer and one reader.
 *
 * What is written becomes visible by `publish`, or before that where it is much; a reader that sleeps is woken then, and only
 * then. Nothing is ever dropped: what does not fit waits at the writer, in order, and the reader wakes the writer when there is
 * room again. So neither side blocks the other, and two threads that write to each other cannot lock up.
 *
 *     control   tail (written) · head (read) · starved (the writer waits for room), each in a cache line of its own
 *     piece     u32 length, of which bit 31: the frame goes on in the next piece · the bytes · up to 3 bytes of padding
 *
 * A piece lies in one stretch, so that most frames are read where they lie; a frame that meets the end of the ring, or is
 * larger than the room, comes in several pieces. `tail` and `head` count bytes modulo 2^32.
 *
 * Here is how it lies in memory; its two ends are `RingWriter` and `RingReader`.
 */
export const TAIL = 0;
export const HEAD = 16;
export const STARVED = 32;
export const CONTROL_BYTES = 48 * 4;
/** The reader has part of a frame. */
export const AMID = 33;
export const HEAD_OF_PIECE_BYTES = 4;
export const GOES_ON = 0x80000000;
/** In place of a length: a new writer has taken over, and what the one before had begun is not completed. */
export const BROKEN_OFF = 0x7fffffff;

/** Shared memory for one ring. @param capacityBytes a power of two from 64 to 2^30 */
export function ringMemory(capacityBytes: number): SharedArrayBuffer {
  if (capacityBytes < 64 || capacityBytes > 2 ** 30 || !Number.isInteger(Math.log2(capacityBytes))) {
    throw new RangeError(`a ring of ${capacityBytes} bytes; take a power of two from 64 to ${2 ** 30}`);
  }
  return new SharedArrayBuffer(CONTROL_BYTES + capacityBytes);
}

export function roundUp(bytes: number): number {
  return (bytes + 3) & ~3;
}

/** A view costs more than copying a few bytes does. */
const SHORT = 48;

export function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > SHORT) to.set(from.subarray(start, end), at);
  else for (let i = start; i < end; i++) to[at + i - start] = from[i]!;
}
