/** What became of the seeded bugs, as a table: `results/mutants`. It is generated, never typed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlgorithmStamp } from '../fuzz/stamp.ts';
import { absent } from './absent.ts';
import { isAsItShould, killersOf, medianOf, type MutantResult } from './try-mutant.ts';

export const KILL_HEAD = [
  'algorithm',
  'mutant',
  'bug',
  'outcome',
  'killed by',
  'schedules (median)',
  'limit',
  'time',
  'exploration needs',
];
/** Columns of numbers. */
export const KILL_NUMBERS = [5, 6, 7];

export function outcomeOf(result: MutantResult): string {
  if (result.equivalent) return result.killed === 0 ? 'silent, as it should be' : 'FALSE ALARM';
  return isAsItShould(result) ? 'killed' : 'SURVIVED';
}

export function killRow(result: MutantResult): string[] {
  const { algorithm, id, bug, why, limit, wallMs, equivalent } = result;
  const isSeen = 2 * result.killed > result.alarms.length;
  const median = equivalent || !isSeen ? `> ${medianOf(result)}` : String(medianOf(result));
  const how = result.directed === undefined ? killersOf(result) : `${result.directed} (directed scenario)`;
  const about = why === undefined ? bug : `${bug}. No bug: ${why}`;
  const time = `${(wallMs / 1000).toFixed(1)} s`;
  return [algorithm, id, about, outcomeOf(result), how, median, String(limit), time, boundsOf(result)];
}

/** Where all schedules of three nodes were explored: the least bounds that show the bug. */
function boundsOf({ explored }: MutantResult): string {
  if (explored === undefined) return '';
  const { ballots, values, depth, invariant } = explored;
  const several = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return `${several(ballots, 'ballot')}, ${several(values, 'value')}, depth ${depth}: ${invariant}`;
}

export function killSummary(results: readonly MutantResult[]): string {
  const bugs = results.filter(({ equivalent }) => !equivalent);
  const equivalents = results.filter(({ equivalent }) => equivalent);
  const killed = bugs.filter(isAsItShould);
  const silent = equivalents.filter(isAsItShould).length;
  const byScenario = killed.filter(({ directed }) => directed !== undefined).length;
  return `${killed.length} of ${bugs.length} bugs killed, ${killed.length - byScenario} by random schedules and ${byScenario} by a directed scenario; ${silent} of ${equivalents.length} equivalent changes silent`;
}

/** Writes `NAME.md` and `NAME.json` into a folder. */
export function writeKillTable(results: readonly MutantResult[], trials: number, out: string, name: string): void {
  mkdirSync(out, { recursive: true });
  const rows = results.map((result) => `| ${killRow(result).join(' | ')} |`);
  const table = [`| ${KILL_HEAD.join(' | ')} |`, `| ${KILL_HEAD.map(() => '---').join(' | ')} |`, ...rows];
  const text = `# Seeded bugs\n\n${killSummary(results)}. Median of ${trials} trials. Written by \`quorum-bench\`.\n\n${table.join('\n')}\n\n${absentTable()}`;
  writeFileSync(join(out, `${name}.md`), text);
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

function absentTable(): string {
  const rows = absent.map(({ id, bug, why }) => `| ${id} | ${bug} | ${why} |`);
  return ['## Not planted', '', '| id | bug | why |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** What the stamp says of one algorithm's mutants. */
export function killCounts(
  results: readonly MutantResult[],
): Pick<AlgorithmStamp, 'mutants' | 'mutants_killed' | 'equivalents' | 'equivalents_alarmed'> {
  const bugs = results.filter(({ equivalent }) => !equivalent);
  const equivalents = results.filter(({ equivalent }) => equivalent);
  return {
    mutants: bugs.length,
    mutants_killed: bugs.filter(isAsItShould).length,
    equivalents: equivalents.length,
    equivalents_alarmed: equivalents.filter((result) => !isAsItShould(result)).length,
  };
}
