/** Predictions beside measurements, as two tables: what commits take, and the price of it. What does not agree stands out. */
import type { Confirmation } from '../../harness/quorums/confirm.ts';
import {
  commitTable,
  confirmationNotes,
  OFF,
  priceTable,
  type TextTable,
} from '../../harness/quorums/confirm-tables.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

export function renderConfirmation(confirmation: Confirmation, style: Style): string {
  const [verdict, ...notes] = confirmationNotes(confirmation);
  return [
    tableText(commitTable(confirmation), style),
    '',
    tableText(priceTable(confirmation), style),
    '',
    confirmation.agrees ? style.good(verdict!) : style.bad(verdict!),
    ...notes,
  ].join('\n');
}

function tableText({ head, rows }: TextTable, style: Style): string {
  const cells = rows.map((row) => row.map((cell) => (cell.startsWith(OFF) ? style.bad(cell) : cell)));
  const numbers = head.map((_, i) => i).filter((i) => i > 1);
  return renderTable(head, cells, style, numbers);
}
