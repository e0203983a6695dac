/** Limits that all configurations of a sweep must keep, for continuous integration: `p99 < 20ms`. */
import { namesOf } from '../compare/names.ts';
import { holds, limitText, parseThreshold, type Threshold } from '../compare/threshold.ts';
import type { Configuration } from '../report/configuration.ts';
import { formatValue } from '../report/format.ts';
import { UserError } from '../user-error.ts';

/** @throws UserError */
export function parseLimit(text: string): Threshold {
  const threshold = parseThreshold(text, '--threshold');
  if (threshold.of === 'value') return threshold;
  throw new UserError(
    `--threshold '${text}' is of a change, and a sweep has nothing to compare with; write 'p99 < 20ms', or use quorum-bench compare --fail-if`,
  );
}

/** A sentence for each configuration and limit that it does not keep; what has no figure keeps none. */
export function brokenLimits(configurations: readonly Configuration[], thresholds: readonly Threshold[]): string[] {
  const names = namesOf(configurations);
  return thresholds.flatMap((threshold) =>
    configurations.flatMap((each) => {
      const { metric, text } = threshold;
      const figure = each.verdict === 'ok' ? each.figure(metric.column) : undefined;
      if (figure !== undefined && holds(threshold, figure.value)) return [];
      const found = figure === undefined ? 'there is no figure' : formatValue(metric.column, figure.value);
      return [`${names.get(each)}: ${metric.name} is ${found}, the limit ${limitText(threshold)} (${text})`];
    }),
  );
}
