/** Plays a scenario, a saved failure of `fuzz` or a hand-made one, and draws it. Exit status 0 if what it says will break does. */
import { parseScenario } from '../../harness/fuzz/scenario.ts';
import { playScenario } from '../../harness/fuzz/fuzz.ts';
import { tell } from '../../harness/fuzz/story.ts';
import type { Played } from '../../harness/fuzz/stage.ts';
import type { Scenario } from '../../harness/fuzz/scenario.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { loadWith } from '../../harness/mutants/load.ts';
import { UserError } from '../../harness/user-error.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

export async function replayScenario(text: string, file: string, terminal: Terminal): Promise<number> {
  const scenario = parseScenario(text, file);
  const played = await play(scenario, file);
  const found = played.invariant ?? 'nothing';
  const style = styleOf(terminal);
  const same = found === scenario.expected;
  const subject = scenario.mutant ?? scenario.schedule.spec.algorithm;
  terminal.out(`${tell(scenario.schedule.spec.nodes, played.steps, played.notes)}\n\n`);
  if (played.message !== '') terminal.out(`${played.message}\n`);
  terminal.out(
    same
      ? `${style.good('same')}  ${subject} breaks ${found}, as ${file} says\n`
      : `${style.bad('other')}  ${subject} breaks ${found}; ${file} says ${scenario.expected}\n`,
  );
  return same ? 0 : 1;
}

/** Plays it with the mutant that it names. */
export async function play(scenario: Scenario, file: string): Promise<Played> {
  if (scenario.mutant === undefined) return playScenario(scenario);
  const mutant = mutants.find(({ algorithm, id }) => `${algorithm}/${id}` === scenario.mutant);
  if (mutant === undefined) {
    throw new UserError(`${file}: there is no mutant ${scenario.mutant}; quorum-bench mutants lists them`);
  }
  const { modules, remove } = await loadWith(mutant.edits);
  try {
    return modules.fuzz.playScenario(scenario);
  } finally {
    remove();
  }
}
