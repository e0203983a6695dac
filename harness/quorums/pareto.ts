/** Choosing between many aims: the rows that none of the others beats, and what each loses against the best. */

export type Better = 'less' | 'more';

/** One figure of each row; `undefined` where a row has none. */
export interface Aim {
  readonly better: Better;
  readonly values: readonly (number | undefined)[];
}

/**
 * Is a row on the Pareto front: does no other row do at least as well in every aim and better in one? A row that lacks a
 * figure is not on it.
 */
export function paretoFront(rows: number, aims: readonly Aim[]): boolean[] {
  const cost = (row: number, aim: Aim): number => {
    const value = aim.values[row];
    return value === undefined ? Infinity : aim.better === 'less' ? value : -value;
  };
  const complete = (row: number): boolean => aims.every((aim) => aim.values[row] !== undefined);
  const dominates = (a: number, b: number): boolean =>
    aims.every((aim) => cost(a, aim) <= cost(b, aim)) && aims.some((aim) => cost(a, aim) < cost(b, aim));
  const all = Array.from({ length: rows }, (_, row) => row);
  return all.map((row) => complete(row) && !all.some((other) => complete(other) && dominates(other, row)));
}

/** The best value of an aim; `undefined` if no row has one. */
export function bestOf({ better, values }: Aim): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return known.reduce((a, b) => ((better === 'less') === a < b ? a : b));
}
