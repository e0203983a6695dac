/**
 * Agreement and the commit-order witness for a live run, whose commits and replies come from several threads.
 *
 * Clients' events are in real-time order, as one thread sees them all. The log is pulled only as far as the next reply needs:
 * what is committed before a reply's command cannot have been invoked after the reply, so no command is taken too soon.
 */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Command, NodeId } from '../../algorithms/contract.ts';
import { FIRST_SLOT } from '../../algorithms/contract.ts';
import { CommitOrderWitness } from '../check/commit-order-witness.ts';
import { HistorySample } from '../check/history-sample.ts';
import { Fifo } from '../cluster/fifo.ts';
import type { KvResult } from '../cluster/key-value.ts';

const SAMPLED_EVENTS = 600;

interface ClientEvent {
  readonly command: Command;
  /** `undefined`: an invocation. */
  readonly result: KvResult | undefined;
}

export class CommitChecker {
  readonly sample = new HistorySample(SAMPLED_EVENTS);
  private readonly witness = new CommitOrderWitness();
  /** By slot from `base`: client and seq of each command, flat. Slots that no node will commit again are dropped. */
  private log: (readonly number[])[] = [];
  private base = FIRST_SLOT;
  /** By node: the next slot that it commits. */
  private readonly next: number[];
  private forgettable = FIRST_SLOT;
  private pulled = FIRST_SLOT;
  private readonly events = new Fifo<ClientEvent>();
  /** By client: its invoked commands that the witness has not executed. */
  private readonly invoked: Command[][] = [];
  private readonly executed: number[] = [];

  constructor(nodes: number) {
    this.next = new Array<number>(nodes).fill(FIRST_SLOT);
  }

  /** A node starts from its durable snapshot of all slots below `slot`, and will commit from there on. */
  onStart(node: NodeId, slot: number): void {
    this.next[node] = slot;
  }

  /** The next slot that no node has committed. */
  get nextSlot(): number {
    return this.base + this.log.length;
  }

  /** What a single copy holds after all that is committed. @throws InvariantViolation */
  state(): ReadonlyMap<string, string> {
    while (this.pullOne());
    return this.witness.state;
  }

  /** Every node holds a durable snapshot of all slots below `slot`: none will commit them again. */
  forgetBelow(slot: number): void {
    this.forgettable = slot;
  }

  onInvoke(command: Command): void {
    const { client } = command;
    while (this.invoked.length <= client) {
      this.invoked.push([]);
      this.executed.push(0);
    }
    this.invoked[client]!.push(command);
    this.sample.onInvoke(client, command);
    this.events.push({ command, result: undefined });
  }

  onReply(command: Command, result: KvResult): void {
    this.sample.onDone(command.client, result);
    this.events.push({ command, result });
  }

  /** One slot of a node's log: client and seq of each command, flat. @throws InvariantViolation */
  onCommit(node: NodeId, slot: number, pairs: readonly number[]): void {
    if (slot !== this.next[node]) {
      throw new InvariantViolation(
        'AppliedPrefix',
        `node ${node} commits slot ${slot}, its next is ${this.next[node]}`,
      );
    }
    this.next[node] = slot + 1;
    if (slot > this.nextSlot) {
      throw new InvariantViolation('AppliedPrefix', `node ${node} commits slot ${slot}, and nobody the one below`);
    }
    const chosen = this.log[slot - this.base];
    if (chosen === undefined) this.log.push(pairs);
    else if (!areEqual(chosen, pairs)) {
      throw new InvariantViolation(
        'Agreement',
        `slot ${slot} was committed as [${chosen.join(' ')}], and node ${node} commits [${pairs.join(' ')}]`,
      );
    }
  }

  /** Checks every reply whose command is in the log by now. @throws InvariantViolation */
  check(): void {
    while (this.events.length > 0) {
      const { command, result } = this.events.first;
      if (result === undefined) this.witness.onInvoke(command.client);
      else {
        if (!this.pullUntil(command)) break;
        this.witness.onReply(command.client, command.seq, result);
      }
      this.events.shift();
    }
    this.forget();
  }

  /** At the end, when all threads have reported all that they committed. @throws InvariantViolation */
  finish(): void {
    this.check();
    if (this.events.length === 0) return;
    const { client, seq } = this.events.first.command;
    throw new InvariantViolation('AckedDurable', `command ${client}.${seq} was answered, and no node has committed it`);
  }

  /** Executes the log up to the command; false if it is not there yet. */
  private pullUntil({ client, seq }: Command): boolean {
    while (this.executed[client]! < seq) if (!this.pullOne()) return false;
    return true;
  }

  /** Executes the next slot of the log; false if there is none. */
  private pullOne(): boolean {
    const pairs = this.log[this.pulled - this.base];
    if (pairs === undefined) return false;
    this.pulled++;
    for (let i = 0; i < pairs.length; i += 2) this.execute(pairs[i]!, pairs[i + 1]!);
    return true;
  }

  private execute(client: number, seq: number): void {
    if (seq <= (this.executed[client] ?? 0)) return;
    const command = this.invoked[client]?.shift();
    if (command?.seq !== seq) {
      throw new InvariantViolation(
        'Validity',
        `command ${client}.${seq} is committed, and is not what the client sent`,
      );
    }
    this.executed[client] = seq;
    this.witness.onFirstCommit([command]);
  }

  private forget(): void {
    // What a node shows of its snapshot may be ahead of what is read here of its commits.
    const done = Math.min(this.pulled, this.forgettable, ...this.next);
    if (done - this.base < 1024) return;
    this.log = this.log.slice(done - this.base);
    this.base = done;
  }
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
