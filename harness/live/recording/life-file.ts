/** Reads what `LifeRecorder` wrote, from one checkpoint to the next. */
import { UserError } from '../../user-error.ts';
import { Decoder } from '../decoder.ts';
import { readBlocks, type BlocksRead } from './block-file.ts';
import type { Checkpoint, EndItem, Given, Input, Item, LifeItem } from './items.ts';
import { WORDS } from './life-recorder.ts';

/** What came between two checkpoints. */
export interface Segment {
  readonly items: readonly (Input | Given)[];
  /** Behind them. */
  readonly checkpoint: Checkpoint;
  /** Of the last segment of a life that was written to its end. */
  readonly end: EndItem | undefined;
}

export class LifeFile {
  private readonly path: string;
  private readonly read: BlocksRead;

  /** @throws UserError for a file that is damaged */
  constructor(path: string) {
    this.path = path;
    this.read = readBlocks(path);
  }

  /** Bytes of a torn block at the end, which is not read. */
  get tornBytes(): number {
    return this.read.tornBytes;
  }

  /** In order, decoded as they are asked for. @throws UserError for a file that is of another life */
  *segments(expected: Omit<LifeItem, 'type'>): Generator<Segment> {
    const decoder = new Decoder();
    let isFirst = true;
    for (const block of this.read.blocks) {
      if (block[0] === WORDS) {
        decoder.learn(block, 1, block.length);
        continue;
      }
      const items = itemsOf(decoder, block);
      if (isFirst) this.check(items.shift() as LifeItem, expected);
      isFirst = false;
      const end = items.at(-1)!.type === 'end' ? (items.pop() as EndItem) : undefined;
      const checkpoint = items.pop() as Checkpoint;
      yield { items: items as (Input | Given)[], checkpoint, end };
    }
  }

  private check(found: LifeItem, { trial, node, life }: Omit<LifeItem, 'type'>): void {
    if (found.trial === trial && found.node === node && found.life === life) return;
    throw new UserError(
      `${this.path} is life ${found.life} of node ${found.node} in trial ${found.trial}, not life ${life} of node ${node} in ${trial}; take the files as they were recorded`,
    );
  }
}

function itemsOf(decoder: Decoder, block: Uint8Array): Item[] {
  const items: Item[] = [];
  decoder.begin(block, 0);
  while (decoder.position < block.length) items.push(decoder.value() as Item);
  return items;
}
