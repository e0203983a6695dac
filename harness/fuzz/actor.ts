/** One node on a stage: its process, what it has written and what of that is durable, and its timers. Nothing takes time. */
import type { Batch, Command, CountedEvent, NodeId, NodeSet, Protocol, Replica } from '../../algorithms/contract.ts';
import type { BatchTimes, Envelope, Host, Reply } from '../cluster/host.ts';
import { Node } from '../cluster/node.ts';
import { DurableSnapshot, type SnapshotChanges } from '../cluster/snapshot.ts';
import { CheckpointEntry, SnapshotEntry } from '../sim/disk.ts';
import { RandomStream } from '../sim/random.ts';
import type { Stage } from './stage.ts';
import { countedInWords, redirectInWords } from './story.ts';

interface Waiting {
  /** It may leave when so many records have become durable in this life. */
  readonly after: number;
  readonly to: NodeSet;
  readonly message: Protocol['Message'];
  readonly envelope: Envelope;
}

export class Actor implements Host<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  node: Node | undefined;
  readonly timers = new Set<string>();
  private readonly stage: Stage;
  private readonly snapshot = new DurableSnapshot();
  private records: object[] = [];
  private written: object[] = [];
  private waiting: Waiting[] = [];
  private writtenCount = 0;
  private durableCount = 0;
  private incarnation = 0;
  private stream: RandomStream | undefined;

  constructor(self: NodeId, nodes: number, stage: Stage) {
    this.self = self;
    this.nodes = nodes;
    this.stage = stage;
  }

  start(): void {
    const { algorithm, options, policy, observer, seed, snapshotSlots } = this.stage;
    this.stream = new RandomStream(seed, `replica/${this.self}/${this.incarnation}`);
    const records = this.records.slice() as Protocol['Record'][];
    const node = new Node(algorithm, options, policy, this, { snapshot: this.snapshot, records }, snapshotSlots);
    this.node = node;
    observer.onStart(this.self, { slot: node.executedSlot, records });
    node.start();
  }

  /** @param survivors records that had reached the platter although nobody knew yet */
  crash(survivors: number): void {
    this.node = undefined;
    this.incarnation++;
    this.timers.clear();
    for (const entry of this.written.slice(0, survivors)) this.becomeDurable(entry);
    this.written = [];
    this.waiting = [];
    this.writtenCount = 0;
    this.durableCount = 0;
    this.stage.observer.onStop(this.self);
  }

  /** The next `count` records become durable, and what waited for them leaves. Returns whether there was anything to do. */
  flush(count = Infinity): boolean {
    const flushed = this.written.splice(0, Math.min(count, this.written.length));
    for (const entry of flushed) {
      this.durableCount++;
      this.becomeDurable(entry);
    }
    while (this.waiting.length > 0 && this.waiting[0]!.after <= this.durableCount) {
      const { to, message, envelope } = this.waiting.shift()!;
      this.stage.send(this.self, to, message, envelope);
      if ((to & (1 << this.self)) !== 0) this.node?.onSelfMessage(message);
    }
    return flushed.length > 0;
  }

  private becomeDurable(entry: object): void {
    if (entry instanceof SnapshotEntry) {
      this.snapshot.merge(entry.changes);
      this.node?.onSnapshotDurable(this.snapshot.slot);
    } else if (entry instanceof CheckpointEntry) {
      this.records = entry.records.slice();
    } else {
      this.records.push(entry);
      this.stage.observer.onDurable(this.self, entry as Protocol['Record']);
    }
  }

  private write1(entry: object): void {
    this.written.push(entry);
    this.writtenCount++;
  }

  // Host.

  nowNs(): number {
    return this.stage.nowMs * 1_000_000;
  }
  clockMs(): number {
    return this.stage.nowMs;
  }
  random(): number {
    return this.stream!.next();
  }
  send(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    this.stage.send(this.self, to, message, envelope);
  }
  sendOnceDurable(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    if (this.written.length > 0 || this.waiting.length > 0) {
      this.waiting.push({ after: this.writtenCount, to, message, envelope });
      return;
    }
    this.stage.send(this.self, to, message, envelope);
    if ((to & (1 << this.self)) !== 0) this.node!.enqueueSelf(message);
  }
  write(record: Protocol['Record']): void {
    this.stage.observer.onPersist(this.self, record);
    this.write1(record);
  }
  rewrite(records: readonly Protocol['Record'][]): void {
    this.write1(new CheckpointEntry(records));
  }
  writeSnapshot(changes: SnapshotChanges): void {
    this.write1(new SnapshotEntry(changes));
  }
  setTimer(timer: string, _ms: number, key: number | undefined): void {
    this.timers.add(`${timer}/${key ?? ''}`);
  }
  cancelTimer(timer: string, key: number | undefined): void {
    this.timers.delete(`${timer}/${key ?? ''}`);
  }
  committed(slot: number, batch: Batch): void {
    this.stage.onCommit(this.self, slot, batch);
  }
  applied(): void {}
  batchCommitted(_times: BatchTimes): void {}
  batchSubmitted(_times: BatchTimes): void {}
  reply(reply: Reply): void {
    this.stage.onReply(reply);
  }
  redirect(command: Command, leader: NodeId | undefined): void {
    this.stage.note(redirectInWords(command, leader));
  }
  stepped(replica: Replica<Protocol>): void {
    this.stage.observer.onStep(this.self, replica);
  }
  count(event: CountedEvent): void {
    this.stage.note(countedInWords[event]);
  }
}
