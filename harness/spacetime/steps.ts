/**
 * Remembers what caused what: each call into a replica is a step, and each message, write and hand-over of a batch belongs to
 * the step in which it was asked for. It wraps an algorithm, whose replicas do not notice.
 */
import type {
  Algorithm,
  Batch,
  CommonOptions,
  Conflicts,
  CountedEvent,
  Env,
  NodeId,
  NodeSet,
  Protocol,
  Replica,
} from '../../algorithms/contract.ts';

/** One call into a replica, and what made it. */
export interface Step {
  readonly node: NodeId;
  readonly timeNs: number;
  readonly cause:
    | { readonly kind: 'message'; readonly from: NodeId; readonly message: object }
    | { readonly kind: 'batch'; readonly batch: Batch }
    | { readonly kind: 'timer' | 'start' };
}

/** What was written in a step. */
export interface Write {
  readonly step: Step;
  readonly record: object;
}

export class Steps {
  /** The step in which a message was asked for. */
  readonly senders = new Map<object, Step>();
  readonly writes: Write[] = [];
  readonly steps: Step[] = [];
  /** The step in which the watched batch was committed, by node and slot. */
  readonly commits: { readonly step: Step; readonly slot: number; readonly batch: Batch }[] = [];
  /** Steps before it are not kept. */
  private readonly fromNs: number;
  private readonly toNs: number;
  private current: Step | undefined;
  /** The simulator's clock, once there is one. */
  clock: () => number = () => 0;

  constructor(fromNs: number, toNs: number) {
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** The same algorithm, listened to. */
  wrapped(algorithm: Algorithm): Algorithm {
    return {
      ...algorithm,
      create: (options: CommonOptions, env: Env<Protocol>, conflicts: Conflicts) =>
        this.replica(algorithm.create(options, this.env(env), conflicts), env.self),
      legality: (quorums) => algorithm.legality(quorums),
      sizeOf: (message) => algorithm.sizeOf(message),
      sizeOfRecord: (record) => algorithm.sizeOfRecord(record),
      observe: (options, nodes) => algorithm.observe(options, nodes),
    };
  }

  private keeps(): boolean {
    const now = this.clock();
    return now >= this.fromNs && now <= this.toNs;
  }

  private during(node: NodeId, cause: Step['cause'], call: () => void): void {
    if (!this.keeps()) return call();
    this.current = { node, timeNs: this.clock(), cause };
    this.steps.push(this.current);
    call();
    this.current = undefined;
  }

  /** Reads pass to the replica itself, so that observers see its state; calls are listened to. */
  private replica(inner: Replica<Protocol>, node: NodeId): Replica<Protocol> {
    const listened: Replica<Protocol> = Object.create(inner) as Replica<Protocol>;
    listened.start = (saved) => this.during(node, { kind: 'start' }, () => inner.start(saved));
    listened.onMessage = (from, message) =>
      this.during(node, { kind: 'message', from, message }, () => inner.onMessage(from, message));
    listened.onTimer = (timer, key) => this.during(node, { kind: 'timer' }, () => inner.onTimer(timer, key));
    listened.onRequest = (batch) => this.during(node, { kind: 'batch', batch }, () => inner.onRequest(batch));
    listened.forget = (slot) => inner.forget(slot);
    listened.view = () => inner.view();
    return listened;
  }

  private env(env: Env<Protocol>): Env<Protocol> {
    const asked = (message: object) => {
      if (this.current !== undefined) this.senders.set(message, this.current);
    };
    return {
      self: env.self,
      nodes: env.nodes,
      send: (to: NodeSet, message) => {
        asked(message);
        env.send(to, message);
      },
      sendOnceDurable: (to: NodeSet, message) => {
        asked(message);
        env.sendOnceDurable(to, message);
      },
      persist: (record) => {
        if (this.current !== undefined) this.writes.push({ step: this.current, record });
        env.persist(record);
      },
      checkpoint: (records) => env.checkpoint(records),
      setTimer: (timer, ms, key) => env.setTimer(timer, ms, key),
      cancelTimer: (timer, key) => env.cancelTimer(timer, key),
      random: () => env.random(),
      now: () => env.now(),
      commit: (slot, batch) => {
        if (this.current !== undefined) this.commits.push({ step: this.current, slot, batch });
        env.commit(slot, batch);
      },
      redirect: (batch, leader) => env.redirect(batch, leader),
      count: (event: CountedEvent) => env.count(event),
    };
  }
}
