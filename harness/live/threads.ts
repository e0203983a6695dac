/** What the threads of a live run are given, and what they tell the thread that started them. Plain data. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { InstrumentReport } from './instrument-thread.ts';
import type { MeshMemory } from './mesh.ts';
import type { Settled } from './settle.ts';

interface ThreadStart {
  readonly spec: TrialSpec;
  /** The monotonic clock at the start of the run, ns. */
  readonly epochNs: number;
  readonly memory: MeshMemory;
}

export interface NodeStart extends ThreadStart {
  readonly self: NodeId;
  /** Of the node's file; `undefined`: it has none. */
  readonly folder: string | undefined;
  /** Of the recording; `undefined`: nothing is recorded. */
  readonly recordDir: string | undefined;
}

export interface ClientsStart extends ThreadStart {
  readonly intervalMs: number | undefined;
  /** Instead of a window: so many rounds of killing nodes. */
  readonly killRounds: number | undefined;
}

export type FromThread =
  /** The trial is over. `settled` is left out where a check failed. */
  | {
      readonly type: 'done';
      readonly outcome: TrialOutcome;
      readonly settled: Settled | undefined;
      readonly kills: number;
      /** From each crash of the leader in the window to the next commit. */
      readonly failoversMs: readonly number[];
    }
  /** A node's own check failed. */
  | { readonly type: 'violation'; readonly message: string }
  /** Something that the user can mend. */
  | { readonly type: 'mistake'; readonly message: string }
  | { readonly type: 'window'; readonly at: 'start' | 'end' }
  | { readonly type: 'instrument'; readonly node: NodeId | undefined; readonly report: InstrumentReport }
  /** The process of a node is to end, or to begin: it is the node's thread. */
  | { readonly type: 'kill' | 'spawn'; readonly node: NodeId };
