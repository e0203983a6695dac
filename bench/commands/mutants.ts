/** `quorum-bench mutants`: seeded bugs that the checks must catch, and changes that are none. Exit status 1 if one gets by. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { algorithms } from '../../algorithms/registry.ts';
import { fuzzPool } from '../../harness/fuzz/campaign.ts';
import { STAMP_FILE, updateStamp } from '../../harness/fuzz/stamp.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { isAsItShould, killersOf, medianOf, type MutantResult } from '../../harness/mutants/try-mutant.ts';
import { UserError } from '../../harness/user-error.ts';
import { styleOf } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface MutantsFlags {
  readonly algorithm: string;
  readonly only?: string;
  readonly trials: string;
  readonly workers: string;
  readonly out: string;
  readonly json?: true;
}

const EXAMPLES = `
Each is a small change of the code, made when it is loaded. Schedules run until the first alarm, in several independent
trials; the limit is twenty times the median that prototypes of others needed.

Examples:
  $ quorum-bench mutants
  $ quorum-bench mutants --algorithm raft --only R03 --trials 3

Exit status: 0 all bugs were caught, and nothing else; 1 otherwise; 2 the input was wrong.`;

export function mutantsCommand(terminal: Terminal): Command {
  return new Command('mutants')
    .description('plant known bugs and see the checks catch them')
    .option('--algorithm <name>', 'of this algorithm only', 'all')
    .option('--only <id>', 'this one only, such as P09')
    .option('--trials <count>', 'independent trials for each', '9')
    .option('--workers <count>', 'threads', '2')
    .option('--out <dir>', 'where the table goes', 'results/mutants')
    .option('--json', 'print the results as a JSON list')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: MutantsFlags) => {
      const results = await huntAll(chosen(flags), flags, terminal);
      const style = styleOf(terminal);
      if (flags.json) terminal.out(`${JSON.stringify(results)}\n`);
      else terminal.out(`${renderTable(HEAD, results.map(cells), style, [5, 6, 7])}\n\n${summary(results)}\n`);
      if (flags.only === undefined) save(results, flags);
      if (!results.every(isAsItShould)) terminal.status = 1;
    });
}

function chosen({ algorithm, only }: MutantsFlags): number[] {
  const indexes = [...mutants.keys()].filter((i) => {
    const mutant = mutants[i]!;
    return (algorithm === 'all' || mutant.algorithm === algorithm) && (only === undefined || mutant.id === only);
  });
  if (indexes.length > 0) return indexes;
  const where = algorithm === 'all' ? '' : ` of ${algorithm}`;
  throw new UserError(
    `there is no mutant ${only ?? ''}${where}; run quorum-bench mutants without them to see all ${mutants.length}`,
  );
}

async function huntAll(indexes: readonly number[], flags: MutantsFlags, terminal: Terminal): Promise<MutantResult[]> {
  const workers = wholeNumber(flags.workers, '--workers');
  const trials = wholeNumber(flags.trials, '--trials');
  const threads = fuzzPool(workers);
  const results: MutantResult[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < indexes.length; at = next++) {
      const result = (await threads.exec('hunt', [indexes[at]!, trials])) as MutantResult;
      results[at] = result;
      terminal.err(`${result.algorithm} ${result.id}  ${outcomeOf(result)}\n`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, lane));
  } finally {
    await Promise.resolve(threads.terminate());
  }
  return results;
}

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from 1 on`);
}

const HEAD = ['algorithm', 'mutant', 'bug', 'outcome', 'killed by', 'schedules (median)', 'limit', 'time'];

function outcomeOf(result: MutantResult): string {
  if (result.equivalent) return result.killed === 0 ? 'silent, as it should be' : 'FALSE ALARM';
  return isAsItShould(result) ? 'killed' : 'SURVIVED';
}

function cells(result: MutantResult): string[] {
  const { algorithm, id, bug, limit, wallMs, equivalent } = result;
  const isSeen = 2 * result.killed > result.alarms.length;
  const median = equivalent || !isSeen ? `> ${medianOf(result)}` : String(medianOf(result));
  const how = result.directed === undefined ? killersOf(result) : `${result.directed} (directed scenario)`;
  return [algorithm, id, bug, outcomeOf(result), how, median, String(limit), `${(wallMs / 1000).toFixed(1)} s`];
}

function summary(results: readonly MutantResult[]): string {
  const bugs = results.filter(({ equivalent }) => !equivalent);
  const equivalents = results.filter(({ equivalent }) => equivalent);
  const killed = bugs.filter(isAsItShould).length;
  const silent = equivalents.filter(isAsItShould).length;
  const byScenario = bugs.filter(({ directed }) => directed !== undefined).length;
  return `${killed} of ${bugs.length} bugs killed, ${killed - byScenario} by random schedules and ${byScenario} by a directed scenario; ${silent} of ${equivalents.length} equivalent changes silent`;
}

function save(results: readonly MutantResult[], flags: MutantsFlags): void {
  mkdirSync(flags.out, { recursive: true });
  const rows = results.map((result) => `| ${cells(result).join(' | ')} |`);
  const table = [`| ${HEAD.join(' | ')} |`, `| ${HEAD.map(() => '---').join(' | ')} |`, ...rows];
  const text = `# Seeded bugs\n\n${summary(results)}. Median of ${flags.trials} trials. Written by \`quorum-bench mutants\`.\n\n${table.join('\n')}\n`;
  const name = flags.algorithm === 'all' ? 'mutants' : flags.algorithm;
  writeFileSync(join(flags.out, `${name}.md`), text);
  writeFileSync(join(flags.out, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  for (const { name: algorithm } of algorithms) {
    const own = results.filter((result) => result.algorithm === algorithm);
    if (own.length === 0) continue;
    const bugs = own.filter(({ equivalent }) => !equivalent);
    const equivalents = own.filter(({ equivalent }) => equivalent);
    updateStamp(join(flags.out, '..', STAMP_FILE), algorithm, {
      mutants: bugs.length,
      mutants_killed: bugs.filter(isAsItShould).length,
      equivalents: equivalents.length,
      equivalents_alarmed: equivalents.filter((result) => !isAsItShould(result)).length,
    });
  }
}
