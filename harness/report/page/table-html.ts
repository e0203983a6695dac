/** The table of configurations as HTML: complete without scripts, which only sort and filter it. */
import type { Configuration } from '../configuration.ts';
import { counted } from '../format.ts';
import { columnsFor, type Column } from '../text/configuration-table.ts';
import { escapeHtml } from '../text/document.ts';
import type { DrawnOperation } from '../traces.ts';
import { filterAttributes } from './filters-html.ts';
import { traceLinks } from './traces-html.ts';

export function tableHtml(configurations: readonly Configuration[], traces: readonly DrawnOperation[]): string {
  const columns = columnsFor(configurations);
  const head = [...columns.map(headCell), '<th scope="col">trials: replay, and trace of one request</th>'].join('');
  const body = configurations.map((each) => rowHtml(each, columns, traceLinks(traces, each.trialIds))).join('\n');
  return `<section id="table"><h2>All configurations, with 95 % intervals over seeds</h2>
<div class="find"><label>Rows that hold all of these words: <input id="words" type="search" placeholder="raft gcp7 4/2" autocomplete="off"></label>
<output id="count" aria-live="polite">${counted(configurations.length, 'configuration')}</output></div>
<div class="scroll tall" tabindex="0" role="region" aria-label="All configurations"><table id="configurations">
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div></section>`;
}

function headCell({ title, numeric }: Column): string {
  return `<th scope="col"${numeric ? ' class="number"' : ''}><button type="button">${escapeHtml(title)}</button></th>`;
}

function rowHtml(configuration: Configuration, columns: readonly Column[], drawn: string): string {
  const { index, trialIds } = configuration;
  const cells = columns.map((column) => cellHtml(column, configuration));
  const trials = `<td>${drawn}<details><summary>${counted(trialIds.length, 'trial')}</summary>${trialIds.map(commandsHtml).join('')}</details></td>`;
  return `<tr id="c${index}" ${filterAttributes(configuration)}>${cells.join('')}${trials}</tr>`;
}

/** A click picks out a whole command. They are for the folder of the report. */
function commandsHtml(id: string): string {
  return `<code>quorum-bench replay . ${id}</code><code>quorum-bench trace . ${id} --request p99.9</code>`;
}

/** The interval stands below its value, small. */
function cellHtml(column: Column, configuration: Configuration): string {
  const text = escapeHtml(column.text(configuration));
  if (!column.numeric) return `<td>${text}</td>`;
  const value = column.value?.(configuration);
  const [figure, interval] = text.split(/ (?=\[)/);
  const small = interval === undefined ? '' : `<small>${interval}</small>`;
  return `<td data-value="${value === undefined ? '' : Number(value.toPrecision(6))}">${figure}${small}</td>`;
}
