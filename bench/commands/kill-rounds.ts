/** `quorum-bench live --kill-rounds`: nodes lose their processes under load, again and again, and nothing acknowledged is lost. */
import type { LiveOptions } from '../../harness/live/run-live.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { runLiveUntilInterrupted } from '../live-run.ts';

const FAILED = 1;
/** Until the rounds are over. */
const UNTIL_STOPPED = { warmupMs: 0, ops: 1_000_000_000 };

/** What is printed: one object, or a sentence for each thing that was checked. */
export async function killRounds(
  input: object,
  rounds: number,
  options: LiveOptions,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  if ('phases' in input || 'faults' in input) {
    throw new UserError(
      'a window or faults are given, but --kill-rounds measures nothing and brings its own faults; leave out --duration, --ops, --warmup and the faults',
    );
  }
  const spec = resolveSpec({ ...input, phases: UNTIL_STOPPED });
  const { outcome, settled, kills } = await runLiveUntilInterrupted(spec, { ...options, killRounds: rounds }, terminal);
  const { verdict, reason } = outcome;
  const stuck = settled?.stuck ?? null;
  const lagging = settled?.lagging ?? null;
  const isWhole = verdict === 'ok' && stuck === 0 && lagging?.length === 0;
  if (json) terminal.out(`${JSON.stringify({ schema: 1, verdict, reason, rounds, kills, stuck, lagging, spec })}\n`);
  else if (verdict !== 'ok') terminal.out(`${verdict}  ${reason}\n`);
  else {
    terminal.out(
      `${isWhole ? 'ok' : 'not whole'}  ${rounds} rounds, ${kills} processes killed; agreement, the order of commits and a sample by search were checked\n` +
        `${settled!.slots - 1} slots; all logs agree, and every acknowledged write is there\n` +
        (stuck === 0 ? '' : `${stuck} operations did not end\n`) +
        (lagging?.length === 0 ? '' : `nodes ${lagging?.join(', ')} have not caught up\n`),
    );
  }
  if (!isWhole && terminal.status === 0) terminal.status = FAILED;
}
