/** The world of a replica that is replayed: it answers as the recording has it, and hashes what it is asked to do. */
import type { Batch, CountedEvent, Env, NodeId, NodeSet, Protocol } from '../../../algorithms/contract.ts';
import { EffectHash } from './effect-hash.ts';
import type { Effect, Given, Input } from './items.ts';

/** The replica asks for something else than it did live. */
export class Departure extends Error {}

/** Live, something was thrown here. */
export class Stopped extends Error {}

export class ReplayedEnv implements Env<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  readonly effects = new EffectHash();
  /** It gets no further than so many effects. */
  mostEffects = Infinity;
  private readonly onEffect: (effect: Effect) => void;
  private items: readonly (Input | Given)[] = [];
  private next = 0;

  constructor(self: NodeId, nodes: number, onEffect: (effect: Effect) => void) {
    this.self = self;
    this.nodes = nodes;
    this.onEffect = onEffect;
  }

  /** What comes next. */
  play(items: readonly (Input | Given)[]): void {
    this.items = items;
    this.next = 0;
  }

  /** `undefined`: all have been taken. @throws Departure */
  takeInput(): Input | undefined {
    const item = this.items[this.next++];
    if (item === undefined || !('value' in item)) return item;
    throw new Departure(`it does not ask for ${item.type}(), as it did live`);
  }

  random(): number {
    return this.take('random');
  }

  now(): number {
    return this.take('now');
  }

  send(to: NodeSet, message: Protocol['Message']): void {
    this.effect({ effect: 'send', to, message });
  }

  persist(record: Protocol['Record']): void {
    this.effect({ effect: 'persist', record });
  }

  checkpoint(records: readonly Protocol['Record'][]): void {
    this.effect({ effect: 'checkpoint', records });
  }

  sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    this.effect({ effect: 'sendOnceDurable', to, message });
  }

  setTimer(timer: string, ms: number, key?: number): void {
    this.effect({ effect: 'setTimer', timer, ms, key });
  }

  cancelTimer(timer: string, key?: number): void {
    this.effect({ effect: 'cancelTimer', timer, key });
  }

  commit(slot: number, batch: Batch): void {
    this.effect({ effect: 'commit', slot, batch });
  }

  redirect(batch: Batch, leader: NodeId | undefined): void {
    this.effect({ effect: 'redirect', batch, leader });
  }

  count(event: CountedEvent): void {
    this.effect({ effect: 'count', counted: event });
  }

  private effect(effect: Effect): void {
    if (this.effects.count === this.mostEffects) throw new Stopped();
    this.effects.add(effect);
    this.onEffect(effect);
  }

  private take(type: Given['type']): number {
    const item = this.items[this.next++];
    if (item?.type === type) return item.value;
    throw new Departure(`it asks for ${type}(), which it did not live`);
  }
}
