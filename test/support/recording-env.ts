/**
 * The third world of the contract: an environment that writes down what a replica does.
 *
 * `effects` is the list of calls in the order made; `takeEffects()` empties it. Nothing is delivered by itself: the test
 * plays network, disk and clock by calling the replica.
 */
import type { Batch, CountedEvent, Env, NodeId, NodeSet, Protocol } from '../../algorithms/contract.ts';

export type Effect<P extends Protocol> =
  | { readonly effect: 'send'; readonly to: NodeSet; readonly message: P['Message'] }
  | { readonly effect: 'persist'; readonly record: P['Record'] }
  | { readonly effect: 'checkpoint'; readonly records: readonly P['Record'][] }
  | { readonly effect: 'sendOnceDurable'; readonly to: NodeSet; readonly message: P['Message'] }
  | { readonly effect: 'setTimer'; readonly timer: P['Timer']; readonly ms: number; readonly key: number | undefined }
  | { readonly effect: 'cancelTimer'; readonly timer: P['Timer']; readonly key: number | undefined }
  | { readonly effect: 'commit'; readonly slot: number; readonly batch: Batch }
  | { readonly effect: 'redirect'; readonly batch: Batch; readonly leader: NodeId | undefined }
  | { readonly effect: 'count'; readonly event: CountedEvent };

export class RecordingEnv<P extends Protocol> implements Env<P> {
  readonly self: NodeId;
  readonly nodes: number;
  /** What `now()` answers. */
  time = 0;
  /** What `random()` answers. */
  nextRandom = 0.5;
  effects: Effect<P>[] = [];

  constructor(self: NodeId, nodes: number) {
    this.self = self;
    this.nodes = nodes;
  }

  takeEffects(): Effect<P>[] {
    const taken = this.effects;
    this.effects = [];
    return taken;
  }

  send(to: NodeSet, message: P['Message']): void {
    this.effects.push({ effect: 'send', to, message });
  }
  persist(record: P['Record']): void {
    this.effects.push({ effect: 'persist', record });
  }
  checkpoint(records: readonly P['Record'][]): void {
    this.effects.push({ effect: 'checkpoint', records });
  }
  sendOnceDurable(to: NodeSet, message: P['Message']): void {
    this.effects.push({ effect: 'sendOnceDurable', to, message });
  }
  setTimer(timer: P['Timer'], ms: number, key?: number): void {
    this.effects.push({ effect: 'setTimer', timer, ms, key });
  }
  cancelTimer(timer: P['Timer'], key?: number): void {
    this.effects.push({ effect: 'cancelTimer', timer, key });
  }
  random(): number {
    return this.nextRandom;
  }
  now(): number {
    return this.time;
  }
  commit(slot: number, batch: Batch): void {
    this.effects.push({ effect: 'commit', slot, batch });
  }
  redirect(batch: Batch, leader: NodeId | undefined): void {
    this.effects.push({ effect: 'redirect', batch, leader });
  }
  count(event: CountedEvent): void {
    this.effects.push({ effect: 'count', event });
  }
}
