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
const COLUMN_WIDTH = 26;
const LABEL_WIDTH = 90;

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --faint: #6b7686; --line: #d5dbe3; --bar: #cfe0f5; --bad: #b42318; --bad-bar: #fbdcd8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181f; --faint: #97a1b0; --line: #333c49; --bar: #27466b; --bad: #ff8a7a; --bad-bar: #5c221c; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .15rem 1rem .15rem 0; border-bottom: 1px solid var(--line); }
figure { margin: 0; overflow-x: auto; } svg { font: 12px system-ui, sans-serif; fill: var(--ink); }
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
<table><thead><tr><th>history</th><th>verdict</th><th>operations</th><th>illegal from event</th></tr></thead>
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
  const instants = [...new Set(operations.flatMap(({ invoked, completed }) => [invoked, completed]))].sort(
    (a, b) => a - b,
  );
  const column = new Map(instants.map((instant, index) => [instant, index]));
  const clients = [...new Set(operations.map(({ process }) => process))].sort((a, b) => (a < b ? -1 : 1));
  const width = LABEL_WIDTH + instants.length * COLUMN_WIDTH;
  const rows = clients.map((client, row) => {
    const y = row * ROW_HEIGHT;
    return (
      `<line class="row" x1="0" x2="${width}" y1="${y + ROW_HEIGHT}" y2="${y + ROW_HEIGHT}"/>` +
      `<text class="client" x="0" y="${y + 20}">client ${escape(String(client))}</text>`
    );
  });
  const bars = operations.map((operation) => {
    const x = LABEL_WIDTH + column.get(operation.invoked)! * COLUMN_WIDTH;
    const end = LABEL_WIDTH + column.get(operation.completed)! * COLUMN_WIDTH;
    return bar(
      operation,
      x,
      end,
      clients.indexOf(operation.process) * ROW_HEIGHT,
      operation.invoked === impossible.invoked,
    );
  });
  const height = clients.length * ROW_HEIGHT + 1;
  return `<svg role="img" aria-label="operations per client" width="${width}" height="${height}">${rows.join('')}${bars.join('')}</svg>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function bar(operation: Operation, x: number, end: number, y: number, isImpossible: boolean): string {
  const kind = isImpossible ? 'impossible' : operation.outcome === 'unknown' ? 'unknown' : 'known';
  const label = (isImpossible ? '✗ ' : '') + operationText(operation);
  const fitting = Math.max(1, Math.floor((end - x - 8) / 6.5));
  const shownLabel = label.length <= fitting ? label : `${label.slice(0, fitting - 1)}…`;
  return (
    `<g class="${kind}"><title>${escape(operationText(operation))} (events ${operation.invoked} to ${operation.completed === Infinity ? 'the end' : operation.completed})</title>` +
    `<rect class="bar" x="${x + 2}" y="${y + 4}" width="${end - x - 4}" height="${ROW_HEIGHT - 8}" rx="4"/>` +
    `<text x="${x + 7}" y="${y + 20}">${escape(shownLabel)}</text></g>`
  );
}
