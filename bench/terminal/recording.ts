/** A recording that was replayed, for people. */
import type { Recording } from '../../harness/live/recording/recording-folder.ts';
import type { ReplayedLife } from '../../harness/live/recording/replay-recording.ts';
import { formatNumber } from './format.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/** A line per life, what there is to say of some of them, and whether all is as it was. */
export function recordingText({ spec, ended }: Recording, lives: readonly ReplayedLife[], style: Style): string {
  const rows = lives.map((life) => [
    String(life.node),
    String(life.life),
    formatNumber(life.inputs),
    formatNumber(life.effects),
    life.recordedHash,
    life.replayedHash,
    life.parting === undefined ? style.good('same') : style.bad('other'),
  ]);
  const head = ['node', 'life', 'inputs', 'effects', 'hash live', 'hash replayed', ''];
  const how = ended === undefined ? 'ended with its process' : `${ended.verdict} ${ended.reason}`.trimEnd();
  const parted = lives.filter((life) => life.parting !== undefined).length;
  const verdict =
    parted === 0
      ? `${style.good('same')}  every replica does again what it did live\n`
      : `${style.bad('other')}  ${parted} of ${lives.length} lives are not what they were live\n`;
  return (
    `${spec.algorithm}, ${spec.nodes} nodes; the run was: ${how}\n\n` +
    `${renderTable(head, rows, style, [0, 1, 2, 3])}\n\n` +
    lives.map((life) => notes(life)).join('') +
    verdict
  );
}

function notes({ node, life, parting, isWhole, failure }: ReplayedLife): string {
  const who = `node ${node}, life ${life}`;
  const lines: string[] = [];
  if (parting !== undefined) {
    const [from, to] = parting.inputs;
    lines.push(
      `${who} parts at checkpoint ${parting.checkpoint}, inputs ${formatNumber(from)} to ${formatNumber(to)}: ${parting.reason}`,
    );
  }
  if (failure !== undefined) lines.push(`${who} failed live: ${failure}`);
  if (!isWhole)
    lines.push(`${who} breaks off, where its thread was killed or its file was cut: what comes after is missing`);
  return lines.map((line) => `${line}\n`).join('');
}
