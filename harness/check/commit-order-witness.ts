/**
 * Linearizability by the commit order: the log itself is offered as the linearization, and three things are checked as the
 * run goes. Each reply is what a single copy executing the log would have given; an operation's position lies above those of
 * all operations that were answered before it was invoked; and each command takes effect once.
 *
 * Linear in the operations, and no history is kept. A violation is a proof; silence means that this order is a witness.
 */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Batch } from '../../algorithms/contract.ts';
import { KeyValue, type KvOperation, type KvResult } from '../cluster/key-value.ts';

export class CommitOrderWitness {
  private readonly copy = new KeyValue();
  /** Commands executed by the single copy. */
  private position = 0;
  /** The highest position that was answered. */
  private answered = 0;

  // By client: its last executed command, and its outstanding operation.
  private readonly seqs: number[] = [];
  private readonly positions: number[] = [];
  private readonly results: KvResult[] = [];
  private readonly floors: number[] = [];

  /** What a single copy holds after all that is committed. */
  get state(): ReadonlyMap<string, string> {
    return this.copy.entries();
  }

  /** A client invokes an operation. */
  onInvoke(client: number): void {
    while (this.seqs.length <= client) {
      this.seqs.push(0);
      this.positions.push(0);
      this.results.push(null);
      this.floors.push(0);
    }
    this.floors[client] = this.answered;
  }

  /** A slot is committed for the first time. */
  onFirstCommit(batch: Batch): void {
    for (let i = 0; i < batch.length; i++) {
      const { client, seq, op } = batch[i]!;
      if (seq <= this.seqs[client]!) continue;
      this.seqs[client] = seq;
      this.positions[client] = ++this.position;
      this.results[client] = this.copy.apply(op as KvOperation);
    }
  }

  /** A client gets the answer to its outstanding operation. */
  onReply(client: number, seq: number, result: KvResult): void {
    if (this.seqs[client] !== seq) {
      throw new InvariantViolation(
        'AckedDurable',
        `client ${client} got an answer to command ${seq}, which is not committed`,
      );
    }
    const position = this.positions[client]!;
    if (position <= this.floors[client]!) {
      throw new InvariantViolation(
        'RealTimeOrder',
        `command ${client}.${seq} took effect at position ${position}, and one at ${this.floors[client]} had been answered before it was invoked`,
      );
    }
    if (this.results[client] !== result) {
      throw new InvariantViolation(
        'Linearizability',
        `command ${client}.${seq} was answered ${JSON.stringify(result)}; the log gives ${JSON.stringify(this.results[client])}`,
      );
    }
    if (position > this.answered) this.answered = position;
  }
}
