/** `quorum-bench mutants`: seeded bugs that the checks must catch, and changes that are none. Exit status 1 if one gets by. */
import { Command } from 'commander';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { huntAll } from '../../harness/mutants/hunt.ts';
import {
  KILL_HEAD,
  KILL_NUMBERS,
  killRow,
  killSummary,
  outcomeOf,
  writeKillTable,
} from '../../harness/mutants/kill-table.ts';
import { isAsItShould, type MutantResult } from '../../harness/mutants/try-mutant.ts';
import { UserError } from '../../harness/user-error.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
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

The published table, results/mutants, is written by verify.

Exit status: 0 all bugs were caught, and nothing else; 1 otherwise; 2 the input was wrong; 130 interrupted.`;

export function mutantsCommand(terminal: Terminal): Command {
  return new Command('mutants')
    .description('plant known bugs and see the checks catch them')
    .option('--algorithm <name>', 'of this algorithm only', 'all')
    .option('--only <id>', 'this one only, such as P09')
    .option('--trials <count>', 'independent trials for each', '9')
    .option('--workers <count>', 'threads', '2')
    .option('--out <dir>', 'where the table goes', 'results/local/mutants')
    .option('--json', 'print the results as a JSON list')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: MutantsFlags) => {
      const indexes = chosen(flags);
      const ctrlC = interruption(terminal);
      const { signal } = ctrlC;
      const trials = wholeNumber(flags.trials, '--trials');
      const results = await huntAll(indexes, {
        workers: wholeNumber(flags.workers, '--workers'),
        trials,
        signal,
        onResult: (result) => terminal.err(`${result.algorithm} ${result.id}  ${outcomeOf(result)}\n`),
      }).finally(() => ctrlC.end());
      report(results, indexes.length, flags, terminal);
      if (flags.only === undefined && !signal.aborted) {
        writeKillTable(results, trials, flags.out, flags.algorithm === 'all' ? 'mutants' : flags.algorithm);
      }
      terminal.status = signal.aborted ? INTERRUPTED : results.every(isAsItShould) ? 0 : 1;
    });
}

function report(results: readonly MutantResult[], wanted: number, flags: MutantsFlags, terminal: Terminal): void {
  if (flags.json) {
    terminal.out(`${JSON.stringify(results)}\n`);
    return;
  }
  const table =
    results.length === 0 ? '' : `${renderTable(KILL_HEAD, results.map(killRow), styleOf(terminal), KILL_NUMBERS)}\n\n`;
  const rest = results.length < wanted ? `; interrupted, ${wanted - results.length} of ${wanted} not tried` : '';
  terminal.out(`${table}${killSummary(results)}${rest}\n`);
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

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from 1 on`);
}
