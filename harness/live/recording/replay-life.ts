/** Gives the inputs of a recorded life to a replica made anew, and compares what it does with what it did live. */
import { unreachable } from '../../../algorithms/assert.ts';
import type { Algorithm, CommonOptions, Protocol, Replica } from '../../../algorithms/contract.ts';
import { conflict, type KvOperation } from '../../cluster/key-value.ts';
import type { Checkpoint, Effect, Input, LifeItem } from './items.ts';
import type { LifeFile, Segment } from './life-file.ts';
import { Departure, ReplayedEnv, Stopped } from './replayed-env.ts';

/** What is run with the recorded inputs. */
export interface Cast {
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  readonly nodes: number;
}

/** Who looks on. */
export interface ReplayWatch {
  onInput(input: Input): void;
  onEffect(effect: Effect): void;
}

/** Where replica and recording part. */
export interface Parting {
  /** The first checkpoint that differs, from 1. */
  readonly checkpoint: number;
  /** The inputs that lead up to it from the one before: first and last, from 1. */
  readonly inputs: readonly [number, number];
  readonly reason: string;
}

export interface LifeReplay {
  readonly inputs: number;
  readonly effects: number;
  readonly recordedHash: string;
  readonly replayedHash: string;
  /** `undefined`: all is as it was. */
  readonly parting: Parting | undefined;
  /** Was it written to its end? */
  readonly isWhole: boolean;
  /** What was thrown live. */
  readonly failure: string | undefined;
}

/** @throws UserError for a file that is damaged, or of another life */
export function replayLife(file: LifeFile, life: Omit<LifeItem, 'type'>, cast: Cast, watch?: ReplayWatch): LifeReplay {
  const replay = new Replay(life, cast, watch);
  for (const segment of file.segments(life)) replay.play(segment);
  return replay.result();
}

class Replay {
  private readonly env: ReplayedEnv;
  private readonly cast: Cast;
  private readonly watch: ReplayWatch | undefined;
  private replica: Replica<Protocol> | undefined;
  /** The replica has thrown: it takes no more. */
  private isOver = false;
  private checkpoints = 0;
  private checkpoint: Omit<Checkpoint, 'type'>;
  private end: Segment['end'];
  private parting: Parting | undefined;

  constructor({ node }: Omit<LifeItem, 'type'>, cast: Cast, watch: ReplayWatch | undefined) {
    this.env = new ReplayedEnv(node, cast.nodes, (effect) => watch?.onEffect(effect));
    this.cast = cast;
    this.watch = watch;
    this.checkpoint = { inputs: 0, effects: 0, hash: this.env.effects.digest() };
  }

  play(segment: Segment): void {
    const { env, checkpoint: before } = this;
    const { checkpoint, end } = segment;
    this.checkpoints++;
    const departed = this.isOver ? undefined : this.departureIn(segment);
    if (this.parting === undefined && (departed !== undefined || env.effects.digest() !== checkpoint.hash)) {
      const reason = departed ?? 'it does something else';
      this.parting = { checkpoint: this.checkpoints, inputs: [before.inputs + 1, checkpoint.inputs], reason };
    }
    this.checkpoint = checkpoint;
    this.end = end;
  }

  result(): LifeReplay {
    const { inputs, effects, hash } = this.checkpoint;
    return {
      inputs,
      effects,
      recordedHash: hash,
      replayedHash: this.env.effects.digest(),
      parting: this.parting,
      isWhole: this.end !== undefined,
      failure: this.end?.failure,
    };
  }

  /** Why the replica cannot go on as it did live, if so. */
  private departureIn({ items, checkpoint, end }: Segment): string | undefined {
    const { env } = this;
    const failure = end?.failure;
    // What was thrown live may come from the world that was called, which here does nothing.
    if (failure !== undefined) env.mostEffects = checkpoint.effects;
    env.play(items);
    try {
      this.replica ??= this.create();
      for (let input = env.takeInput(); input !== undefined; input = env.takeInput()) this.call(this.replica, input);
      return undefined;
    } catch (error) {
      this.isOver = true;
      if (error instanceof Departure) return error.message;
      if (!(error instanceof Error)) throw error;
      return error instanceof Stopped || error.message === failure ? undefined : `it fails: ${error.message}`;
    }
  }

  private create(): Replica<Protocol> {
    const { algorithm, options } = this.cast;
    return algorithm.create(options, this.env, (a, b) => conflict(a.op as KvOperation, b.op as KvOperation));
  }

  private call(replica: Replica<Protocol>, input: Input): void {
    this.watch?.onInput(input);
    switch (input.type) {
      case 'start':
        replica.start(input);
        break;
      case 'message':
        replica.onMessage(input.from, input.message);
        break;
      case 'timer':
        replica.onTimer(input.timer, input.key);
        break;
      case 'request':
        replica.onRequest(input.batch);
        break;
      case 'forget':
        replica.forget(input.slot);
        break;
      default:
        unreachable(input);
    }
  }
}
