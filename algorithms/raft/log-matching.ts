/**
 * Log Matching (§5.3) as a ghost: index and term determine an entry and, through the term of its predecessor, all before
 * it. Each entry that any server ever appends is compared with the first of its index and term; O(1).
 */
import type { Batch, NodeId } from '../contract.ts';
import { invariant, InvariantViolation } from '../assert.ts';
import { FORGOTTEN } from './ghost-log.ts';
import type { Entry } from './messages.ts';

interface Known {
  readonly entry: Entry;
  /** Of the predecessor; {@link FORGOTTEN} if it was not known. */
  readonly previousTerm: number;
}

export class LogMatching {
  private base = 0;
  /** By index - base - 1, the first entry seen there: nearly always the only one. */
  private first: Known[] = [];
  /** Further entries of the same index, of other terms. */
  private readonly others = new Map<number, Known[]>();

  /** `node` appends `entry` behind one of `previousTerm`. */
  check(node: NodeId, entry: Entry, previousTerm: number): void {
    const position = entry.index - this.base - 1;
    if (position < 0) return;
    const known = position < this.first.length ? this.find(this.first[position]!, entry) : undefined;
    if (known === undefined) return this.remember(position, { entry, previousTerm });
    if (known.entry !== entry && !sameBatch(known.entry.batch, entry.batch)) {
      throw new InvariantViolation(
        'LogMatching',
        `node ${node} has another entry ${place(entry)} than was seen before`,
      );
    }
    if (previousTerm === known.previousTerm || previousTerm === FORGOTTEN || known.previousTerm === FORGOTTEN) return;
    const terms = `term ${previousTerm}, elsewhere it follows term ${known.previousTerm}`;
    throw new InvariantViolation('LogMatching', `on node ${node} entry ${place(entry)} follows ${terms}`);
  }

  private find(first: Known, { index, term }: Entry): Known | undefined {
    if (first.entry.term === term) return first;
    return this.others.get(index)?.find((known) => known.entry.term === term);
  }

  private remember(position: number, known: Known): void {
    const { index } = known.entry;
    invariant(
      position <= this.first.length,
      'LogMatching',
      `entry ${index} was appended before any entry ${index - 1}`,
    );
    if (position === this.first.length) this.first.push(known);
    else {
      const others = this.others.get(index);
      if (others === undefined) this.others.set(index, [known]);
      else others.push(known);
    }
  }

  /** Drops what stands up to and with `index`. */
  forget(index: number): void {
    if (index <= this.base) return;
    this.first.splice(0, index - this.base);
    this.base = index;
    for (const other of this.others.keys()) if (other <= index) this.others.delete(other);
  }
}

/** The same commands? Worlds may copy batches, so identity only speeds it up. */
export function sameBatch(a: Batch, b: Batch): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i]!.client !== b[i]!.client || a[i]!.seq !== b[i]!.seq) return false;
  return true;
}

function place(entry: Entry): string {
  return `(index ${entry.index}, term ${entry.term})`;
}
