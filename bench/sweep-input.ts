/** Which sweep a command line asks for: a file, an experiment or flags alone, with further flags as its base and axes. */
import { existsSync } from 'node:fs';
import { algorithms } from '../algorithms/registry.ts';
import { parseSweepFile, type Locate } from '../harness/sweep/sweep-file.ts';
import { merged, sweepOf, type Axis, type Panel, type Sweep } from '../harness/sweep/sweep-spec.ts';
import { untilOf } from '../harness/sweep/until.ts';
import { valueAt } from '../harness/sweep/spec-path.ts';
import { closestTo } from '../harness/trial/did-you-mean.ts';
import { UserError } from '../harness/user-error.ts';
import { defaultSweep, experimentNamed, experiments, quickSweep } from './experiments/experiments.ts';
import { applyPatch, type Patch } from './flags/patch.ts';
import { assignments, givenFlags, specFile, splitList, type FlagTexts, type GivenFlag } from './flags/trial-flags.ts';
import { readText } from './read-input.ts';

export interface SweepRequest {
  readonly sweep: Sweep;
  readonly locate: Locate;
}

export interface SweepInputFlags extends FlagTexts {
  readonly quick?: true;
  readonly seeds?: string;
  /** Such as `p99 ±3%`. */
  readonly until?: string;
  readonly mostSeeds?: string;
}

/** @param source a file, `-`, the name of an experiment, or nothing. @throws UserError */
export function sweepRequest(source: string | undefined, flags: SweepInputFlags): SweepRequest {
  const given = givenFlags(flags);
  const patches = assignments(flags);
  const below = specFile(flags);
  const hasFlags = given.length > 0 || patches.length > 0 || Object.keys(below).length > 0;
  const { sweep, locate } = sourceOf(source, flags, hasFlags);
  const seeds = flags.seeds === undefined ? undefined : parseSeeds(flags.seeds);
  const panels = sweep.panels.map((panel) => {
    const flagged = given.reduce(withFlag, { ...panel, base: merged(below, panel.base) });
    const patched = patches.reduce(withPatch, flagged);
    return withAlgorithms(seeds === undefined ? patched : { ...patched, seeds });
  });
  const asked = { ...sweep, panels, ...stoppingRule(flags) };
  untilOf(asked);
  return { sweep: asked, locate };
}

function stoppingRule({ until, mostSeeds }: SweepInputFlags): Pick<Sweep, 'until' | 'mostSeeds'> {
  if (mostSeeds !== undefined && !(/^\d+$/.test(mostSeeds) && Number(mostSeeds) >= 2 && Number(mostSeeds) <= 10_000)) {
    throw new UserError(`--most-seeds is ${mostSeeds}; give a whole number from 2 to 10000`);
  }
  return { ...(until !== undefined && { until }), ...(mostSeeds !== undefined && { mostSeeds: Number(mostSeeds) }) };
}

function sourceOf(source: string | undefined, { quick }: SweepInputFlags, hasFlags: boolean): SweepRequest {
  const locate: Locate = () => undefined;
  if (source === undefined) {
    const custom = { name: 'custom' };
    return { sweep: sweepOf(quick ? quickSweep : hasFlags ? custom : defaultSweep), locate };
  }
  if (quick) throw new UserError(`--quick is a sweep of its own; leave out it or ${source}`);
  if (source !== '-' && !existsSync(source)) {
    const experiment = experimentNamed(source);
    if (experiment !== undefined) return { sweep: sweepOf(experiment), locate };
    const names = experiments.map(({ name }) => name);
    const closest = closestTo(source, names);
    const remedy = closest === undefined ? `take one of ${names.join(', ')}` : `did you mean ${closest}?`;
    throw new UserError(`${source} is neither a file nor an experiment; ${remedy}`);
  }
  const file = parseSweepFile(readText(source), source === '-' ? 'standard input' : source);
  return { sweep: sweepOf(file.input), locate: file.locate };
}

/** `5` is the seeds 1 to 5; `7,9` are those two. */
function parseSeeds(text: string): number[] {
  const numbers = splitList(text).map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  const [count] = numbers;
  if (numbers.some((number) => !(number <= 0xffffffff)) || (numbers.length === 1 && count === 0)) {
    throw new UserError(`--seeds: '${text}' is neither a count nor a list of seeds; write 3 for 1 to 3, or 7,8,9`);
  }
  return numbers.length === 1 ? Array.from({ length: count! }, (_, i) => i + 1) : [...new Set(numbers)];
}

/** Where nothing names an algorithm, all are compared. */
function withAlgorithms(panel: Panel): Panel {
  const named = valueAt(panel.base, 'algorithm') !== undefined || panel.axes.some(({ path }) => path === 'algorithm');
  const all: Axis = { path: 'algorithm', values: algorithms.map(({ name }) => name) };
  return named ? panel : { ...panel, axes: [all, ...panel.axes] };
}

/** One value becomes part of the base, several an axis. */
function withFlag(panel: Panel, { name, values }: GivenFlag): Panel {
  const [first, ...others] = values;
  if (others.length === 0) return withPatch(panel, first!.patch);
  const patches = values.map(({ patch }) => patch);
  const paths = [...new Set(patches.flatMap((patch) => Object.keys(patch)))];
  const differs = (path: string) => new Set(patches.map((patch) => JSON.stringify(patch[path]))).size > 1;
  const shared = Object.fromEntries(paths.filter((path) => !differs(path)).map((path) => [path, first!.patch[path]]));
  const cleared = withPatch(panel, shared);
  const axis = axisOf(paths.filter(differs), patches, cleared.base);
  if (axis === undefined) throw new UserError(`--${name} has the same value twice; leave one out`);
  const place = cleared.axes.findIndex(({ path }) => path === axis.path);
  const axes = place === -1 ? [...cleared.axes, axis] : cleared.axes.with(place, axis);
  return { ...cleared, axes };
}

/** An axis over what differs; where that is more than one field, over what holds them all. */
function axisOf(paths: readonly string[], patches: readonly Patch[], base: object): Axis | undefined {
  const [only, ...others] = paths;
  if (only === undefined) return undefined;
  if (others.length === 0) return { path: only, values: patches.map((patch) => patch[only]) };
  const steps = only.split('.');
  const shared = steps.filter((_, i) => paths.every((path) => path.startsWith(`${steps.slice(0, i + 1).join('.')}.`)));
  const path = shared.join('.');
  return { path, values: patches.map((patch) => valueAt(applyPatch(base, patch), path)) };
}

/** Sets fields of the base; an axis over one of them gives way. */
function withPatch(panel: Panel, patch: Patch): Panel {
  const axes = panel.axes.filter(({ path }) => !Object.hasOwn(patch, path));
  for (const path of Object.keys(patch)) {
    const above = axes.find((axis) => path.startsWith(`${axis.path}.`));
    if (above === undefined || patch[path] === undefined) continue;
    throw new UserError(`${path} is part of the axis ${above.path} of ${panel.name}; change it there`);
  }
  return { ...panel, axes, base: applyPatch(panel.base, patch) };
}
