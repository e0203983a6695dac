/**
 * A trial that keeps, of every operation of its window, where its time went. It listens only: the trace hash is that of the plain
 * trial. Times are integer ns of virtual time.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import type { BatchTimes, Reply, Request } from '../cluster/host.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Trial, type TrialOptions } from '../trial/trial.ts';

/** One attempt of a client at a node. */
export interface Attempt {
  readonly node: NodeId;
  readonly sentNs: number;
  readonly arrivesNs: number;
}

/** A node's word that it is not the one to ask. */
export interface Redirect {
  readonly node: NodeId;
  readonly leader: NodeId | undefined;
  readonly departsNs: number;
}

/** An operation of the window. */
export interface Operation {
  readonly command: Command;
  readonly invokedNs: number;
  /** When it ended, or, if it did not, when the trial did. */
  readonly endedNs: number;
  /** `undefined` if it never ended. */
  readonly answer: Answer | undefined;
}

/** How it was answered; the times rise in this order. */
export interface Answer {
  readonly node: NodeId;
  /** The attempt that was answered left the client, and reached the node. */
  readonly sentNs: number;
  readonly arrivedNs: number;
  /** Its batch was handed to the replica. */
  readonly submittedNs: number;
  /** What the node itself wrote for it was durable, if that was before it was executed. */
  readonly durableNs: number;
  readonly executedNs: number;
  /** The reply left the node. */
  readonly departedNs: number;
  readonly times: BatchTimes | undefined;
}

export class RecordedTrial extends Trial {
  readonly operations: Operation[] = [];
  /** Of the operation that is watched. */
  readonly attempts: Attempt[] = [];
  readonly redirects: Redirect[] = [];
  private readonly watched: Pick<Command, 'client' | 'seq'> | undefined;
  private readonly stragglers = new WeakMap<BatchTimes, NodeId>();
  private readonly repliers = new WeakMap<Reply, NodeId>();

  /** @param watched the operation whose attempts are kept */
  constructor(spec: TrialSpec, options: TrialOptions = {}, watched?: Pick<Command, 'client' | 'seq'>) {
    super(spec, options);
    this.watched = watched;
    if (watched !== undefined) this.listenForAttempts();
  }

  /** The replica whose answer was the last that the batch waited for; the node itself for its own disk. */
  stragglerOf({ times }: Answer): NodeId | undefined {
    return times === undefined ? undefined : this.stragglers.get(times);
  }

  override onBatchCommitted(node: NodeId, times: BatchTimes, straggler: NodeId): void {
    this.stragglers.set(times, straggler);
    super.onBatchCommitted(node, times, straggler);
  }

  override onReply(node: NodeId, reply: Reply, departsAt: number): void {
    this.repliers.set(reply, node);
    super.onReply(node, reply, departsAt);
  }

  override onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    if (this.isWatched(command)) this.redirects.push({ node, leader, departsNs: departsAt });
    super.onRedirect(node, command, leader, departsAt);
  }

  override onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void {
    super.onDone(client, command, invokedNs, reply, departedNs);
    this.keep(command, invokedNs, this.answerOf(reply, departedNs));
  }

  override onUnfinished(client: number, command: Command, invokedNs: number): void {
    super.onUnfinished(client, command, invokedNs);
    this.keep(command, invokedNs, undefined);
  }

  private keep(command: Command, invokedNs: number, answer: Answer | undefined): void {
    const { windowStart, windowEnd, phase } = this.phases;
    const isOpen = phase === 'window';
    if (windowStart === 0 || invokedNs < windowStart || (!isOpen && invokedNs >= windowEnd)) return;
    this.operations.push({ command, invokedNs, endedNs: this.simulator.now, answer });
  }

  /** As the recorder splits it; what is durable later than it is executed was not waited for. */
  private answerOf(reply: Reply, departedNs: number): Answer {
    const { request, executedNs, batch } = reply;
    const durableNs = batch?.durableNs ?? executedNs;
    return {
      node: this.repliers.get(reply)!,
      sentNs: request.sentNs,
      arrivedNs: request.arrivedNs,
      submittedNs: batch?.submittedNs ?? executedNs,
      durableNs: durableNs < executedNs ? durableNs : executedNs,
      executedNs,
      departedNs,
      times: batch,
    };
  }

  private isWatched({ client, seq }: Command): boolean {
    return this.watched?.client === client && this.watched.seq === seq;
  }

  private listenForAttempts(): void {
    for (const machine of this.machines) {
      const addRequest = machine.addRequest.bind(machine);
      machine.addRequest = (at: number, request: Request) => {
        if (this.isWatched(request.command)) {
          this.attempts.push({ node: machine.self, sentNs: request.sentNs, arrivesNs: at });
        }
        addRequest(at, request);
      };
    }
  }
}
