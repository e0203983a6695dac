/** What the thread of the clients, which runs the faults, tells a node's thread to do. Rare, and told as JSON. */
import type { NodeId } from '../../algorithms/contract.ts';

export type Order =
  /** The process ends: all that is not durable is lost. */
  | { readonly type: 'crash' }
  | { readonly type: 'start' }
  /** An entry of the fault plan begins at this node, and ends. `untilNs` null: never. */
  | { readonly type: 'begin'; readonly entry: number; readonly untilNs: number | null; readonly leader: NodeId | null }
  | { readonly type: 'end'; readonly entry: number }
  /** Messages to a node are lost until the cut is healed as often as it was made. */
  | { readonly type: 'cut'; readonly to: NodeId }
  | { readonly type: 'heal'; readonly to: NodeId }
  /** The measured window begins, and ends. */
  | { readonly type: 'window' }
  | { readonly type: 'window-end' }
  /** Tell what you hold, once, at the end. */
  | { readonly type: 'report' };
