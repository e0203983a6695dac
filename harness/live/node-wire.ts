/** A node's end of the wire: what its thread writes for the others, and what it reads from them. */
import type { Batch, Command, CountedEvent, NodeId, Protocol } from '../../algorithms/contract.ts';
import type { Envelope, Reply } from '../cluster/host.ts';
import type { KvOperation } from '../cluster/key-value.ts';
import { FRAME_BYTES } from '../sim/machine.ts';
import { Encoder } from './encoder.ts';
import type { Mesh } from './mesh.ts';
import type { Order } from './orders.ts';
import type { StateDigest } from './state-digest.ts';
import {
  BATCH,
  COMMIT,
  COUNT,
  COUNTED,
  MESSAGE,
  NOBODY,
  REDIRECT,
  REPLY,
  REPORT,
  REQUEST,
  STARTED,
  STOPPED,
  Wire,
} from './wire.ts';

/** What a node's thread receives. */
export interface NodeInbox {
  onMessage(from: NodeId, arrival: number, message: Protocol['Message'], envelope: Envelope): void;
  onRequest(arrival: number, sentNs: number, command: Command): void;
  onOrder(order: Order): void;
}

export class NodeWire extends Wire {
  private readonly sizeOf: (message: Protocol['Message']) => number;
  /** A message goes to several nodes: it is written once, and only its arrival differs. */
  private readonly messageFrame = new Encoder(this.vocabulary);
  private lastMessage: unknown;

  /** @param sizeOf a message with its frame, bytes: so many are sent at least */
  constructor(mesh: Mesh, sizeOf: (message: Protocol['Message']) => number) {
    super(mesh);
    this.sizeOf = sizeOf;
  }

  message(to: NodeId, arrival: number, message: unknown, envelope: Envelope): void {
    const { messageFrame } = this;
    if (message !== this.lastMessage) {
      this.lastMessage = message;
      messageFrame.begin(MESSAGE);
      messageFrame.f64(arrival);
      messageFrame.f64(envelope.durableSlot);
      messageFrame.f64(envelope.forgettableSlot);
      messageFrame.value(message);
      messageFrame.padTo(this.sizeOf(message as Protocol['Message']));
    } else {
      messageFrame.putF64(1, arrival);
      messageFrame.putF64(9, envelope.durableSlot);
      messageFrame.putF64(17, envelope.forgettableSlot);
    }
    this.write(to, messageFrame);
  }

  started(slot: number): void {
    this.frame.begin(STARTED);
    this.frame.f64(slot);
    this.toClients();
  }

  stopped(): void {
    this.frame.begin(STOPPED);
    this.toClients();
  }

  /** @param isNews false: the leader tells of it too, and wakes the clients */
  commit(slot: number, batch: Batch, isNews: boolean): void {
    const { frame } = this;
    frame.begin(COMMIT);
    frame.f64(slot);
    frame.u32(batch.length);
    for (let i = 0; i < batch.length; i++) {
      frame.u32(batch[i]!.client);
      frame.u32(batch[i]!.seq);
    }
    this.write(this.mesh.clients, frame, isNews);
  }

  reply({ request, result, executedNs, batch }: Reply, departsAt: number): void {
    const { frame } = this;
    const { command, sentNs, arrivedNs } = request;
    frame.begin(REPLY);
    frame.u32(command.client);
    frame.u32(command.seq);
    frame.f64(sentNs);
    frame.f64(arrivedNs);
    frame.f64(executedNs);
    // NaN: it had been executed before.
    frame.f64(batch === undefined ? NaN : batch.submittedNs);
    frame.f64(batch === undefined ? NaN : batch.durableNs);
    frame.f64(departsAt);
    frame.value(result);
    if (typeof result === 'string') frame.padTo(FRAME_BYTES + command.op.bytes);
    this.toClients();
  }

  redirect({ client, seq }: Command, leader: NodeId | undefined, departsAt: number): void {
    const { frame } = this;
    frame.begin(REDIRECT);
    frame.u32(client);
    frame.u32(seq);
    frame.u8(leader ?? NOBODY);
    frame.f64(departsAt);
    this.toClients();
  }

  batchCommitted(committedNs: number, submittedNs: number, straggler: NodeId): void {
    const { frame } = this;
    frame.begin(BATCH);
    frame.f64(committedNs);
    frame.f64(submittedNs);
    frame.u8(straggler);
    this.toClients();
  }

  count(event: CountedEvent): void {
    this.frame.begin(COUNT);
    this.frame.u8(COUNTED.indexOf(event));
    this.toClients();
  }

  report(digest: StateDigest | undefined): void {
    this.frame.begin(REPORT);
    this.frame.value(digest ?? null);
    this.toClients();
  }

  /** Hands over what has come. Returns how many pieces. */
  receive(inbox: NodeInbox): number {
    return this.receiveBy((from, kind, frame) => {
      switch (kind) {
        case MESSAGE: {
          const arrival = frame.f64();
          const envelope = { durableSlot: frame.f64(), forgettableSlot: frame.f64() };
          inbox.onMessage(from, arrival, frame.value() as Protocol['Message'], envelope);
          break;
        }
        case REQUEST: {
          const arrival = frame.f64();
          const sentNs = frame.f64();
          const client = frame.u32();
          const seq = frame.u32();
          inbox.onRequest(arrival, sentNs, { client, seq, op: frame.value() as KvOperation });
          break;
        }
        default:
          inbox.onOrder(frame.value() as Order);
      }
    });
  }

  private toClients(): void {
    this.write(this.mesh.clients, this.frame);
  }
}
