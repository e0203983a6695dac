/** Which value of which axis is the user's mistake, in a sentence that names where it stands. */
import { pathIn } from '../trial/yaml-lines.ts';
import type { Point } from './points.ts';
import type { Axis, Panel } from './sweep-spec.ts';

/** Where something of the panel stands; nothing for what is in no file. */
export type LocateInPanel = (path: readonly (string | number)[]) => string | undefined;

export interface FailedPoint extends Point {
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/**
 * The first mistake. Where every value of a failed combination works in some other one, the values do not go together, and
 * nobody has made a mistake.
 * @param alive by axis: which of its values work somewhere
 */
export function complaint(
  panel: Panel,
  failed: readonly FailedPoint[],
  alive: readonly ReadonlySet<number>[],
  locate: LocateInPanel,
): string | undefined {
  const isDead = (digit: number, axis: number) => !alive[axis]!.has(digit);
  const point = failed.find(({ digits }) => digits.length === 0 || digits.some(isDead));
  if (point === undefined) return undefined;
  const suspects = panel.axes.flatMap((axis, i) => (isDead(point.digits[i]!, i) ? [{ axis, i }] : []));
  // A value that never works, beside others that do, is to blame; where nothing works, the sentence names the field.
  const culprit =
    suspects.find(({ i }) => alive[i]!.size > 0) ?? suspects.find(({ axis }) => names(point.message, axis));
  if (culprit === undefined) {
    const where = locate(['base', ...pathIn(point.message)]) ?? locate(['base', fieldOf(point.message)]);
    return `${prefix(where)}${point.message}`;
  }
  const { axis, i } = culprit;
  const digit = point.digits[i]!;
  const where = locate(['axes', axis.path, digit]);
  return `${prefix(where)}axis ${axis.path}, value ${show(axis.values[digit])}: ${point.message}`;
}

/** Does the sentence begin with the axis's field, one within it, or one around it? */
function names(message: string, { path }: Axis): boolean {
  const field = fieldOf(message);
  return field !== '' && (field === path || field.startsWith(`${path}.`) || path.startsWith(`${field}.`));
}

function fieldOf(message: string): string {
  return /^[A-Za-z_][\w.]*/.exec(message)?.[0] ?? '';
}

function prefix(where: string | undefined): string {
  return where === undefined ? '' : `${where}: `;
}

/** A value in at most 60 characters. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
