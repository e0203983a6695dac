/** Integrals by Gauss and Legendre: exact, but for rounding, for polynomials of degree below twice the number of points. */
import { cos } from '../sim/exact-math.ts';

export interface Points {
  readonly at: readonly number[];
  readonly weight: readonly number[];
}

/** On [-1, 1]. Roots of the Legendre polynomial by Newton's method. */
export function gaussLegendre(count: number): Points {
  const at: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < count; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const { value, before } = legendre(count, x);
      slope = (count * (x * value - before)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    at.push(x);
    weight.push(2 / ((1 - x * x) * slope * slope));
  }
  return { at, weight };
}

/** P_n(x) and P_{n-1}(x), by Bonnet's recursion. */
function legendre(n: number, x: number): { value: number; before: number } {
  let before = 0;
  let value = 1;
  for (let k = 1; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, before };
}
