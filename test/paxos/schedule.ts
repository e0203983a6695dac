/**
 * A world of the tests' own for one cluster: lossy links, disks that lag, crashes that lose everything volatile. One seed
 * is one schedule. It is small on purpose, and shares nothing with the simulator of the harness.
 */
import type { Batch, CommonOptions, NodeId, NodeSet } from '../../algorithms/contract.ts';
import type { PaxosEnv, PaxosMessage, PaxosProtocol, PaxosRecord } from '../../algorithms/paxos/messages.ts';
import { paxos, Paxos } from '../../algorithms/paxos/paxos.ts';
import { NodeEnv } from './node-env.ts';
import type { PaxosObserver } from '../../algorithms/paxos/invariants.ts';

export interface World {
  readonly nodes: number;
  readonly seed: number;
  readonly options: CommonOptions;
  /** Probabilities per message. */
  loss: number;
  duplication: number;
  /** Most that a message, or a write of the disk, takes, ms. */
  readonly delayMs: number;
  readonly fsyncMs: number;
  /** Makes the replica of a node: a broken one, in negative controls. */
  readonly create?: (options: CommonOptions, env: PaxosEnv) => Paxos;
  readonly observe?: PaxosObserver;
}

type Pending =
  | { readonly kind: 'record'; readonly record: PaxosRecord }
  | { readonly kind: 'checkpoint'; readonly records: readonly PaxosRecord[] }
  | { readonly kind: 'send'; readonly to: NodeSet; readonly message: PaxosMessage };

/** Mulberry32: enough for schedules. */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

export class Node {
  readonly durable: PaxosRecord[] = [];
  pending: Pending[] = [];
  isWriting = false;
  isUp = false;
  life = 0;
  replica: Paxos | undefined;
  readonly timers = new Map<string, number>();
  /** Committed batches by slot, from slot 1: index 0 is unused. */
  log: (Batch | undefined)[] = [undefined];
  /** All slots below are in a durable snapshot. */
  snapshotSlot = 1;
}

export class Cluster {
  readonly world: World;
  readonly random: () => number;
  readonly observer: PaxosObserver;
  readonly nodes: Node[] = [];
  time = 0;
  messageCount = 0;
  readonly counted = new Map<string, number>();
  /** Pairs that cannot talk: bit `to` of `cut[from]`. */
  readonly cut: number[] = [];
  onCommit: (node: NodeId, slot: number, batch: Batch) => void = () => undefined;
  private queue: { at: number; order: number; run: () => void }[] = [];
  private order = 0;
  private timerCount = 0;

  constructor(world: World) {
    this.world = world;
    this.random = randomStream(world.seed);
    this.observer = world.observe ?? (paxos.observe(world.options, world.nodes) as PaxosObserver);
    for (let node = 0; node < world.nodes; node++) {
      this.nodes.push(new Node());
      this.cut.push(0);
    }
  }

