/** The space-time diagram of one operation as data: lanes, messages, writes, marks, and where its time went. */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import type { Part } from './split.ts';

/** The client, or a node. */
export type Lane = 'client' | NodeId;

export interface Message {
  readonly from: Lane;
  readonly to: Lane;
  readonly sentNs: number;
  /** `undefined` if it is lost, or arrives after the end. */
  readonly arrivedNs: number | undefined;
  readonly label: string;
  /** All its fields. */
  readonly text: string;
  /** Is it on the path that the reply waited for? */
  readonly critical: boolean;
  readonly lost: boolean;
}

/** A record, from its writing to when it is durable. */
export interface DiskWrite {
  readonly node: NodeId;
  readonly fromNs: number;
  /** `undefined` if it became durable after the end, or never. */
  readonly toNs: number | undefined;
  readonly text: string;
}

export type MarkKind = 'invoke' | 'submit' | 'commit' | 'done' | 'timer' | 'crash' | 'start' | 'timeout' | 'event';

export interface Mark {
  /** `undefined` for what befalls no lane alone, such as a fault of the network. */
  readonly lane: Lane | undefined;
  readonly atNs: number;
  readonly kind: MarkKind;
  readonly text: string;
}

export interface Downtime {
  readonly node: NodeId;
  readonly fromNs: number;
  readonly toNs: number;
}

export interface Diagram {
  readonly title: string;
  readonly subtitle: string;
  readonly command: Command;
  readonly startNs: number;
  readonly endNs: number;
  readonly nodes: number;
  readonly clientName: string;
  readonly messages: readonly Message[];
  readonly writes: readonly DiskWrite[];
  readonly marks: readonly Mark[];
  readonly downtimes: readonly Downtime[];
  readonly parts: readonly Part[];
  /** Whose answer came last; the node itself for its own disk. */
  readonly straggler: NodeId | undefined;
  /** The node that answered. */
  readonly answeredBy: NodeId | undefined;
  /** Of the operation's stretch of time, not drawn as they have nothing to do with it. */
  readonly otherMessages: number;
  /** The trace hash of the run that was drawn. */
  readonly traceHash: string;
}
