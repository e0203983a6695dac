/**
 * What the threads write into each other's rings: one frame per piece of mail, whose first byte says what it is.
 *
 *     any -> any            hello        "I am new; tell me all your words again", and the answer to it, welcome
 *                           vocabulary   shapes and words that the frames to come use
 *     node -> node          message   when it is to arrive, envelope, message
 *     clients -> node       request   when it is to arrive, when it was sent, command
 *                           order     JSON
 *     node -> clients       started, stopped, commit, reply, redirect, batch, count, report
 *
 * A commit stands before the replies that it gives rise to, in the same ring: whoever reads an answer has read its slot.
 */
import type { Batch, Command, CountedEvent, NodeId, Protocol } from '../../algorithms/contract.ts';
import { Request, type Envelope, type Reply } from '../cluster/host.ts';
import type { KvOperation, KvResult } from '../cluster/key-value.ts';
import { FRAME_BYTES } from '../sim/machine.ts';
import { Vocabulary } from './codec.ts';
import { Decoder } from './decoder.ts';
import { Encoder } from './encoder.ts';
import type { Mesh } from './mesh.ts';
import type { Order } from './orders.ts';
import type { StateDigest } from './state-digest.ts';

const VOCABULARY = 0;
const MESSAGE = 1;
const HELLO = 12;
const WELCOME = 13;
const REQUEST = 2;
const ORDER = 3;
const STARTED = 4;
const COMMIT = 5;
const REPLY = 6;
const REDIRECT = 7;
const BATCH = 8;
const COUNT = 9;
const REPORT = 10;
const STOPPED = 11;

/** No leader is known; node numbers are below it. */
const NOBODY = 255;
/** So many frames of one ring are taken in a turn: then others have their turn. */
const MOST_FRAMES = 256;

const COUNTED: readonly CountedEvent[] = ['election', 'leader', 'contention', 'catch-up', 'retransmission'];

/** What a node's thread receives. */
export interface NodeInbox {
  onMessage(from: NodeId, arrival: number, message: Protocol['Message'], envelope: Envelope): void;
  onRequest(arrival: number, sentNs: number, command: Command): void;
  onOrder(order: Order): void;
}

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

/**
 * What both ends do: a thread has one vocabulary, and tells each other thread what it does not know of it yet. A thread that
 * takes the place of one that was ended understands nobody until it is welcomed: what they sent before is lost.
 */
class Wire {
  protected readonly mesh: Mesh;
  protected readonly vocabulary = new Vocabulary();
  protected readonly frame = new Encoder(this.vocabulary);
  /** By sender; `undefined` while it is not understood. */
  private readonly decoders: (Decoder | undefined)[];
  /** By receiver: how much of the vocabulary it has been told. */
  private readonly told: number[];

  constructor(mesh: Mesh) {
    this.mesh = mesh;
    this.decoders = mesh.readers.map(() => undefined);
    this.told = mesh.writers.map(() => 0);
    mesh.writers.forEach((writer, to) => {
      if (writer !== undefined) this.mesh.write(to, Uint8Array.of(HELLO), 1);
    });
  }

  protected write(to: number, frame: Encoder): void {
    const known = this.told[to]!;
    if (this.vocabulary.size > known) {
      const entries = this.vocabulary.since(known);
      const told = new Uint8Array(1 + entries.length);
      told[0] = VOCABULARY;
      told.set(entries, 1);
      this.mesh.write(to, told, told.length);
      this.told[to] = this.vocabulary.size;
    }
    this.mesh.write(to, frame.bytes, frame.length);
  }

  /** Hands over what has come from all threads. Returns how many pieces. */
  protected receiveBy(hand: (from: number, kind: number, frame: Decoder) => void): number {
    const { readers } = this.mesh;
    let received = 0;
    for (let from = 0; from < readers.length; from++) {
      const ring = readers[from];
      if (ring?.ready !== true) continue;
      received += ring.read((bytes, start, end) => {
        const kind = bytes[start]!;
        if (kind === HELLO || kind === WELCOME) this.greet(from, kind === HELLO);
        const decoder = this.decoders[from];
        if (decoder === undefined || kind === HELLO || kind === WELCOME) return;
        decoder.begin(bytes, start);
        if (kind === VOCABULARY) decoder.learn(bytes, start + 1, end);
        else hand(from, kind, decoder);
      }, MOST_FRAMES);
    }
    return received;
  }

  /** From here on the thread speaks as one that has told nothing before. */
  private greet(from: number, isNew: boolean): void {
    this.decoders[from] = new Decoder();
    if (!isNew) return;
    this.told[from] = 0;
    this.mesh.write(from, Uint8Array.of(WELCOME), 1);
  }
}

/** A node's end. */
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

  commit(slot: number, batch: Batch): void {
    const { frame } = this;
    frame.begin(COMMIT);
    frame.f64(slot);
    frame.u32(batch.length);
    for (let i = 0; i < batch.length; i++) {
      frame.u32(batch[i]!.client);
      frame.u32(batch[i]!.seq);
    }
    this.toClients();
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

/** The clients' end. */
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
