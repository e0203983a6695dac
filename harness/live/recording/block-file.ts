/**
 * A file that only grows, one checksummed block after the other, each written by one call.
 *
 *     block   length u32 · number u32 · CRC-32C of the payload u32 · CRC-32C of these three u32 · payload
 *
 * Whoever writes may be killed between two blocks or, on a full disk, within one: a block that the end of the file cuts off
 * is torn, and dropped. Any other block that is not as it was written is damage. Nothing is flushed to the disk: a recording
 * is to survive its process, not a loss of power.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { UserError } from '../../user-error.ts';
import { crc32c } from '../../cluster/crc32c.ts';

const HEAD_BYTES = 16;

export class BlockFile {
  private readonly path: string;
  private readonly file: number;
  private blocks = 0;

  /** @throws UserError where there is such a file, or no room for one */
  constructor(path: string) {
    this.path = path;
    this.file = this.guarded(() => openSync(path, 'wx'));
  }

  /** @throws UserError where the disk does not take it */
  append(payload: Uint8Array): void {
    const block = new Uint8Array(HEAD_BYTES + payload.length);
    const view = new DataView(block.buffer);
    view.setUint32(0, payload.length, true);
    view.setUint32(4, this.blocks++, true);
    view.setUint32(8, crc32c(payload, 0, payload.length), true);
    view.setUint32(12, crc32c(block, 0, 12), true);
    block.set(payload, HEAD_BYTES);
    this.guarded(() => {
      for (let done = 0; done < block.length;) done += writeSync(this.file, block, done);
    });
  }

  close(): void {
    closeSync(this.file);
  }

  private guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`cannot record in ${this.path} (${reason}); record into an empty folder on a disk with room`);
    }
  }
}

export interface BlocksRead {
  readonly blocks: readonly Uint8Array[];
  /** Bytes of a torn block at the end. */
  readonly tornBytes: number;
}

/** @throws UserError for a file that is damaged */
export function readBlocks(path: string): BlocksRead {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: Uint8Array[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const number = blocks.length;
    const isHead = view.getUint32(at + 12, true) === crc32c(bytes, at, at + 12);
    if (!isHead || view.getUint32(at + 4, true) !== number) throw damaged(path, number, 'its head');
    const start = at + HEAD_BYTES;
    const end = start + view.getUint32(at, true);
    if (end > bytes.length) break;
    if (view.getUint32(at + 8, true) !== crc32c(bytes, start, end)) throw damaged(path, number, 'its content');
    blocks.push(bytes.subarray(start, end));
    at = end;
  }
  return { blocks, tornBytes: bytes.length - at };
}

function damaged(path: string, block: number, what: string): UserError {
  return new UserError(
    `${path} is damaged: ${what} in block ${block} is not what was written; take a copy that is whole, or record anew`,
  );
}
