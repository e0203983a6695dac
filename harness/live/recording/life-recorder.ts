/** Records one life of one replica: its inputs go to a file, block by block, and what they brought about is hashed. */
import { Vocabulary } from '../codec.ts';
import { Encoder } from '../encoder.ts';
import { BlockFile } from './block-file.ts';
import { EffectHash } from './effect-hash.ts';
import type { Effect, EndItem, Given, Input, Item, LifeItem } from './items.ts';

/** The first byte of a block: words and shapes that the items to come use, or items, the last of them a checkpoint. */
export const WORDS = 0;
export const ITEMS = 1;

/** A block has at most so many inputs, about so many bytes, and is at most about so old when it is written. */
const BLOCK_INPUTS = 1000;
const BLOCK_BYTES = 1 << 18;
const BLOCK_NS = 50_000_000;

export class LifeRecorder {
  readonly effects = new EffectHash();
  private readonly file: BlockFile;
  private readonly clock: () => number;
  private readonly vocabulary = new Vocabulary();
  private readonly encoder = new Encoder(this.vocabulary);
  private known = 0;
  private inputs = 0;
  private blockInputs = 0;
  /** When the block that is being filled is to be written. */
  private dueNs: number;

  /** @param clock ns since the start of the run */
  constructor(path: string, life: LifeItem, clock: () => number) {
    this.file = new BlockFile(path);
    this.clock = clock;
    this.dueNs = clock() + BLOCK_NS;
    this.encoder.begin(ITEMS);
    this.add(life);
  }

  nowNs(): number {
    return this.clock();
  }

  /** Before the replica is called. */
  input(input: Input): void {
    if (this.blockInputs === BLOCK_INPUTS || this.encoder.length > BLOCK_BYTES || input.atNs > this.dueNs) {
      this.write();
      this.dueNs = input.atNs + BLOCK_NS;
    }
    this.add(input);
    this.inputs++;
    this.blockInputs++;
  }

  given(type: Given['type'], value: number): number {
    this.add({ type, value });
    return value;
  }

  effect(effect: Effect): void {
    this.effects.add(effect);
  }

  /** @param failure what was thrown, if anything */
  end(failure: string | undefined): void {
    this.write({ type: 'end', failure });
    this.file.close();
  }

  private add(item: Item): void {
    this.encoder.value(item);
  }

  private write(end?: EndItem): void {
    const { inputs, effects, encoder, vocabulary } = this;
    this.add({ type: 'checkpoint', inputs, effects: effects.count, hash: effects.digest() });
    if (end !== undefined) this.add(end);
    if (vocabulary.size > this.known) {
      const words = vocabulary.since(this.known);
      const payload = new Uint8Array(1 + words.length);
      payload[0] = WORDS;
      payload.set(words, 1);
      this.file.append(payload);
      this.known = vocabulary.size;
    }
    this.file.append(encoder.bytes.subarray(0, encoder.length));
    encoder.begin(ITEMS);
    this.blockInputs = 0;
  }
}
