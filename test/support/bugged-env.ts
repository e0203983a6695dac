/** An environment between a replica and its world, in which a test plants a bug. Everything else passes through. */
import type {
  Algorithm,
  Batch,
  CommonOptions,
  CountedEvent,
  Env,
  NodeId,
  NodeSet,
  Protocol,
} from '../../algorithms/contract.ts';

export class BuggedEnv implements Env<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  protected readonly world: Env<Protocol>;

  constructor(world: Env<Protocol>) {
    this.world = world;
    this.self = world.self;
    this.nodes = world.nodes;
  }

  send(to: NodeSet, message: Protocol['Message']): void {
    this.world.send(to, message);
  }
  persist(record: Protocol['Record']): void {
    this.world.persist(record);
  }
  checkpoint(records: readonly Protocol['Record'][]): void {
    this.world.checkpoint(records);
  }
  sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    this.world.sendOnceDurable(to, message);
  }
  setTimer(timer: string, ms: number, key?: number): void {
    this.world.setTimer(timer, ms, key);
  }
  cancelTimer(timer: string, key?: number): void {
    this.world.cancelTimer(timer, key);
  }
  random(): number {
    return this.world.random();
  }
  now(): number {
    return this.world.now();
  }
  commit(slot: number, batch: Batch): void {
    this.world.commit(slot, batch);
  }
  redirect(batch: Batch, leader: NodeId | undefined): void {
    this.world.redirect(batch, leader);
  }
  count(event: CountedEvent): void {
    this.world.count(event);
  }
}

/** The algorithm, unchanged, in a world that `bug` has got at. */
export function withBug(algorithm: Algorithm, bug: (world: Env<Protocol>) => Env<Protocol>): Algorithm {
  return {
    ...algorithm,
    create: (options: CommonOptions, env, conflicts) => algorithm.create(options, bug(env), conflicts),
  };
}
