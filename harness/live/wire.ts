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
import type { CountedEvent } from '../../algorithms/contract.ts';
import { Vocabulary } from './codec.ts';
import { Decoder } from './decoder.ts';
import { Encoder } from './encoder.ts';
import type { Mesh } from './mesh.ts';

const VOCABULARY = 0;
export const MESSAGE = 1;
export const REQUEST = 2;
export const ORDER = 3;
export const STARTED = 4;
export const COMMIT = 5;
export const REPLY = 6;
export const REDIRECT = 7;
export const BATCH = 8;
export const COUNT = 9;
export const REPORT = 10;
export const STOPPED = 11;
const HELLO = 12;
const WELCOME = 13;

/** No leader is known; node numbers are below it. */
export const NOBODY = 255;
/** So many frames of one ring are taken in a turn: then others have their turn. */
const MOST_FRAMES = 256;

export const COUNTED: readonly CountedEvent[] = ['election', 'leader', 'contention', 'catch-up', 'retransmission'];

/**
 * What both ends do: a thread has one vocabulary, and tells each other thread what it does not know of it yet. A thread that
 * takes the place of one that was ended understands nobody until it is welcomed: what they sent before is lost.
 */
export class Wire {
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

  /** @param urgent see `RingWriter.write` */
  protected write(to: number, frame: Encoder, urgent = true): void {
    const known = this.told[to]!;
    if (this.vocabulary.size > known) {
      const entries = this.vocabulary.since(known);
      const told = new Uint8Array(1 + entries.length);
      told[0] = VOCABULARY;
      told.set(entries, 1);
      this.mesh.write(to, told, told.length);
      this.told[to] = this.vocabulary.size;
    }
    this.mesh.write(to, frame.bytes, frame.length, urgent);
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
