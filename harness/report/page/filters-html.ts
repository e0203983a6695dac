/** The bar of filters: a check box per value of each axis that varies; charts and table follow. */
import { filterAxes, filterValues, type FilterAxis } from '../charts/filter-axes.ts';
import { identity } from '../charts/rows.ts';
import type { Configuration } from '../configuration.ts';
import type { ProtocolScale } from '../protocols.ts';
import { escapeHtml } from '../text/document.ts';

/** Protocols stand open, with their colours; the other axes fold. */
export function filtersHtml(configurations: readonly Configuration[], scale: ProtocolScale): string {
  const [protocol, ...others] = filterAxes;
  const present = filterValues(protocol!, configurations);
  const boxes = scale.titles
    .filter((title) => present.includes(title))
    .map((title) => {
      const i = scale.titles.indexOf(title);
      const swatch = `<span class="swatch" style="--light:${scale.light[i]};--dark:${scale.dark[i]}"></span>`;
      return box('protocol', title, swatch);
    });
  const folded = others.flatMap((axis) => {
    const values = filterValues(axis, configurations);
    return values.length < 2 ? [] : [foldedHtml(axis, values)];
  });
  return `<fieldset class="filter"><legend>Show in charts and table</legend><span data-axis="protocol">${boxes.join('')}</span>${folded.join('')}<button type="button" id="all" hidden>show all</button></fieldset>
<p class="note">Filters hold for all charts and the table. A click on an entry of a legend picks out a protocol, with shift several; a click on a point leads to its row in the table, with the commands that replay it.</p>`;
}

function foldedHtml({ field, label }: FilterAxis, values: readonly (string | number)[]): string {
  const boxes = values.map((value) => box(field, value, ''));
  return `<details class="axis" data-axis="${field}"><summary>${label}: <output>all ${values.length}</output></summary><div>${boxes.join('')}</div></details>`;
}

function box(field: string, value: string | number, swatch: string): string {
  const text = escapeHtml(String(value));
  const kind = typeof value === 'number' ? ' data-number' : '';
  return `<label><input type="checkbox" name="${field}" value="${text}"${kind} checked>${swatch}${text}</label>`;
}

/** What a row of the table is filtered by, as attributes. */
export function filterAttributes(configuration: Configuration): string {
  const values = identity(configuration);
  return filterAxes
    .filter(({ field }) => values[field] !== undefined)
    .map(({ field }) => `data-${field}="${escapeHtml(String(values[field]))}"`)
    .join(' ');
}
