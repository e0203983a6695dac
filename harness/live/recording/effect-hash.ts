/** SHA-256 over the effects of one life, in the order made. Equal effects hash equally, wherever the hash is looked at. */
import { createHash } from 'node:crypto';
import { Vocabulary } from '../codec.ts';
import { Encoder } from '../encoder.ts';
import type { Effect } from './items.ts';

const EFFECTS = 0;
/** So much is hashed at once. */
const MOST_BYTES = 1 << 16;
const DIGITS = 16;

export class EffectHash {
  /** Effects so far. */
  count = 0;
  private readonly hash = createHash('sha256');
  private readonly vocabulary = new Vocabulary();
  private readonly encoder = new Encoder(this.vocabulary);
  private known = 0;

  constructor() {
    this.encoder.begin(EFFECTS);
  }

  add(effect: Effect): void {
    this.count++;
    this.encoder.value(effect);
    // The numbers of words and shapes say nothing without them.
    if (this.vocabulary.size > this.known) {
      this.take();
      this.hash.update(this.vocabulary.since(this.known));
      this.known = this.vocabulary.size;
    } else if (this.encoder.length > MOST_BYTES) {
      this.take();
    }
  }

  /** First hex digits, of all effects so far. */
  digest(): string {
    this.take();
    return this.hash.copy().digest('hex').slice(0, DIGITS);
  }

  private take(): void {
    // Without the byte that begins a frame: where frames end is no effect.
    this.hash.update(this.encoder.bytes.subarray(1, this.encoder.length));
    this.encoder.begin(EFFECTS);
  }
}
