/**
 * One node: a replica, the replicated state machine, the client sessions, local snapshots. The same in simulation and live.
 *
 * It is the replica's `Env`. Batching and the pipelining window live here, once, so that they are the same for every
 * protocol; so do the trimming of the log and the rule that no call re-enters the replica: what a call gives rise to
 * (messages to self, further requests, `forget`) waits until it has returned.
 */
import { InvariantViolation } from '../../algorithms/assert.ts';
import {
  FIRST_SLOT,
  type Algorithm,
  type Batch,
  type Command,
  type CommonOptions,
  type CountedEvent,
  type Env,
  type NodeId,
  type NodeSet,
  type Protocol,
  type Replica,
} from '../../algorithms/contract.ts';
import { StandsStill } from '../stands-still.ts';
import { Fifo } from './fifo.ts';
import type { Envelope, Host, Request } from './host.ts';
import { conflict, type KeyValue, type KvOperation } from './key-value.ts';
import { Proposals, type ProposalPolicy } from './proposals.ts';
import type { Sessions } from './sessions.ts';
import { SNAPSHOT_SLOTS, type DurableSnapshot } from './snapshot.ts';

/** What a node finds on its disk when it starts. */
export interface Storage<P extends Protocol> {
  readonly snapshot: DurableSnapshot;
  readonly records: readonly P['Record'][];
}

/** So many calls into a replica in one event are no work but a circle: what it sends to itself makes it send again. */
const CALLS_IN_ONE_EVENT = 10_000_000;

export class Node<P extends Protocol = Protocol> implements Env<P> {
  readonly self: NodeId;
  readonly nodes: number;
  readonly replica: Replica<P>;
  private readonly host: Host<P>;
  private readonly storage: Storage<P>;
  private readonly snapshotSlots: number;

  // The state machine.
  private readonly state: KeyValue;
  private readonly sessions: Sessions;
  private nextSlot: number;

  // Snapshots and trimming.
  /** Keys written since the last snapshot, some more than once. */
  private changedKeys: string[] = [];
  private snapshotSlot: number;
  /** By node: all slots below are in its durable snapshot, as far as this node has heard. */
  private readonly durableSlots: number[];
  private forgottenSlot = FIRST_SLOT;
  private envelope: Envelope;

  // What waits for the current call to return.
  private readonly selfMessages = new Fifo<P['Message']>();
  private readonly proposals: Proposals;

  constructor(
    algorithm: Algorithm<P, CommonOptions, Replica<P>>,
    options: CommonOptions,
    policy: ProposalPolicy,
    host: Host<P>,
    storage: Storage<P>,
    snapshotSlots: number = SNAPSHOT_SLOTS,
  ) {
    this.self = host.self;
    this.nodes = host.nodes;
    this.host = host;
    this.storage = storage;
    this.snapshotSlots = snapshotSlots;
    const { snapshot } = storage;
    this.state = snapshot.state();
    this.sessions = snapshot.restoredSessions();
    this.nextSlot = snapshot.slot;
    this.snapshotSlot = this.nextSlot;
    this.durableSlots = new Array<number>(host.nodes).fill(FIRST_SLOT);
    this.durableSlots[this.self] = this.nextSlot;
    this.envelope = { durableSlot: this.nextSlot, forgettableSlot: FIRST_SLOT };
    this.proposals = new Proposals(policy, host);
    this.replica = algorithm.create(options, this, (a, b) => conflict(a.op as KvOperation, b.op as KvOperation));
  }

  start(): void {
    this.replica.start({ slot: this.nextSlot, records: this.storage.records });
    this.settle();
  }

  onMessage(from: NodeId, message: P['Message'], envelope: Envelope): void {
    if (envelope.durableSlot > this.durableSlots[from]! || envelope.forgettableSlot > this.envelope.forgettableSlot) {
      this.onEnvelope(from, envelope);
    }
    this.replica.onMessage(from, message);
    this.settle();
  }

  /** A `sendOnceDurable` to this node itself has become due. */
  onSelfMessage(message: P['Message']): void {
    this.replica.onMessage(this.self, message);
    this.settle();
  }

  onTimer(timer: string, key: number | undefined): void {
    if (timer === 'node/batch') this.proposals.onBatchTimer();
    else this.replica.onTimer(timer, key);
    this.settle();
  }

  onRequest(request: Request): void {
    const { command } = request;
    const seen = this.sessions.seen(command.client, command.seq);
    if (seen === 'old') return;
    if (seen === 'last') {
      const result = this.sessions.reply(command.client);
      this.host.reply({ request, result, executedNs: this.host.nowNs(), batch: undefined });
      return;
    }
    if (this.proposals.add(request)) this.settle();
  }

