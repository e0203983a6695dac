/**
 * Makes a failing script short (Zeller and Hildebrandt, *Simplifying and Isolating Failure-Inducing Input*, 2002): an instant
 * disk if that will do, then whole nodes, clients and kinds of steps, then ever smaller runs of steps, until none can go; at
 * last the same again with messages that may say something else once there are fewer steps before them.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { Schedule } from './schedule.ts';
import { Stage } from './stage.ts';
import type { Step } from './step.ts';
import { StepsRecorder } from './steps-recorder.ts';

export interface Script {
  readonly schedule: ScheduleSpec;
  readonly disk: 'instant' | 'script';
  readonly steps: readonly Step[];
  readonly invariant: string;
  readonly message: string;
}

/** The script of a schedule that breaks an invariant; `undefined` where the stage cannot play it (clocks that jump, say). */
export function scriptOf(schedule: ScheduleSpec, algorithm: Algorithm): Script | undefined {
  const recorder = new StepsRecorder();
  const { invariant } = new Schedule(schedule, algorithm, algorithm, recorder).run();
  if (invariant === undefined) return undefined;
  return played(schedule, algorithm, 'script', recorder.steps, invariant);
}

function played(
  schedule: ScheduleSpec,
  algorithm: Algorithm,
  disk: Script['disk'],
  steps: readonly Step[],
  invariant: string,
  isLoose = false,
): Script | undefined {
  const result = new Stage(schedule, algorithm, disk, isLoose).play(steps);
  if (result.invariant !== invariant) return undefined;
  return { schedule, disk, steps: result.steps, invariant, message: result.message };
}

/** A short script that breaks the same invariant. */
export function shrink(script: Script, algorithm: Algorithm): Script {
  let best = script;
  let isLoose = false;
  const tryWith = (steps: readonly Step[], disk = best.disk): boolean => {
    const shorter = played(best.schedule, algorithm, disk, steps, best.invariant, isLoose);
    if (shorter === undefined || (shorter.steps.length >= best.steps.length && disk === best.disk)) return false;
    best = shorter;
    return true;
  };
  for (isLoose of [false, true]) {
    const withoutDisk = best.steps.filter(({ verb }) => verb !== 'disk');
    tryWith(withoutDisk, 'instant');
    shrinkBy(tryWith, () => best);
  }
  return best;
}

type Attempt = (steps: readonly Step[]) => boolean;

/** Takes away whatever can go, until nothing can. */
function shrinkBy(tryWith: Attempt, best: () => Script): void {
  for (let before = Infinity; best().steps.length < before;) {
    before = best().steps.length;
    for (const keep of coarseCuts(best().schedule.spec.nodes)) tryWith(best().steps.filter(keep));
    for (let size = best().steps.length >> 1; size >= 1; size = size >> 1) {
      for (let start = best().steps.length - size; start >= 0; start -= size) {
        const { steps } = best();
        tryWith([...steps.slice(0, start), ...steps.slice(start + size)]);
      }
    }
    removePairs(() => best().steps, tryWith);
  }
}

/** What to keep when all of a node, or all of a verb, goes. */
function coarseCuts(nodes: number): ((step: Step) => boolean)[] {
  const cuts: ((step: Step) => boolean)[] = [];
  for (let node = 0; node < nodes; node++) {
    cuts.push((step) => step.node !== node && !(step.verb === 'deliver' && step.from === node));
  }
  cuts.push((step) => step.verb !== 'request');
  return cuts;
}

/** A crash without its restart, or a question without its answer, may be needed together and gone together. */
function removePairs(steps: () => readonly Step[], tryWith: Attempt): void {
  if (steps().length > 80) return;
  for (let i = steps().length - 1; i > 0; i--) {
    for (let j = i - 1; j >= 0; j--) {
      const list = steps();
      if (i < list.length && tryWith(list.filter((_, k) => k !== i && k !== j))) break;
    }
  }
}
