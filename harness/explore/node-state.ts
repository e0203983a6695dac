/** One node in the free world of the explorer: its replica, its timers and its disk. Never changed, only replaced. */
import type { NodeSet, Protocol, Replica } from '../../algorithms/contract.ts';

export interface SetTimer {
  readonly timer: string;
  readonly key: number | undefined;
}

/** What waits for the disk, in the order asked for. */
export type Pending =
  | { readonly kind: 'record'; readonly record: Protocol['Record'] }
  | { readonly kind: 'checkpoint'; readonly records: readonly Protocol['Record'][] }
  | { readonly kind: 'send'; readonly to: NodeSet; readonly message: Protocol['Message'] };

export interface NodeState {
  readonly replica: Replica<Protocol>;
  /** Any of them may fire at any time, as far as the bounds go. In the order of their names. */
  readonly timers: readonly SetTimer[];
  readonly durable: readonly Protocol['Record'][];
  /** Begins with a record or checkpoint. Empty, if the disk is instant. */
  readonly pending: readonly Pending[];
  /** What the node's clock shows, ms: far later after each timer that fires, the same until then. */
  readonly clockMs: number;
  /** The values that this node was asked for, as a bit set. */
  readonly requested: number;
}

/** What can happen to a node. */
export type Input =
  | { readonly kind: 'deliver'; readonly from: number; readonly message: Protocol['Message'] }
  | { readonly kind: 'timer'; readonly timer: string; readonly key: number | undefined }
  | { readonly kind: 'request'; readonly value: number }
  | { readonly kind: 'disk' }
  | { readonly kind: 'restart' };
