/**
 * Round after round, under load: nodes drawn at random, one or several or all, lose their processes at a random moment, start
 * again from their files a random time later, and the cluster must get on. The last round takes all of them down at once.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import { RandomStream } from '../sim/random.ts';
import { nsOf } from '../sim/simulator.ts';
import type { LiveTrial } from './live-trial.ts';

const LOAD_MS = [20, 120] as const;
const DOWN_MS = [0, 60] as const;
const POLL_MS = 5;
/** The cluster gets on when so many further slots are committed. */
const PROGRESS_SLOTS = 20;
/** Threads take their time to start on a busy machine. */
const PATIENCE_MS = 60_000;

export class KillRounds {
  kills = 0;
  finished = 0;
  private readonly trial: LiveTrial;
  private readonly rounds: number;
  private readonly isUp: (node: NodeId) => boolean;
  private readonly random: RandomStream;
  private readonly onOver: () => void;

  constructor(trial: LiveTrial, rounds: number, isUp: (node: NodeId) => boolean, onOver: () => void) {
    this.trial = trial;
    this.rounds = rounds;
    this.isUp = isUp;
    this.random = new RandomStream(trial.spec.seed, 'kill-rounds');
    this.onOver = onOver;
  }

  /** Begins the next round, or ends. */
  next(): void {
    if (this.finished === this.rounds) this.onOver();
    else this.after(LOAD_MS, () => this.kill());
  }

  private kill(): void {
    const { outages, spec } = this.trial;
    const victims = this.finished === this.rounds - 1 ? everyone(spec.nodes) : this.draw();
    for (const node of victims) outages.hold(node);
    this.kills += victims.length;
    this.after(DOWN_MS, () => {
      for (const node of victims) outages.release(node);
      this.awaitProgress(this.trial.checker.nextSlot + PROGRESS_SLOTS, this.trial.now() + nsOf(PATIENCE_MS));
    });
  }

  private awaitProgress(slot: number, deadline: number): void {
    const { checker, agenda, spec } = this.trial;
    if (checker.nextSlot >= slot && everyone(spec.nodes).every(this.isUp)) {
      this.finished++;
      this.next();
    } else if (this.trial.now() >= deadline) {
      throw new Error(
        `in round ${this.finished + 1} the cluster did not get on for ${PATIENCE_MS} ms after its nodes were started again`,
      );
    } else {
      agenda.after(nsOf(POLL_MS), () => this.awaitProgress(slot, deadline));
    }
  }

  /** Mostly one, sometimes more. */
  private draw(): NodeId[] {
    const { nodes } = this.trial.spec;
    const count = this.random.next() < 0.7 ? 1 : 1 + this.random.below(nodes);
    const others = everyone(nodes);
    return Array.from({ length: count }, () => others.splice(this.random.below(others.length), 1)[0]!);
  }

  private after([least, most]: readonly [number, number], action: () => void): void {
    this.trial.agenda.after(nsOf(least + (most - least) * this.random.next()), action);
  }
}

function everyone(nodes: number): NodeId[] {
  return Array.from({ length: nodes }, (_, node) => node);
}
