/** Where machines stand: what those of one trial have in common, and whom they tell of what they do. */
import type {
  Algorithm,
  Batch,
  Command,
  CommonOptions,
  CountedEvent,
  NodeId,
  Observer,
  Protocol,
} from '../../algorithms/contract.ts';
import type { BatchTimes, Reply } from '../cluster/host.ts';
import type { KvResult } from '../cluster/key-value.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Cpu } from './cpu.ts';
import type { Disk, DiskOwner } from './disk.ts';
import type { EventTarget } from './event-queue.ts';
import type { Network } from './network.ts';
import type { Platter } from './platter.ts';
import type { Simulator } from './simulator.ts';
import type { Tracer } from './tracer.ts';

export interface Site {
  readonly simulator: Simulator;
  readonly network: Network;
  readonly spec: TrialSpec;
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  /** Who gets the messages for each node. */
  readonly machines: readonly EventTarget[];
  /** The disk of a machine; `undefined`: one in virtual time. */
  openDisk?(targetId: number, owner: DiskOwner, platter: Platter): Disk | undefined;
  /** The CPU of an earlier machine that this one runs on, if it has none of its own. */
  sharedCpu?(node: NodeId): Cpu | undefined;
  /** Ghost state; `undefined` only where a micro-benchmark measures what the checks cost. */
  readonly observer: Observer<Protocol> | undefined;
  readonly tracer: Tracer | undefined;
  /** Slots between two snapshots, if not the usual number. */
  readonly snapshotSlots?: number | undefined;
  onCommit(node: NodeId, slot: number, batch: Batch): void;
  onBatchCommitted(node: NodeId, times: BatchTimes, straggler: NodeId): void;
  onReply(node: NodeId, reply: Reply, departsAt: number): void;
  /** Where clients are answered at home: a node executed a command, and goes on with its work at `doneAt`. */
  onExecuted(node: NodeId, command: Command, result: KvResult, doneAt: number): void;
  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void;
  onCount(node: NodeId, event: CountedEvent): void;
}
