/**
 * The world of one node in real time: timers of the event loop, stable storage in memory, and per receiver what the current
 * turn has to say, which is posted when the turn is over.
 */
import type { Batch, Command, CountedEvent, NodeId, NodeSet, Protocol } from '../../algorithms/contract.ts';
import type { BatchTimes, Envelope, Host, Reply } from '../cluster/host.ts';
import type { SnapshotChanges } from '../cluster/snapshot.ts';
import { RandomStream } from '../sim/random.ts';
import type { Node } from '../cluster/node.ts';
import { clockSince } from './clock.ts';
import type { Bulletin, Letter, ReplicaStart } from './wire.ts';

const NS_PER_MS = 1_000_000;

export class LiveHost implements Host<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  readonly nowNs: () => number;
  /** Set once the node is made. */
  node: Node | undefined;
  messages = 0;
  bytes = 0;
  readonly events: Record<CountedEvent, number> = {
    election: 0,
    leader: 0,
    contention: 0,
    'catch-up': 0,
    retransmission: 0,
  };
  private readonly start: ReplicaStart;
  private readonly sizeOf: (message: Protocol['Message']) => number;
  private readonly stream: RandomStream;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** By node: what this turn sends there. */
  private readonly letters: Letter[][];
  private bulletin = emptyBulletin();
  private snapshotSlots: number[] = [];
  private flushIsDue = false;

  /** @param sizeOf of a message with its frame, bytes */
  constructor(start: ReplicaStart, sizeOf: (message: Protocol['Message']) => number) {
    const { self, spec } = start;
    this.start = start;
    this.self = self;
    this.nodes = spec.nodes;
    this.nowNs = clockSince(start.epochNs);
    this.sizeOf = sizeOf;
    this.stream = new RandomStream(spec.seed, `replica/${self}/0`);
    this.letters = start.peers.map(() => []);
  }

  /** Something has come in, and was handled: what it gave rise to leaves at the end of the turn. */
  endStep(): void {
    while (this.snapshotSlots.length > 0) this.node!.onSnapshotDurable(this.snapshotSlots.shift()!);
    if (this.flushIsDue) return;
    this.flushIsDue = true;
    setImmediate(() => this.flush());
  }

  clockMs(): number {
    return this.nowNs() / NS_PER_MS;
  }

  random(): number {
    return this.stream.next();
  }

  send(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    const others = to & ~(1 << this.self);
    if (others === 0) return;
    const bytes = this.sizeOf(message);
    const letter = { message, envelope };
    for (let rest = others; rest !== 0; rest &= rest - 1) {
      this.letters[31 - Math.clz32(rest & -rest)]!.push(letter);
      this.messages++;
      this.bytes += bytes;
    }
  }

  /** Memory is as durable as this world gets: a replica's thread is never ended while the run lasts. */
  sendOnceDurable(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    this.send(to, message, envelope);
    if ((to & (1 << this.self)) !== 0) this.node!.enqueueSelf(message);
  }

  write(): void {}

  rewrite(): void {}

  writeSnapshot(changes: SnapshotChanges): void {
    this.snapshotSlots.push(changes.slot);
  }

  setTimer(timer: string, ms: number, key: number | undefined): void {
    const name = key === undefined ? timer : `${timer}/${key}`;
    const running = this.timers.get(name);
    clearTimeout(running);
    const fire = () => {
      this.timers.delete(name);
      this.node!.onTimer(timer, key);
      this.endStep();
    };
    this.timers.set(name, setTimeout(fire, ms));
  }

  cancelTimer(timer: string, key: number | undefined): void {
    const name = key === undefined ? timer : `${timer}/${key}`;
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  committed(slot: number, batch: Batch): void {
    const { commits } = this.bulletin;
    commits.push(slot, batch.length);
    for (let i = 0; i < batch.length; i++) commits.push(batch[i]!.client, batch[i]!.seq);
  }

  applied(): void {}

  batchSubmitted(): void {}

  batchCommitted(times: BatchTimes): void {
    this.bulletin.commitNs.push(times.submittedNs, this.nowNs());
  }

  reply({ request, result }: Reply): void {
    const { client, seq } = request.command;
    this.bulletin.replies.push({ client, seq, result });
  }

  redirect({ client, seq }: Command, leader: NodeId | undefined): void {
    this.bulletin.redirects.push({ client, seq, leader });
  }

  stepped(): void {}

  count(event: CountedEvent): void {
    this.events[event]++;
  }

  /** No timer fires any more, and what is left is posted. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.flush();
  }

  private flush(): void {
    this.flushIsDue = false;
    this.letters.forEach((letters, peer) => {
      if (letters.length === 0) return;
      this.start.peers[peer]!.postMessage(letters);
      this.letters[peer] = [];
    });
    const { replies, redirects, commits } = this.bulletin;
    if (replies.length + redirects.length + commits.length === 0) return;
    this.start.clients.postMessage(this.bulletin);
    this.bulletin = emptyBulletin();
  }
}

function emptyBulletin(): Bulletin {
  return { replies: [], redirects: [], commits: [], commitNs: [] };
}
