/** `quorum-bench replay` of what `live --record` wrote: does each replica do again what it did live? */
import { openRecording, type Recording } from '../../harness/live/recording/recording-folder.ts';
import { replayRecording, type ReplayedLife } from '../../harness/live/recording/replay-recording.ts';
import { LifeTrace } from '../life-trace.ts';
import { OutputFile } from '../output-file.ts';
import { recordingText } from '../terminal/recording.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

export interface RecordingFlags {
  readonly trace?: string;
  readonly otherSources?: true;
  readonly json?: true;
}

/** @returns the exit status. @throws UserError */
export function replayRecordingIn(folder: string, flags: RecordingFlags, terminal: Terminal): number {
  const recording = openRecording(folder, flags.otherSources);
  const output = flags.trace === undefined ? undefined : new OutputFile(flags.trace);
  const lives = replayRecording(recording, output && ((node, life) => new LifeTrace(output, node, life)));
  output?.close();
  const same = lives.every((life) => life.parting === undefined);
  terminal.out(
    flags.json
      ? `${JSON.stringify(report(recording, lives, same))}\n`
      : recordingText(recording, lives, styleOf(terminal)),
  );
  return same ? 0 : 1;
}

function report({ trial, ended }: Recording, lives: readonly ReplayedLife[], same: boolean): object {
  return {
    schema: 1,
    trial_id: trial,
    same,
    verdict: ended?.verdict ?? null,
    reason: ended?.reason ?? null,
    lives: lives.map((life) => ({
      node: life.node,
      life: life.life,
      inputs: life.inputs,
      effects: life.effects,
      recorded_hash: life.recordedHash,
      replayed_hash: life.replayedHash,
      parting: life.parting ?? null,
      whole: life.isWhole,
      failure: life.failure ?? null,
    })),
  };
}
