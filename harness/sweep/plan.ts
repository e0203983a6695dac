/**
 * What a sweep will run: every configuration that its protocol may have, once, in order; what is left out, and why; and
 * the user's mistakes, which stop it before it starts.
 */
import { trialId } from '../trial/canonical.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { CostsSpec, TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { complaint, type FailedPoint, type LocateInPanel } from './mistakes.ts';
import { points } from './points.ts';
import type { Locate } from './sweep-file.ts';
import { valueAt } from './spec-path.ts';
import type { Panel, Sweep } from './sweep-spec.ts';

/** One trial. Its spec is made anew when it is wanted: a long sweep must not hold them all. */
export interface PlannedTrial {
  readonly id: string;
  readonly seed: number;
  readonly configuration: Configuration;
}

/** All seeds of one combination of values. */
export interface Configuration {
  /** What identifies it: the hash of its spec but for the seed. */
  readonly key: string;
  /** Names of the panels that it is in. */
  readonly panels: string[];
  readonly trials: PlannedTrial[];
  intervalMs: number | undefined;
  readonly input: object;
}

/** Configurations that are left out for one reason. */
export interface Exclusion {
  readonly panel: string;
  readonly algorithm: string;
  readonly nodes: string;
  readonly quorums: string;
  readonly reason: string;
  /** How many. */
  configurations: number;
}

export interface Plan {
  readonly configurations: readonly Configuration[];
  /** In the order of rows. */
  readonly trials: readonly PlannedTrial[];
  readonly exclusions: readonly Exclusion[];
  /** The cost models in use, in order of appearance. */
  readonly costs: readonly CostsSpec[];
}

const MOST_TRIALS = 1_000_000;

/** @throws UserError that names the axis, the value and where it stands */
export function planSweep(sweep: Sweep, locate: Locate = () => undefined): Plan {
  const draft = new Draft();
  for (const [i, panel] of sweep.panels.entries()) planPanel(panel, draft, (path) => locate(path, i));
  if (draft.trials.length === 0) {
    const reason = draft.exclusions[0]?.reason ?? 'there is no combination of values';
    throw new UserError(`the sweep ${sweep.name} has no trial that may run: ${reason}`);
  }
  return draft;
}

/** The spec of a planned trial, resolved. */
export function specOf({ configuration, seed }: PlannedTrial): TrialSpec {
  return { ...resolveSpec(configuration.input), seed };
}

function planPanel(panel: Panel, draft: Draft, locate: LocateInPanel): void {
  refuseSeed(panel, locate);
  const failed: FailedPoint[] = [];
  const alive = panel.axes.map(() => new Set<number>());
  for (const point of points(panel)) {
    const attempt = attemptAt(point.input);
    if (attempt.kind === 'wrong') {
      failed.push({ ...point, message: attempt.message });
      continue;
    }
    point.digits.forEach((digit, axis) => alive[axis]!.add(digit));
    if (attempt.kind === 'legal') draft.add(panel, point.input, attempt.spec);
    else draft.exclude(panel.name, point.input, attempt.message);
  }
  const mistake = complaint(panel, failed, alive, locate);
  if (mistake !== undefined) throw new UserError(mistake);
  // Each value works somewhere, so these do not go together, such as grid:2x3 with 5 nodes.
  for (const { input, message } of failed) draft.exclude(panel.name, input, message);
}

/** A seed among the fields of the trial would have no effect. */
function refuseSeed({ base, axes }: Panel, locate: LocateInPanel): void {
  const path = axes.some((axis) => axis.path === 'seed') ? ['axes', 'seed'] : ['base', 'seed'];
  if (path[0] === 'base' && valueAt(base, 'seed') === undefined) return;
  const where = locate(path);
  throw new UserError(
    `${where === undefined ? '' : `${where}: `}${path.join('.')} has no place there; give the seeds of a sweep as seeds (--seeds)`,
  );
}

type Attempt =
  | { readonly kind: 'legal'; readonly spec: TrialSpec }
  | { readonly kind: 'illegal' | 'wrong'; readonly message: string };

function attemptAt(input: object): Attempt {
  try {
    return { kind: 'legal', spec: resolveSpec(input) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Where the same trial would run with its legality set aside, legality was all that was wrong.
    return { kind: resolves(withoutLegality(input)) ? 'illegal' : 'wrong', message: error.message };
  }
}

function resolves(input: object): boolean {
  try {
    resolveSpec(input);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function withoutLegality(input: object): object {
  const quorums = valueAt(input, 'quorums');
  const given = typeof quorums === 'object' ? quorums : quorums === undefined ? {} : { shorthand: quorums };
  return { ...input, quorums: { ...given, unsafe: true } };
}

class Draft implements Plan {
  readonly configurations: Configuration[] = [];
  readonly trials: PlannedTrial[] = [];
  readonly exclusions: Exclusion[] = [];
  readonly costs: CostsSpec[] = [];
  private readonly byKey = new Map<string, Configuration>();
  private readonly ids = new Set<string>();
  private readonly costTexts = new Set<string>();

  add({ name, seeds, intervalMs }: Panel, input: object, spec: TrialSpec): void {
    const key = trialId({ ...spec, seed: 0 });
    const configuration = this.byKey.get(key) ?? { key, panels: [], trials: [], intervalMs, input };
    if (!this.byKey.has(key)) this.configurations.push(configuration);
    this.byKey.set(key, configuration);
    configuration.intervalMs ??= intervalMs;
    if (!configuration.panels.includes(name)) configuration.panels.push(name);
    for (const seed of seeds) this.addTrial(configuration, seed, trialId({ ...spec, seed }));
    this.addCosts(spec.costs);
  }

  /** The same trial runs once, in however many panels it is. */
  private addTrial(configuration: Configuration, seed: number, id: string): void {
    if (this.ids.has(id)) return;
    if (this.ids.size === MOST_TRIALS) {
      throw new UserError(`the sweep has more than ${MOST_TRIALS} trials; take fewer values or seeds`);
    }
    this.ids.add(id);
    const trial = { id, seed, configuration };
    configuration.trials.push(trial);
    this.trials.push(trial);
  }

  private addCosts(costs: CostsSpec): void {
    const text = JSON.stringify(costs);
    if (this.costTexts.has(text)) return;
    this.costTexts.add(text);
    this.costs.push(costs);
  }

  exclude(panel: string, input: object, reason: string): void {
    const [algorithm, nodes, quorums] = ['algorithm', 'nodes', 'quorums'].map((path) => textAt(input, path));
    const what = { panel, algorithm: algorithm!, nodes: nodes!, quorums: quorums!, reason };
    const text = JSON.stringify(what);
    const known = this.exclusions.find(({ configurations: _, ...other }) => JSON.stringify(other) === text);
    if (known !== undefined) known.configurations++;
    else this.exclusions.push({ ...what, configurations: 1 });
  }
}

/** As it was given: a text, or JSON. */
function textAt(input: object, path: string): string {
  const value = valueAt(input, path) ?? (path === 'quorums' ? 'majority' : path === 'nodes' ? 5 : '');
  const shorthand = typeof value === 'object' ? valueAt(value, 'shorthand') : value;
  return typeof shorthand === 'string' ? shorthand : JSON.stringify(shorthand ?? value);
}
