/**
 * The commands that clients sent to this node and that are not yet answered: first waiting, then under way in a batch.
 * Here lives the policy that all protocols share: commands per batch, how long a batch waits to fill, batches under way.
 */
import type { Batch, Command, Protocol } from '../../algorithms/contract.ts';
import { Fifo } from './fifo.ts';
import type { BatchTimes, Host, Request } from './host.ts';
import type { KvResult } from './key-value.ts';

export interface ProposalPolicy {
  /** Commands per batch, at most. */
  readonly batch: number;
  /** How long a batch that is not full waits, ms. */
  readonly batchDelayMs: number;
  /** Batches under way at once. */
  readonly window: number;
}

interface BatchUnderWay extends BatchTimes {
  /** Commands of it that are not yet answered. */
  open: number;
}

export class Proposals {
  private readonly policy: ProposalPolicy;
  private readonly host: Host<Protocol>;

  private readonly waiting = new Fifo<Command>();
  private underWay = 0;
  private timerSet = false;
  /** The delay of the batch at the head is over: it goes although it is not full. */
  private delayOver = false;

  // By client, of its pending command; sequence number 0 = none.
  private readonly seqs: number[] = [];
  private readonly requests: (Request | undefined)[] = [];
  /** `undefined` while the command waits. */
  private readonly batches: (BatchUnderWay | undefined)[] = [];

  constructor(policy: ProposalPolicy, host: Host<Protocol>) {
    this.policy = policy;
    this.host = host;
  }

  /** False if it is a repetition of one that is pending here. */
  add(request: Request): boolean {
    const { client, seq } = request.command;
    while (this.seqs.length <= client) {
      this.seqs.push(0);
      this.requests.push(undefined);
      this.batches.push(undefined);
    }
    const pending = this.seqs[client]!;
    if (pending >= seq) return false;
    // The client has gone on without waiting for this node's answer to its last command.
    if (pending !== 0) this.release(client);
    this.seqs[client] = seq;
    this.requests[client] = request;
    this.waiting.push(request.command);
    return true;
  }

  isPending(command: Command): boolean {
    return command.client < this.seqs.length && this.seqs[command.client] === command.seq;
  }

  /** The pending command has been executed. */
  finish(command: Command, result: KvResult): void {
    const { client } = command;
    const batch = this.batches[client];
    const request = this.requests[client]!;
    if (batch !== undefined && batch.open === 1) this.host.batchCommitted(batch);
    this.release(client);
    this.host.reply({ request, result, executedNs: this.host.nowNs(), batch });
  }

  /** The replica gives a command back. False if nobody here waits for it. */
  drop(command: Command): boolean {
    if (!this.isPending(command)) return false;
    this.release(command.client);
    return true;
  }

  onBatchTimer(): void {
    this.timerSet = false;
    this.delayOver = true;
  }

  /** The next batch that may go to the replica now. */
  takeBatch(): Batch | undefined {
    const { policy } = this;
    if (this.underWay >= policy.window) return undefined;
    this.skipDropped();
    const available = this.waiting.length;
    if (available === 0) return undefined;
    if (available < policy.batch && policy.batchDelayMs > 0 && !this.delayOver) {
      if (!this.timerSet) this.host.setTimer('node/batch', policy.batchDelayMs, undefined);
      this.timerSet = true;
      return undefined;
    }
    return this.submit();
  }

  private submit(): Batch {
    const now = this.host.nowNs();
    const times: BatchUnderWay = { submittedNs: now, durableNs: now, open: 0 };
    const batch: Command[] = [];
    while (batch.length < this.policy.batch && this.waiting.length > 0) {
      const command = this.waiting.shift();
      if (!this.isPending(command)) continue;
      this.batches[command.client] = times;
      batch.push(command);
    }
    times.open = batch.length;
    this.underWay++;
    this.delayOver = false;
    if (this.timerSet) this.host.cancelTimer('node/batch', undefined);
    this.timerSet = false;
    this.host.batchSubmitted(times);
    return batch;
  }

  /** Commands whose clients have gone on are no longer worth a slot. */
  private skipDropped(): void {
    while (this.waiting.length > 0 && !this.isPending(this.waiting.first)) this.waiting.shift();
  }

  private release(client: number): void {
    const batch = this.batches[client];
    this.seqs[client] = 0;
    this.requests[client] = undefined;
    this.batches[client] = undefined;
    if (batch !== undefined && --batch.open === 0) this.underWay--;
  }
}
