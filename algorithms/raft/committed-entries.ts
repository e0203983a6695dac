/** The ghost of what is committed: StateMachineSafety and LeaderCompleteness of invariants.ts. */
import type { Batch, NodeId } from '../contract.ts';
import { FIRST_SLOT } from '../contract.ts';
import { InvariantViolation } from '../assert.ts';
import { lastIndex, termAt, type Log } from './log.ts';
import { sameBatch } from './log-matching.ts';

/** `committed[i] = (entry, commitTerm)`, as columns by index - base - 1. */
export class CommittedEntries {
  private base = 0;
  private batches: Batch[] = [];
  /** The term of the entry. */
  private entryTerms: number[] = [];
  /** The term of the leader that committed it first. */
  private commitTerms: number[] = [];
  private readonly applied: number[] = [];

  constructor(nodes: number) {
    for (let node = 0; node < nodes; node++) this.applied.push(FIRST_SLOT - 1);
  }

  onStart(node: NodeId, slot: number): void {
    this.applied[node] = slot - 1;
  }

  onApply(node: NodeId, slot: number, batch: Batch): void {
    if (slot !== this.applied[node]! + 1) {
      throw new InvariantViolation('StateMachineSafety', `node ${node} applies ${slot} after ${this.applied[node]!}`);
    }
    this.applied[node] = slot;
    const position = slot - this.base - 1;
    if (position < 0) return;
    if (position === this.batches.length) this.batches.push(batch);
    else if (position > this.batches.length || !sameBatch(this.batches[position]!, batch)) {
      throw new InvariantViolation(
        'StateMachineSafety',
        `node ${node} applies another batch at ${slot} than was applied there`,
      );
    }
  }

  /** `node` knows `index`, of `entryTerm`, as committed; `leaderTerm` is its term if it leads and may decide so itself. */
  onCommit(node: NodeId, index: number, entryTerm: number, leaderTerm: number | undefined): void {
    const position = index - this.base - 1;
    if (position < 0) return;
    if (position < this.entryTerms.length) {
      if (this.entryTerms[position] === entryTerm) return;
      const terms = `term ${entryTerm}, committed is the one of term ${this.entryTerms[position]!}`;
      throw new InvariantViolation('StateMachineSafety', `node ${node} commits at ${index} the entry of ${terms}`);
    }
    if (leaderTerm === undefined || position > this.entryTerms.length) {
      throw new InvariantViolation(
        'StateMachineSafety',
        `node ${node} commits ${index}, which no leader has committed`,
      );
    }
    this.entryTerms.push(entryTerm);
    this.commitTerms.push(leaderTerm);
  }

  /**
   * Leader Completeness (§5.4): the log of the leader of `term` holds what was committed in earlier terms. The guard is
   * part of the property: a deposed leader may still commit, in its own earlier term, what it had replicated, but an entry
   * committed in a later term than `term` is none of this leader's business. The last such entry stands for all before it,
   * by Log Matching.
   */
  checkCompleteness(node: NodeId, term: number, log: Log): void {
    let position = this.commitTerms.length - 1;
    while (position >= 0 && this.commitTerms[position]! >= term) position--;
    if (position < 0) return;
    const index = this.base + 1 + position;
    const entryTerm = this.entryTerms[position]!;
    if (index <= log.baseIndex || (index <= lastIndex(log) && termAt(log, index) === entryTerm)) return;
    const entry = `entry ${index} of term ${entryTerm}, committed in term ${this.commitTerms[position]!}`;
    throw new InvariantViolation('LeaderCompleteness', `node ${node} leads term ${term} without ${entry}`);
  }

  /** Drops what stands up to and with `index`. */
  forget(index: number): void {
    const dropped = index - this.base;
    if (dropped <= 0) return;
    this.batches.splice(0, dropped);
    this.entryTerms.splice(0, dropped);
    this.commitTerms.splice(0, dropped);
    this.base = index;
  }
}
