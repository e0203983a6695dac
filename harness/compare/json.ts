/** A comparison for machines. */
import { comparedConfigurations, type Comparison } from './comparison.ts';
import type { Failure } from './gate.ts';
import { namesOf } from './names.ts';
import { provenanceDifferences } from './provenance.ts';
import { methodText } from './text.ts';
import { nameOf, verdictOf } from './verdict.ts';

/** One object; units stand in the names of the columns, changes are shares (0.05 is +5 %), `null` is what cannot be told. */
export function comparisonJson(comparison: Comparison, failures: readonly Failure[]): string {
  const names = namesOf(comparedConfigurations(comparison));
  const { base, candidate, rows, broken, notes, changes, onlyBase, onlyCandidate } = comparison;
  const json = {
    schema: 1,
    base: base.dir,
    candidate: candidate.dir,
    verdict: verdictOf(comparison),
    method: methodText(comparison),
    correction: 'holm',
    level: 0.05,
    provenance: provenanceDifferences(base, candidate),
    changes,
    only_base: onlyBase.length,
    only_candidate: onlyCandidate.length,
    failures,
    broken: broken.map(({ pair, ...each }) => ({ ...each, trials: pair.candidate.configuration.trialIds })),
    notes,
    rows: rows.map((row) => {
      const { metric, pair, difference, adjusted, finding } = row;
      const { scale, method, seeds, change, low, high, interval, p } = difference;
      return {
        configuration: nameOf(row, names),
        overall: pair === undefined,
        metric: metric.name,
        column: metric.column,
        base: difference.base,
        candidate: difference.candidate,
        scale,
        change,
        low: low ?? null,
        high: high ?? null,
        interval,
        method,
        seeds,
        p: p ?? null,
        p_adjusted: adjusted ?? null,
        finding,
        trials:
          pair === undefined
            ? null
            : { base: pair.base.configuration.trialIds, candidate: pair.candidate.configuration.trialIds },
      };
    }),
  };
  return `${JSON.stringify(json)}\n`;
}
