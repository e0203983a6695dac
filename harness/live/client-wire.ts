/** The clients' end of the wire: what their thread writes for the nodes, and what it reads from them. */
import type { Command, CountedEvent, NodeId } from '../../algorithms/contract.ts';
import { Request, type Reply } from '../cluster/host.ts';
import type { KvResult } from '../cluster/key-value.ts';
import { FRAME_BYTES } from '../sim/machine.ts';
import type { Decoder } from './decoder.ts';
import type { Order } from './orders.ts';
import type { StateDigest } from './state-digest.ts';
import {
  BATCH,
  COMMIT,
  COUNT,
  COUNTED,
  NOBODY,
  ORDER,
  REDIRECT,
  REPLY,
  REQUEST,
  STARTED,
  STOPPED,
  Wire,
} from './wire.ts';

/** What the thread of the clients receives. */
export interface ClientInbox {
  /** The node starts from its durable snapshot of all slots below `slot`. */
  onStarted(node: NodeId, slot: number): void;
  /** The node has crashed, and commits nothing until it starts. */
  onStopped(node: NodeId): void;
  /** @param pairs client and seq of each command, flat */
  onCommit(node: NodeId, slot: number, pairs: readonly number[]): void;
  onBatchCommitted(node: NodeId, committedNs: number, submittedNs: number, straggler: NodeId): void;
  onReply(node: NodeId, reply: Reply, departsAt: number): void;
  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void;
  onCount(node: NodeId, event: CountedEvent): void;
  onReport(node: NodeId, digest: StateDigest | undefined): void;
}

export class ClientWire extends Wire {
  request(to: NodeId, arrival: number, { command, sentNs }: Request): void {
    const { frame } = this;
    frame.begin(REQUEST);
    frame.f64(arrival);
    frame.f64(sentNs);
    frame.u32(command.client);
    frame.u32(command.seq);
    frame.value(command.op);
    frame.padTo(FRAME_BYTES + command.op.bytes);
    this.write(to, frame);
  }

  order(to: NodeId, order: Order): void {
    this.frame.begin(ORDER);
    this.frame.value(order);
    this.write(to, this.frame);
  }

  /** Hands over what has come. Returns how many pieces. */
  receive(inbox: ClientInbox): number {
    return this.receiveBy((node, kind, frame) => {
      switch (kind) {
        case STARTED:
          inbox.onStarted(node, frame.f64());
          break;
        case STOPPED:
          inbox.onStopped(node);
          break;
        case COMMIT: {
          const slot = frame.f64();
          const pairs = new Array<number>(2 * frame.u32());
          for (let i = 0; i < pairs.length; i++) pairs[i] = frame.u32();
          inbox.onCommit(node, slot, pairs);
          break;
        }
        case REPLY:
          handReply(inbox, node, frame);
          break;
        case REDIRECT: {
          const command = commandOf(frame.u32(), frame.u32());
          const leader = frame.u8();
          inbox.onRedirect(node, command, leader === NOBODY ? undefined : leader, frame.f64());
          break;
        }
        case BATCH:
          inbox.onBatchCommitted(node, frame.f64(), frame.f64(), frame.u8());
          break;
        case COUNT:
          inbox.onCount(node, COUNTED[frame.u8()]!);
          break;
        default:
          inbox.onReport(node, (frame.value() as StateDigest | null) ?? undefined);
      }
    });
  }
}

function handReply(inbox: ClientInbox, node: NodeId, frame: Decoder): void {
  const command = commandOf(frame.u32(), frame.u32());
  const request = new Request(command, frame.f64());
  request.arrivedNs = frame.f64();
  const executedNs = frame.f64();
  const submittedNs = frame.f64();
  const durableNs = frame.f64();
  const departsAt = frame.f64();
  const batch = Number.isNaN(submittedNs) ? undefined : { submittedNs, durableNs };
  inbox.onReply(node, { request, result: frame.value() as KvResult, executedNs, batch }, departsAt);
}

/** The client knows what it asked for. */
const KNOWN_TO_THE_CLIENT = { bytes: 0 };

function commandOf(client: number, seq: number): Command {
  return { client, seq, op: KNOWN_TO_THE_CLIENT };
}
