/**
 * The network of the explorer: the set of all messages ever sent, any of which may be delivered at any time, any number of
 * times. So loss (never), duplication (again) and reordering need no actions of their own. Sets are numbered.
 */
import { RowSet } from './row-set.ts';
import type { Transition } from './turns.ts';

const FIRST_WORDS = 4;

export class Mail {
  private sets = new RowSet(FIRST_WORDS);
  private buffer = new Int32Array(FIRST_WORDS);
  private lookups = 0;

  constructor() {
    this.sets.add(this.buffer);
  }

  get bytes(): number {
    return this.sets.bytes + this.lookups * 40;
  }

  /** Number of the empty set. */
  get empty(): number {
    return 0;
  }

  /** The set after `transition`, whose messages are added. */
  after(set: number, { messages, mailAfter }: Transition): number {
    if (messages.length === 0) return set;
    let result = mailAfter.get(set);
    if (result === undefined) {
      result = this.with(set, messages);
      mailAfter.set(set, result);
      this.lookups++;
    }
    return result;
  }

  private with(set: number, messages: readonly number[]): number {
    const most = Math.max(...messages);
    while (most >= this.sets.width * 32) this.widen();
    this.sets.read(set, this.buffer);
    for (const message of messages) this.buffer[message >>> 5]! |= 1 << (message & 31);
    const added = this.sets.add(this.buffer);
    return added === -1 ? this.sets.indexOf(this.buffer) : added;
  }

  /** The members of `set`, ascending, into `list`; how many there are. */
  members(set: number, list: number[]): number {
    this.sets.read(set, this.buffer);
    let count = 0;
    for (let word = 0; word < this.buffer.length; word++) {
      for (let rest = this.buffer[word]!; rest !== 0; rest &= rest - 1) {
        list[count++] = word * 32 + 31 - Math.clz32(rest & -rest);
      }
    }
    return count;
  }

  /** Rows keep their numbers. */
  private widen(): void {
    const wider = new RowSet(this.sets.width * 2);
    const row = new Int32Array(wider.width);
    for (let set = 0; set < this.sets.size; set++) {
      this.sets.read(set, row);
      wider.add(row);
    }
    this.sets = wider;
    this.buffer = new Int32Array(wider.width);
  }
}