  onSnapshotDurable(slot: number): void {
    this.onEnvelope(this.self, { durableSlot: slot, forgettableSlot: this.envelope.forgettableSlot });
    this.settle();
  }

  /** All slots below are executed here. */
  get executedSlot(): number {
    return this.nextSlot;
  }

  /** The state machine's content: equal where two replicas have executed the same. */
  stateEntries(): ReadonlyMap<string, string> {
    return this.state.entries();
  }

  // Env: what the replica may do.

  send(to: NodeSet, message: P['Message']): void {
    if ((to & (1 << this.self)) !== 0) this.selfMessages.push(message);
    this.host.send(to, message, this.envelope);
  }

  persist(record: P['Record']): void {
    this.host.write(record);
  }

  checkpoint(records: readonly P['Record'][]): void {
    this.host.rewrite(records);
  }

  sendOnceDurable(to: NodeSet, message: P['Message']): void {
    this.host.sendOnceDurable(to, message, this.envelope);
  }

  /** The host's word that a durable send to self need not wait: it is the node's next event. */
  enqueueSelf(message: P['Message']): void {
    this.selfMessages.push(message);
  }

  setTimer(timer: P['Timer'], ms: number, key?: number): void {
    this.host.setTimer(timer, ms, key);
  }

  cancelTimer(timer: P['Timer'], key?: number): void {
    this.host.cancelTimer(timer, key);
  }

  random(): number {
    return this.host.random();
  }

  now(): number {
    return this.host.clockMs();
  }

  count(event: CountedEvent): void {
    this.host.count(event);
  }

  redirect(batch: Batch, leader: NodeId | undefined): void {
    for (let i = 0; i < batch.length; i++) {
      const command = batch[i]!;
      if (this.proposals.drop(command)) this.host.redirect(command, leader);
    }
  }

  commit(slot: number, batch: Batch): void {
    if (slot !== this.nextSlot) {
      throw new InvariantViolation(
        'AppliedPrefix',
        `node ${this.self} commits slot ${slot}, its next is ${this.nextSlot}`,
      );
    }
    this.host.committed(slot, batch);
    this.nextSlot = slot + 1;
    for (let i = 0; i < batch.length; i++) this.execute(batch[i]!);
    if (this.nextSlot - this.snapshotSlot >= this.snapshotSlots) this.takeSnapshot();
  }

  private execute(command: Command): void {
    const { client, seq } = command;
    if (this.sessions.seen(client, seq) === 'new') {
      const op = command.op as KvOperation;
      const result = this.state.apply(op);
      this.sessions.remember(client, seq, result);
      if (op.kind !== 'get') this.changedKeys.push(op.key);
      this.host.applied(command, result);
    }
    if (this.proposals.isPending(command)) this.proposals.finish(command, this.sessions.reply(client));
  }

  private takeSnapshot(): void {
    this.snapshotSlot = this.nextSlot;
    const state = this.state.entries();
    const values = Array.from(new Set(this.changedKeys), (key) => [key, state.get(key) ?? ''] as const);
    this.changedKeys = [];
    this.host.writeSnapshot({ slot: this.nextSlot, values, sessions: this.sessions.takeChanges() });
  }

  /**
   * What every node holds durably may be forgotten. A follower that never hears from the other followers learns it from the
   * leader, which hears from all.
   */
  private onEnvelope(from: NodeId, { durableSlot, forgettableSlot }: Envelope): void {
    if (durableSlot > this.durableSlots[from]!) this.durableSlots[from] = durableSlot;
    let least = durableSlot;
    for (let i = 0; i < this.nodes; i++) if (this.durableSlots[i]! < least) least = this.durableSlots[i]!;
    this.envelope = {
      durableSlot: this.durableSlots[this.self]!,
      forgettableSlot: Math.max(this.envelope.forgettableSlot, forgettableSlot, least),
    };
  }

  /** After each call into the replica: whatever it gave rise to, messages to self first. */
  private settle(): void {
    this.host.stepped(this.replica);
    for (let calls = 0; ; calls++) {
      if (calls === CALLS_IN_ONE_EVENT) throw new StandsStill(this.host.nowNs(), calls, this.talksToItself());
      if (this.selfMessages.length > 0) {
        this.replica.onMessage(this.self, this.selfMessages.shift());
      } else if (this.envelope.forgettableSlot > this.forgottenSlot) {
        this.forgottenSlot = this.envelope.forgettableSlot;
        this.replica.forget(this.forgottenSlot);
      } else {
        const batch = this.proposals.takeBatch();
        if (batch === undefined) break;
        this.replica.onRequest(batch);
      }
      this.host.stepped(this.replica);
    }
  }

  private talksToItself(): string {
    const next = this.selfMessages.length > 0 ? `${this.selfMessages.first.type} to itself` : 'a batch of its own';
    return `${next} at node ${this.self}`;
  }
}
