/** Plays a scenario, a saved failure of `fuzz` or a hand-made one, and draws it. Exit status 0 if what it says will break does. */
import { parseSaved, type SavedSchedule } from '../../harness/fuzz/saved-schedule.ts';
import type { Scenario } from '../../harness/fuzz/scenario.ts';
import { playSaved, type Told } from '../../harness/fuzz/fuzz.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { loadWith } from '../../harness/mutants/load.ts';
import { UserError } from '../../harness/user-error.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

export async function replayScenario(text: string, file: string, terminal: Terminal): Promise<number> {
  const saved = parseSaved(text, file);
  const { invariant: found = 'nothing', message, story } = await play(saved, file);
  const style = styleOf(terminal);
  const same = found === saved.expected;
  const subject = saved.mutant ?? saved.schedule.spec.algorithm;
  terminal.out(`${story}\n\n`);
  if (message !== '') terminal.out(`${message}\n`);
  terminal.out(
    same
      ? `${style.good('same')}  ${subject} breaks ${found}, as ${file} says\n`
      : `${style.bad('other')}  ${subject} breaks ${found}; ${file} says ${saved.expected}\n`,
  );
  return same ? 0 : 1;
}

/** Plays it with the mutant that it names. */
export async function play(saved: Scenario | SavedSchedule, file: string): Promise<Told> {
  if (saved.mutant === undefined) return playSaved(saved);
  const mutant = mutants.find(({ algorithm, id }) => `${algorithm}/${id}` === saved.mutant);
  if (mutant === undefined) {
    throw new UserError(`${file}: there is no mutant ${saved.mutant}; quorum-bench mutants lists them`);
  }
  const { modules, remove } = await loadWith(mutant.edits);
  try {
    return modules.fuzz.playSaved(saved);
  } finally {
    remove();
  }
}
