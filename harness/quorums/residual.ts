/** A prediction beside its measurement, with what may lie between them by chance. */

export type Measure =
  | 'commit_ms'
  | 'client_ms'
  | 'messages'
  | 'no_commit'
  | 'no_election'
  | 'commit_p50_ms'
  | 'commit_p99_ms'
  | 'rivalry'
  | 'elect_ms'
  | 'back_ms';

export interface Residual {
  readonly measure: Measure;
  /** Infinity: it never happens. */
  readonly predicted: number;
  readonly measured: number;
  readonly residual: number;
  /** The measurement lies so far from a true prediction at most, with all others of the table, with 99.9 %. */
  readonly within: number;
  readonly agrees: boolean;
}

export function residualOf(measure: Measure, predicted: number, measured: number, within: number): Residual {
  // What never happens was never seen to.
  const residual = predicted === measured ? 0 : measured - predicted;
  return { measure, predicted, measured, residual, within, agrees: Math.abs(residual) <= within };
}
