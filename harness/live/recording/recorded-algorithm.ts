/**
 * An algorithm whose replicas are recorded: between each and its world stands one who notes what goes in, and hashes what
 * comes out. Neither replica nor world can tell.
 */
import type {
  Algorithm,
  Batch,
  CommonOptions,
  CountedEvent,
  Env,
  NodeId,
  NodeSet,
  Protocol,
  Replica,
  Saved,
  View,
} from '../../../algorithms/contract.ts';
import type { LifeRecorder } from './life-recorder.ts';
import { SeeingObserver } from './seeing-observer.ts';

/** @param begin a new life of this node: called once for each replica that is created */
export function recordedAlgorithm(algorithm: Algorithm, begin: (node: NodeId) => LifeRecorder): Algorithm {
  return {
    ...algorithm,
    create: (options: CommonOptions, env, conflicts) => {
      const life = begin(env.self);
      return new RecordedReplica(algorithm.create(options, new RecordedEnv(env, life), conflicts), life);
    },
    observe: (options: CommonOptions, nodes) => new SeeingObserver(algorithm.observe(options, nodes)),
  };
}

export class RecordedReplica implements Replica<Protocol> {
  readonly replica: Replica<Protocol>;
  private readonly life: LifeRecorder;

  constructor(replica: Replica<Protocol>, life: LifeRecorder) {
    this.replica = replica;
    this.life = life;
  }

  start(saved: Saved<Protocol>): void {
    const { slot, records } = saved;
    this.life.input({ type: 'start', slot, records, atNs: this.life.nowNs() });
    this.replica.start(saved);
  }

  onMessage(from: NodeId, message: Protocol['Message']): void {
    this.life.input({ type: 'message', from, message, atNs: this.life.nowNs() });
    this.replica.onMessage(from, message);
  }

  onTimer(timer: string, key: number | undefined): void {
    this.life.input({ type: 'timer', timer, key, atNs: this.life.nowNs() });
    this.replica.onTimer(timer, key);
  }

  onRequest(batch: Batch): void {
    this.life.input({ type: 'request', batch, atNs: this.life.nowNs() });
    this.replica.onRequest(batch);
  }

  forget(slot: number): void {
    this.life.input({ type: 'forget', slot, atNs: this.life.nowNs() });
    this.replica.forget(slot);
  }

  view(): View {
    return this.replica.view();
  }
}

class RecordedEnv implements Env<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  private readonly world: Env<Protocol>;
  private readonly life: LifeRecorder;

  constructor(world: Env<Protocol>, life: LifeRecorder) {
    this.self = world.self;
    this.nodes = world.nodes;
    this.world = world;
    this.life = life;
  }

  send(to: NodeSet, message: Protocol['Message']): void {
    this.life.effect({ effect: 'send', to, message });
    this.world.send(to, message);
  }

  persist(record: Protocol['Record']): void {
    this.life.effect({ effect: 'persist', record });
    this.world.persist(record);
  }

  checkpoint(records: readonly Protocol['Record'][]): void {
    this.life.effect({ effect: 'checkpoint', records });
    this.world.checkpoint(records);
  }

  sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    this.life.effect({ effect: 'sendOnceDurable', to, message });
    this.world.sendOnceDurable(to, message);
  }

  setTimer(timer: string, ms: number, key?: number): void {
    this.life.effect({ effect: 'setTimer', timer, ms, key });
    this.world.setTimer(timer, ms, key);
  }

  cancelTimer(timer: string, key?: number): void {
    this.life.effect({ effect: 'cancelTimer', timer, key });
    this.world.cancelTimer(timer, key);
  }

  random(): number {
    return this.life.given('random', this.world.random());
  }

  now(): number {
    return this.life.given('now', this.world.now());
  }

  commit(slot: number, batch: Batch): void {
    this.life.effect({ effect: 'commit', slot, batch });
    this.world.commit(slot, batch);
  }

  redirect(batch: Batch, leader: NodeId | undefined): void {
    this.life.effect({ effect: 'redirect', batch, leader });
    this.world.redirect(batch, leader);
  }

  count(event: CountedEvent): void {
    this.life.effect({ effect: 'count', counted: event });
    this.world.count(event);
  }
}
