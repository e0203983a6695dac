/** Correction for many comparisons: Holm's step-down method with weights. */

export interface Hypothesis {
  readonly p: number;
  /** Its share of the error that is allowed; only ratios of weights matter. */
  readonly weight: number;
}

/**
 * Adjusted p-values, in order: rejecting those of at most 5 % errs, in whichever of the hypotheses, with probability 5 % at
 * most, however the tests depend on each other (Holm 1979, A simple sequentially rejective multiple test procedure).
 */
export function holmAdjusted(hypotheses: readonly Hypothesis[]): number[] {
  const order = hypotheses.map((_, i) => i).sort((a, b) => scaled(hypotheses[a]!) - scaled(hypotheses[b]!) || a - b);
  let weightLeft = hypotheses.reduce((sum, { weight }) => sum + weight, 0);
  let greatest = 0;
  const adjusted = new Array<number>(hypotheses.length).fill(1);
  for (const i of order) {
    const { p, weight } = hypotheses[i]!;
    greatest = Math.max(greatest, Math.min(1, (p * weightLeft) / weight));
    adjusted[i] = greatest;
    weightLeft -= weight;
  }
  return adjusted;
}

const scaled = ({ p, weight }: Hypothesis): number => p / weight;