  /** Runs `run` after a delay, ms. */
  after(ms: number, run: () => void): void {
    const item = { at: this.time + ms, order: this.order++, run };
    const queue = this.queue;
    let i = queue.push(item) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(item, queue[parent]!)) break;
      queue[i] = queue[parent]!;
      i = parent;
    }
    queue[i] = item;
  }

  /** Lets events happen until `until`, ms, or until `done`. */
  run(until: number, done: () => boolean = () => false): void {
    while (this.queue.length > 0 && this.queue[0]!.at <= until && !done()) {
      const item = this.pop();
      this.time = item.at;
      item.run();
    }
    if (!done()) this.time = until;
  }

  start(id: NodeId): void {
    const node = this.nodes[id]!;
    node.isUp = true;
    node.life++;
    node.log.length = node.snapshotSlot;
    const env = new NodeEnv(this, id);
    node.replica = (this.world.create ?? ((options, e) => new Paxos(options, e)))(this.world.options, env);
    const saved = { slot: node.snapshotSlot, records: node.durable.slice() };
    this.observer.onStart(id, saved);
    node.replica.start(saved);
    this.observer.onStep();
  }

  /** Everything volatile is lost; of the writes under way a prefix has made it. */
  crash(id: NodeId): void {
    const node = this.nodes[id]!;
    node.isUp = false;
    node.life++;
    const written = Math.floor(this.random() * (node.pending.length + 1));
    for (const item of node.pending.slice(0, written)) this.write(id, item);
    node.pending = [];
    node.isWriting = false;
    node.timers.clear();
    node.replica = undefined;
    this.observer.onStop();
  }

  /** A local snapshot of all that is committed; what every node has in one is forgotten. */
  snapshot(id: NodeId): void {
    const node = this.nodes[id]!;
    if (node.replica === undefined) return;
    node.snapshotSlot = node.replica.view().nextSlot;
    const slot = Math.min(...this.nodes.map((each) => each.snapshotSlot));
    this.observer.forget(slot);
    for (const each of this.nodes) each.replica?.forget(slot);
  }

  request(id: NodeId, batch: Batch): void {
    this.nodes[id]!.replica?.onRequest(batch);
  }

  transmit(from: NodeId, to: NodeSet, message: PaxosMessage): void {
    this.observer.onSend(from, to, message);
    for (let node = 0; node < this.world.nodes; node++) {
      if ((to & (1 << node)) === 0) continue;
      if (node === from) {
        const life = this.nodes[from]!.life;
        this.after(0, () => {
          if (this.nodes[from]!.life === life) this.deliver(from, from, message);
        });
        continue;
      }
      this.messageCount++;
      if ((this.cut[from]! & (1 << node)) !== 0 || this.random() < this.world.loss) continue;
      const copies = this.random() < this.world.duplication ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        this.after(this.random() * this.world.delayMs, () => this.deliver(from, node, message));
      }
    }
  }

  deliver(from: NodeId, to: NodeId, message: PaxosMessage): void {
    const replica = this.nodes[to]!.replica;
    if (replica === undefined) return;
    replica.onMessage(from, message);
    this.observer.onStep();
  }

  setTimer(id: NodeId, timer: PaxosProtocol['Timer'], ms: number, key: number | undefined): void {
    const node = this.nodes[id]!;
    const name = `${timer}/${key}`;
    const number = ++this.timerCount;
    node.timers.set(name, number);
    this.after(ms, () => {
      if (node.timers.get(name) !== number) return;
      node.timers.delete(name);
      node.replica?.onTimer(timer, key);
    });
  }

  /** Puts an effect behind all writes before it. */
  append(id: NodeId, item: Pending): void {
    const node = this.nodes[id]!;
    if (item.kind === 'send' && node.pending.length === 0) return this.transmit(id, item.to, item.message);
    node.pending.push(item);
    this.flush(id);
  }

  private flush(id: NodeId): void {
    const node = this.nodes[id]!;
    if (node.isWriting || node.pending.length === 0) return;
    node.isWriting = true;
    const { life } = node;
    const count = node.pending.length;
    this.after(this.random() * this.world.fsyncMs, () => {
      if (node.life !== life) return;
      // A flush makes all its writes durable, and then, in order, what waited for them leaves.
      const flushed = node.pending.splice(0, count);
      for (const item of flushed) this.write(id, item);
      for (const item of flushed) if (item.kind === 'send') this.transmit(id, item.to, item.message);
      node.isWriting = false;
      this.flush(id);
    });
  }

  private write(id: NodeId, item: Pending): void {
    const { durable } = this.nodes[id]!;
    if (item.kind === 'send') return;
    if (item.kind === 'checkpoint') durable.length = 0;
    const records = item.kind === 'checkpoint' ? item.records : [item.record];
    for (const record of records) {
      durable.push(record);
      this.observer.onDurable(id, record);
    }
  }

  private pop(): { at: number; order: number; run: () => void } {
    const queue = this.queue;
    const top = queue[0]!;
    const last = queue.pop()!;
    if (queue.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && isBefore(queue[child + 1]!, queue[child]!)) child++;
      if (!isBefore(queue[child]!, last)) break;
      queue[i] = queue[child]!;
      i = child;
    }
    queue[i] = last;
    return top;
  }
}

function isBefore(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
