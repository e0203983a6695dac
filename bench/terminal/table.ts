/** Tables without lines: columns, and a head in dim letters. */
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Style } from './style.ts';

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** @param rightAligned indexes of the columns of numbers */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  rightAligned: readonly number[] = [],
): string {
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, i) => (rightAligned.includes(i) ? 'right' : 'left')),
  });
  table.push(
    head.map((title) => style.dim(title)),
    ...rows.map((row) => [...row]),
  );
  return trimmed(table.toString());
}

function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A name and a text beside it, wrapped at words so that a line fits into `width`. */
export function renderDefinitions(
  definitions: readonly (readonly [name: string, text: string])[],
  width: number,
): string {
  const nameWidth = Math.max(...definitions.map(([name]) => stripVTControlCharacters(name).length));
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [nameWidth, Math.max(40, width - nameWidth - noLines.middle.length)],
    wordWrap: true,
  });
  table.push(...definitions.map(([name, text]) => [name, text]));
  return trimmed(table.toString());
}
