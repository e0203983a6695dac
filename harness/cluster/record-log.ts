/**
 * How records lie in a log file: a head with two marks, then one frame per record.
 *
 *     head   "QBLOG001" · mark A · mark B          56 bytes
 *     mark   generation u32 · records u32 · bytes u64 · CRC-32C u32 + 4 bytes 0, of which the one with the higher
 *            generation counts: all records below `records`, which end at `bytes`, have been flushed and may be acknowledged
 *     frame  length u32 · number u32 · CRC-32C of both and the payload u32 · payload (JSON, UTF-8)
 *
 * A frame that is broken behind the mark was never acknowledged: it is torn, and it is dropped with all behind it. A frame
 * that is broken below the mark was acknowledged: others rely on it, so the log is damaged, and whoever reads it must not
 * start (Alagappan et al., *Protocol-Aware Recovery*, FAST 2018: to take the second for the first loses committed data).
 */
import { crc32c } from './crc32c.ts';

const MAGIC = new TextEncoder().encode('QBLOG001');
const MARK_BYTES = 24;
const HEAD_BYTES = MAGIC.length + 2 * MARK_BYTES;
const FRAME_HEAD_BYTES = 12;

export type DecodedLog =
  | {
      readonly kind: 'whole';
      readonly records: readonly unknown[];
      /** Bytes of a torn tail that were dropped. */
      readonly droppedBytes: number;
    }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The bytes of a log of which the first `acknowledged` records have been flushed. */
export function encodeLog(records: readonly unknown[], acknowledged: number): Uint8Array {
  const frames = records.map((record, number) => encodeFrame(record, number));
  const flushedBytes = frames.slice(0, acknowledged).reduce((sum, frame) => sum + frame.length, HEAD_BYTES);
  const total = frames.reduce((sum, frame) => sum + frame.length, HEAD_BYTES);
  const bytes = new Uint8Array(total);
  bytes.set(MAGIC);
  // The marks take turns, so that a mark torn in writing leaves the one before. Here both are up to date.
  writeMark(bytes, MAGIC.length, 1, acknowledged, flushedBytes);
  writeMark(bytes, MAGIC.length + MARK_BYTES, 2, acknowledged, flushedBytes);
  let at = HEAD_BYTES;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}

/** The records of a log; or that it is damaged, and why. Never anything else than what was written. */
export function decodeLog(bytes: Uint8Array): DecodedLog {
  if (bytes.length < HEAD_BYTES) return damaged(`the head is cut off after ${bytes.length} bytes`);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) return damaged('this is no log: its first bytes are others');
  const marks = [readMark(bytes, MAGIC.length), readMark(bytes, MAGIC.length + MARK_BYTES)].filter(
    (mark) => mark !== undefined,
  );
  if (marks.length === 0) return damaged('both marks are broken');
  const mark = marks.reduce((a, b) => (b.generation > a.generation ? b : a));
  if (bytes.length < mark.bytes) return damaged(`${mark.bytes} bytes were flushed, ${bytes.length} are there`);
  const records: unknown[] = [];
  let at = HEAD_BYTES;
  for (;;) {
    const frame = at === bytes.length ? undefined : readFrame(bytes, at, records.length);
    if (frame === undefined) break;
    records.push(frame.record);
    at = frame.end;
  }
  if (records.length < mark.records) return damaged(`record ${records.length} was acknowledged, and is broken`);
  return { kind: 'whole', records, droppedBytes: bytes.length - at };
}

function damaged(reason: string): DecodedLog {
  return { kind: 'damaged', reason };
}

/** One record, to be appended as the `number`-th. */
export function encodeFrame(record: unknown, number: number): Uint8Array {
  const payload = new TextEncoder().encode(JSON.stringify(record));
  const frame = new Uint8Array(FRAME_HEAD_BYTES + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, payload.length);
  view.setUint32(4, number);
  frame.set(payload, FRAME_HEAD_BYTES);
  view.setUint32(8, checksumOf(frame, 0, frame.length));
  return frame;
}

function readFrame(bytes: Uint8Array, at: number, number: number): { record: unknown; end: number } | undefined {
  if (at + FRAME_HEAD_BYTES > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = at + FRAME_HEAD_BYTES + view.getUint32(at);
  if (end > bytes.length || view.getUint32(at + 4) !== number) return undefined;
  if (view.getUint32(at + 8) !== checksumOf(bytes, at, end)) return undefined;
  const payload = new TextDecoder().decode(bytes.subarray(at + FRAME_HEAD_BYTES, end));
  return { record: JSON.parse(payload) as unknown, end };
}

/**
 * To be written over `at` once all records below `records`, which end at `flushedBytes`, have been flushed. The `generation`
 * is one more than that of the mark before; {@link encodeLog} leaves 2.
 */
export function encodeMark(
  generation: number,
  records: number,
  flushedBytes: number,
): { readonly at: number; readonly mark: Uint8Array } {
  const mark = new Uint8Array(MARK_BYTES);
  writeMark(mark, 0, generation, records, flushedBytes);
  return { at: MAGIC.length + (generation % 2 === 1 ? 0 : MARK_BYTES), mark };
}

/** Of a frame without its checksum. */
function checksumOf(bytes: Uint8Array, at: number, end: number): number {
  return crc32c(bytes, at + FRAME_HEAD_BYTES, end, crc32c(bytes, at, at + 8));
}

function writeMark(bytes: Uint8Array, at: number, generation: number, records: number, flushedBytes: number): void {
  const view = new DataView(bytes.buffer);
  view.setUint32(at, generation);
  view.setUint32(at + 4, records);
  view.setBigUint64(at + 8, BigInt(flushedBytes));
  view.setUint32(at + 16, crc32c(bytes, at, at + 16));
}

function readMark(bytes: Uint8Array, at: number): { generation: number; records: number; bytes: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (view.getUint32(at + 16) !== crc32c(bytes, at, at + 16) || view.getUint32(at + 20) !== 0) return undefined;
  return {
    generation: view.getUint32(at),
    records: view.getUint32(at + 4),
    bytes: Number(view.getBigUint64(at + 8)),
  };
}
