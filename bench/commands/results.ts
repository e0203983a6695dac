/** `quorum-bench results`: makes the published result sets anew, and says whether they are what stands in `results/`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { closestTo } from '../../harness/trial/did-you-mean.ts';
import { UserError } from '../../harness/user-error.ts';
import { INTERRUPTED } from '../interruption.ts';
import { publishedSets, type PublishedSet } from '../published/published-sets.ts';
import { publish, remake, type Places, type Remade } from '../published/remake.ts';
import { FIGURES, type FolderDifference } from '../published/same-bytes.ts';
import { durationText } from '../terminal/duration-text.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface ResultsFlags extends Places {
  readonly write?: true;
}

const FAILED = 1;
/** Of the files of a set that differ, so many are named. */
const NAMED = 6;

const EXAMPLES = `
Simulated result sets are the same wherever they are made: to the byte, but for run.json and the block of the reports that
quotes it. Where one differs, the sources or the verification stamp are not those that it was made with.

Examples:
  $ quorum-bench results
  $ quorum-bench results fail-over recommend/five-regions
  $ quorum-bench results --write        # and publish what differs

Exit status: 0 all are the same, or written; 1 one differs or a check failed; 2 the input was wrong; 130 interrupted.`;

export function resultsCommand(terminal: Terminal): Command {
  return new Command('results')
    .description('make the published result sets anew, and compare them to the byte')
    .argument('[set...]', `of ${publishedSets.map(({ folder }) => folder).join(', ')} (default: all)`)
    .option('--published <folder>', 'where the published sets stand', 'results')
    .option('--out <folder>', 'where they are made anew; sets of a former run there are removed', 'results/local/again')
    .option('--write', 'replace published sets that differ')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: ResultsFlags) => {
      const sets = setsNamed(names);
      refusePlaces(sets, flags);
      for (const set of sets) {
        const remade = await remake(set, flags, terminal);
        if (remade.outcome === 'interrupted') {
          terminal.status = INTERRUPTED;
          return;
        }
        settle(set, remade, flags, terminal);
      }
    });
}

/** @throws UserError */
function setsNamed(names: readonly string[]): readonly PublishedSet[] {
  const all = publishedSets.map(({ folder }) => folder);
  const stranger = names.find((name) => !all.includes(name));
  if (stranger !== undefined) {
    const closest = closestTo(stranger, all);
    const remedy = closest === undefined ? `take one of ${all.join(', ')}` : `did you mean ${closest}?`;
    throw new UserError(`${stranger} is no published set; ${remedy}`);
  }
  return names.length === 0 ? publishedSets : publishedSets.filter(({ folder }) => names.includes(folder));
}

/** @throws UserError */
function refusePlaces(sets: readonly PublishedSet[], { published, out, write }: ResultsFlags): void {
  if (resolve(published) === resolve(out)) {
    throw new UserError(
      `--out is ${out}, where the published sets stand; take another folder, as its sets are removed`,
    );
  }
  if (!write && !sets.some(({ folder }) => existsSync(join(published, folder)))) {
    const all = sets.map(({ folder }) => folder).join(', ');
    throw new UserError(`${published} has none of ${all}; run this in a checkout, or publish them with --write`);
  }
}

/** Says what became of a set, and publishes it if asked to. */
function settle(set: PublishedSet, remade: Remade, flags: ResultsFlags, terminal: Terminal): void {
  const writes = flags.write === true && (remade.outcome === 'differs' || remade.outcome === 'new');
  if (writes) publish(set, flags);
  const isFine = writes || remade.outcome === 'same';
  if (!isFine || remade.status !== 0) terminal.status = FAILED;
  const style = styleOf(terminal);
  const colour = writes ? style.doubtful : isFine ? style.good : style.bad;
  const parts = [
    colour(`${writes ? 'written: ' : ''}${outcomeText(remade)}`),
    ...(remade.status === 0 ? [] : [style.bad(`exit status ${remade.status}`)]),
    ...(remade.outcome === 'not made' ? [] : [`made in ${durationText(remade.wallMs)}`]),
  ];
  terminal.out(`${set.folder}: ${parts.join('; ')}\n`);
}

function outcomeText({ outcome, differences, files, sameFigures }: Remade): string {
  switch (outcome) {
    case 'same':
      return `the same to the byte, ${files} files`;
    case 'differs':
      return `differs in ${differencesText(differences)}${sameFigures ? `; ${FIGURES} is the same` : ''}`;
    case 'new':
      return 'is not published';
    case 'not made':
    case 'interrupted':
      return 'could not be made';
  }
}

function differencesText(differences: readonly FolderDifference[]): string {
  const named = differences
    .slice(0, NAMED)
    .map(({ file, how, line }) => `${file} (${line === undefined ? how : `line ${line}`})`);
  const more = differences.length > NAMED ? ` and ${differences.length - NAMED} more` : '';
  return `${differences.length} ${differences.length === 1 ? 'file' : 'files'}: ${named.join(', ')}${more}`;
}
