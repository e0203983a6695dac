/**
 * What a recording of one life of a replica is made of, in the order in which it happened: plain data.
 *
 *     life         whose it is
 *     inputs       start · message · timer · request · forget: the calls into the replica, each at its time
 *     given        now · random: what the environment answered while the replica handled the input before
 *     checkpoint   what the effects of all inputs so far hash to
 *     end          all of it was written; where it is missing, the thread was killed
 *
 * Effects, what the replica asks of its environment, are hashed and not kept: the same inputs bring them about again.
 */
import type { Batch, CountedEvent, NodeId, NodeSet, Protocol } from '../../../algorithms/contract.ts';

export interface LifeItem {
  readonly type: 'life';
  readonly trial: string;
  readonly node: NodeId;
  /** How often the node had started before. */
  readonly life: number;
}

export type Input = (
  | { readonly type: 'start'; readonly slot: number; readonly records: readonly Protocol['Record'][] }
  | { readonly type: 'message'; readonly from: NodeId; readonly message: Protocol['Message'] }
  | { readonly type: 'timer'; readonly timer: string; readonly key: number | undefined }
  | { readonly type: 'request'; readonly batch: Batch }
  | { readonly type: 'forget'; readonly slot: number }
) & {
  /** Since the start of the run, ns; by one clock for all nodes. */
  readonly atNs: number;
};

export interface Given {
  readonly type: 'now' | 'random';
  readonly value: number;
}

/** How far a life has come. */
export interface Checkpoint {
  readonly type: 'checkpoint';
  readonly inputs: number;
  readonly effects: number;
  /** Of all effects so far, in order. */
  readonly hash: string;
}

export interface EndItem {
  readonly type: 'end';
  /** What was thrown, by the replica or by the world that it called; `undefined`: nothing. */
  readonly failure: string | undefined;
}

export type Item = LifeItem | Input | Given | Checkpoint | EndItem;

export type Effect =
  | { readonly effect: 'send' | 'sendOnceDurable'; readonly to: NodeSet; readonly message: Protocol['Message'] }
  | { readonly effect: 'persist'; readonly record: Protocol['Record'] }
  | { readonly effect: 'checkpoint'; readonly records: readonly Protocol['Record'][] }
  | { readonly effect: 'setTimer'; readonly timer: string; readonly ms: number; readonly key: number | undefined }
  | { readonly effect: 'cancelTimer'; readonly timer: string; readonly key: number | undefined }
  | { readonly effect: 'commit'; readonly slot: number; readonly batch: Batch }
  | { readonly effect: 'redirect'; readonly batch: Batch; readonly leader: NodeId | undefined }
  | { readonly effect: 'count'; readonly counted: CountedEvent };
