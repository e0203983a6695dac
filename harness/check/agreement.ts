/** Agreement: no two nodes ever commit different batches in one slot, over all time and all restarts. Neutral to the protocol. */
import { InvariantViolation } from '../../algorithms/assert.ts';
import { FIRST_SLOT, type Batch, type NodeId } from '../../algorithms/contract.ts';

export class Agreement {
  /** What was committed, from slot `base` on. */
  private batches: Batch[] = [];
  private base = FIRST_SLOT;

  /** True if `slot` is committed for the first time. */
  onCommit(node: NodeId, slot: number, batch: Batch): boolean {
    const index = slot - this.base;
    if (index === this.batches.length) {
      this.batches.push(batch);
      return true;
    }
    const chosen = this.batches[index];
    if (chosen === undefined) {
      throw new InvariantViolation(
        'AppliedPrefix',
        `node ${node} commits slot ${slot} before any node has committed the slot below`,
      );
    }
    if (chosen !== batch && !sameBatch(chosen, batch)) {
      throw new InvariantViolation(
        'Agreement',
        `slot ${slot} was committed as ${formatBatch(chosen)}, and node ${node} commits ${formatBatch(batch)}`,
      );
    }
    return false;
  }

  /** The next slot that nobody has committed. */
  get nextSlot(): number {
    return this.base + this.batches.length;
  }

  /** No node will ever commit a slot below `slot` again. */
  forget(slot: number): void {
    if (slot <= this.base) return;
    this.batches = this.batches.slice(slot - this.base);
    this.base = slot;
  }
}

function sameBatch(a: Batch, b: Batch): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i]!.client !== b[i]!.client || a[i]!.seq !== b[i]!.seq) return false;
  return true;
}

/** As people read it: `[client.seq …]`, `no-op`. */
export function formatBatch(batch: Batch): string {
  if (batch.length === 0) return 'no-op';
  return `[${batch.map((command) => `${command.client}.${command.seq}`).join(' ')}]`;
}
