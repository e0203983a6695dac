/**
 * A page of judged histories that works offline: a table of all, and of each illegal one the end of its smallest illegal
 * prefix, operations as bars per client, the impossible completion marked.
 */
import type { History } from './history.ts';
import type { CheckResult } from './linearizability.ts';
import { cut } from './prefix.ts';
import { operationsOf, type Operation } from './operations.ts';
import { causeText, operationText } from './sentence.ts';

export interface JudgedHistory {
  readonly history: History;
  readonly result: CheckResult;
}

/** Earlier operations are left out of a picture. */
const SHOWN_OPERATIONS = 60;
const ROW_HEIGHT = 30;
/** Between two instants, at least. */
const COLUMN_WIDTH = 12;
const CHARACTER_WIDTH = 7;
/** The label of what is impossible is bold. */
const BOLD_WIDTH = 8;
/** Longer labels are cut. */
const LABEL_LENGTH = 28;

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --faint: #6b7686; --line: #d5dbe3; --bar: #cfe0f5; --bad: #b42318; --bad-bar: #fbdcd8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181f; --faint: #97a1b0; --line: #333c49; --bar: #27466b; --bad: #ff8a7a; --bad-bar: #5c221c; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); } td:first-child { overflow-wrap: anywhere; }
figure { margin: 0; display: flex; } svg { display: block; flex: none; direction: ltr; font: 12px system-ui, sans-serif; fill: var(--ink); }
/* Right to left, so that the end is in view first: there is what is impossible. */
.bars { overflow-x: auto; min-width: 0; direction: rtl; }
.bar { fill: var(--bar); stroke: var(--faint); } .unknown .bar { fill: none; stroke-dasharray: 4 3; }
.impossible .bar { fill: var(--bad-bar); stroke: var(--bad); stroke-width: 2.5; } .impossible text { fill: var(--bad); font-weight: 600; }
.client { fill: var(--faint); } .row { stroke: var(--line); } .bad, .illegal { color: var(--bad); font-weight: 600; }
`;

export function renderHistories(judged: readonly JudgedHistory[]): string {
  const rows = judged.map(
    ({ history, result }) =>
      `<tr><td>${escape(history.id)}</td><td class="${result.verdict}">${result.verdict}</td>` +
      `<td>${result.operations}</td><td>${result.prefix ?? ''}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Linearizability</title><style>${STYLE}</style></head><body>
<h1>Linearizability</h1>
<table><thead><tr><th>history</th><th>verdict</th><th>operations</th><th>illegal prefix</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
${judged.map(section).join('\n')}
</body></html>
`;
}

function section({ history, result }: JudgedHistory): string {
  const { prefix, cause } = result;
  if (prefix === undefined || cause === undefined) return '';
  const onKey = operationsOf(history).filter(({ key }) => key === cause.impossible.key);
  const shown = cut(onKey, prefix).slice(-SHOWN_OPERATIONS);
  const omitted = cut(onKey, prefix).length - shown.length;
  return `<h2>${escape(history.id)}</h2>
<p><span class="bad">Impossible:</span> ${escape(causeText(result) ?? '')}.</p>
<figure>${picture(shown, cause.impossible)}</figure>
<p>Time runs from left to right; a dashed bar is an operation without a known outcome${omitted > 0 ? `; ${omitted} earlier operations on this key are left out` : ''}.</p>`;
}

function picture(operations: readonly Operation[], impossible: Operation): string {
  const places = placesOf(operations, impossible);
  const clients = [...new Set(operations.map(({ process }) => process))].sort((a, b) => (a < b ? -1 : 1));
  const names = clients.map((client) => `client ${client}`);
  const width = Math.max(...places.values()) + COLUMN_WIDTH;
  const nameWidth = Math.max(...names.map((name) => name.length)) * CHARACTER_WIDTH + COLUMN_WIDTH;
  const size = (wide: number): string => `width="${wide}" height="${clients.length * ROW_HEIGHT + 1}"`;
  const lines = clients.map((_, row) => {
    const y = (row + 1) * ROW_HEIGHT;
    return `<line class="row" x1="0" x2="100%" y1="${y}" y2="${y}"/>`;
  });
  const labels = names.map((name, row) => `<text class="client" y="${row * ROW_HEIGHT + 20}">${escape(name)}</text>`);
  const bars = operations.map((operation) => {
    const y = clients.indexOf(operation.process) * ROW_HEIGHT;
    const [x, end] = [places.get(operation.invoked)!, places.get(operation.completed)!];
    return bar(operation, x, end, y, operation.invoked === impossible.invoked);
  });
  return (
    `<svg aria-hidden="true" ${size(nameWidth)}>${lines.join('')}${labels.join('')}</svg>` +
    `<div class="bars"><svg role="img" aria-label="operations per client" ${size(width)}>${lines.join('')}${bars.join('')}</svg></div>`
  );
}

/** Where each instant lies: in order, and so far apart that the label of each operation fits its bar. */
function placesOf(operations: readonly Operation[], impossible: Operation): Map<number, number> {
  const instants = operations.flatMap(({ invoked, completed }) => [invoked, completed]);
  const places = new Map<number, number>();
  let last = -COLUMN_WIDTH;
  for (const instant of instants.sort((a, b) => a - b)) {
    if (places.has(instant)) continue;
    last += COLUMN_WIDTH;
    for (const operation of operations) {
      if (operation.completed !== instant) continue;
      const isImpossible = operation.invoked === impossible.invoked;
      const wide = labelOf(operation, isImpossible).length * (isImpossible ? BOLD_WIDTH : CHARACTER_WIDTH);
      last = Math.max(last, places.get(operation.invoked)! + wide + COLUMN_WIDTH);
    }
    places.set(instant, last);
  }
  return places;
}

function labelOf(operation: Operation, isImpossible: boolean): string {
  const label = (isImpossible ? '✗ ' : '') + operationText(operation);
  return label.length <= LABEL_LENGTH ? label : `${label.slice(0, LABEL_LENGTH - 1)}…`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function bar(operation: Operation, x: number, end: number, y: number, isImpossible: boolean): string {
  const kind = isImpossible ? 'impossible' : operation.outcome === 'unknown' ? 'unknown' : 'known';
  return (
    `<g class="${kind}"><title>${escape(operationText(operation))} (events ${operation.invoked} to ${operation.completed === Infinity ? 'the end' : operation.completed})</title>` +
    `<rect class="bar" x="${x + 2}" y="${y + 4}" width="${end - x - 4}" height="${ROW_HEIGHT - 8}" rx="4"/>` +
    `<text x="${x + 7}" y="${y + 20}">${escape(labelOf(operation, isImpossible))}</text></g>`
  );
}
