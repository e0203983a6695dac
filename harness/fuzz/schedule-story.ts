/** Runs a saved schedule and tells it: the faults, what happened around the healing, and how the nodes are left. */
import { algorithmNamed } from '../../algorithms/registry.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { Schedule, type Verdict } from './schedule.ts';
import { StepsRecorder } from './steps-recorder.ts';
import { tell } from './story.ts';

/** Of more steps the last before the healing and the first behind it are told. */
const TOLD_BEFORE = 40;
const TOLD_AFTER = 20;

export interface ToldSchedule extends Verdict {
  readonly story: string;
}

export function runAndTell(schedule: ScheduleSpec): ToldSchedule {
  const recorder = new StepsRecorder();
  const algorithm = algorithmNamed(schedule.spec.algorithm)!;
  const run = new Schedule(schedule, algorithm, algorithm, recorder);
  const verdict = run.run();
  return { ...verdict, story: [...faultLines(schedule), '', diagram(schedule, recorder), '', ...ends(run)].join('\n') };
}

function faultLines({ spec: { faults }, core }: ScheduleSpec): string[] {
  const planned = faults.plan.map(({ kind, atMs, forMs, ...fields }) => {
    const what = Object.entries(fields).map(([name, value]) => ` ${name} ${JSON.stringify(value)}`);
    return `${atMs} ms: ${kind}${what.join(',')}${forMs === null ? '' : `, for ${forMs} ms`}`;
  });
  const crashes = faults.crashLeaderAtMs.map((atMs) => `${atMs} ms: whoever leads crashes`);
  const left = core === undefined ? [] : [`after healing only nodes ${core.join(', ')} are up`];
  const lines = [...planned, ...crashes, ...left];
  return lines.length === 0 ? ['no faults'] : lines;
}

function diagram({ spec: { nodes } }: ScheduleSpec, { steps, notes, healedAt = steps.length }: StepsRecorder): string {
  const from = Math.max(0, healedAt - TOLD_BEFORE);
  const to = Math.min(steps.length, healedAt + TOLD_AFTER);
  const parts = [tell(nodes, steps.slice(from, healedAt), notes.slice(from, healedAt))];
  if (from > 0) parts.unshift(`… ${from} steps before`);
  if (healedAt < steps.length) {
    parts.push('everything heals', tell(nodes, steps.slice(healedAt, to), notes.slice(healedAt, to)));
  }
  if (to < steps.length) parts.push(`… ${steps.length - to} steps more`);
  return parts.join('\n');
}

/** How each node is left. */
function ends({ machines }: Schedule): string[] {
  return machines.map(({ self, node }) => {
    if (node === undefined) return `node ${self} is down`;
    const { leader, ballot } = node.replica.view();
    const led = leader === undefined ? '' : leader === self ? ', leads' : `, follows node ${leader}`;
    return `node ${self} has executed all slots below ${node.executedSlot}; ballot or term ${ballot}${led}`;
  });
}
