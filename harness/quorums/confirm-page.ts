/** The price page: gain and price of each system side by side, predicted and measured, in one file that needs nothing else. */
import { WIDE, type Chart, type Datum } from '../report/charts/chart.ts';
import { stillSpec } from '../report/charts/complete-spec.ts';
import { FIGURE_STYLE, figureHtml, sectionHtml, stillPage } from '../report/page/still-page.ts';
import { protocolScale } from '../report/protocols.ts';
import { renderSvg } from '../report/render-svg.ts';
import { escapeHtml, table } from '../report/text/document.ts';
import { themeConfig, themes } from '../report/theme.ts';
import type { Comparison } from './comparison.ts';
import type { Confirmation, ConfirmedRow } from './confirm.ts';
import { commitTable, confirmationNotes, OFF, priceRows, type PriceRows } from './confirm-tables.ts';

export interface PricePage {
  /** One line: nodes, places, failures. */
  readonly conditions: string;
  readonly comparison: Comparison;
  readonly confirmation: Confirmation;
  /** The comparison drawn. */
  readonly picture: string;
  readonly placeOf: (node: number) => string;
}

export async function pricePage(page: PricePage): Promise<string> {
  const { conditions, comparison, confirmation, picture, placeOf } = page;
  const chart = backChart(confirmation);
  const [verdict, ...notes] = confirmationNotes(confirmation);
  const refused = comparison.refused.map(({ label, message }) => `${label}: ${message}`);
  const commits = commitTable(confirmation);
  const main = [
    `<p class="remark">${escapeHtml(verdict!)}</p>`,
    '<section><h2>Gain and price: predicted, and below it measured</h2>',
    `${priceHtml(priceRows(confirmation), placeOf)}</section>`,
    figureHtml(chart.name, chart.title, await svgOf(chart), chart.caption),
    sectionHtml('Commits while nothing fails', [table(commits.head, commits.rows)]),
    figureHtml(
      'comparison',
      'quorum systems compared by analysis',
      picture,
      'By analysis: the systems against each other, where to put the leader, and all counting systems.',
    ),
    sectionHtml('How it was run, and how to read it', [{ kind: 'list', items: notes }]),
    ...(refused.length === 0 ? [] : [sectionHtml('Refused', [{ kind: 'list', items: refused }])]),
  ];
  return stillPage({
    title: 'The price of quorums',
    intro: `<p class="meta">${escapeHtml(conditions)}</p>`,
    style: STYLE,
    main: main.join('\n'),
  });
}

const STYLE = `${FIGURE_STYLE}.price td { white-space: nowrap; }
td.off small { color: #cf222e; font-weight: 600; }`;

/** Measurements stand below their predictions; what does not agree is marked. */
function priceHtml({ compared, measured, rows }: PriceRows, placeOf: (node: number) => string): string {
  const head = ['quorums', 'protocol', 'leader', ...compared, ...measured];
  const cell = ([predicted, found]: readonly [string, string]): string =>
    `<td${found.startsWith(OFF) ? ' class="off"' : ''}>${escapeHtml(predicted)}<small>${escapeHtml(found)}</small></td>`;
  const lines = rows.map((each) => {
    const names = [each.row.label, each.row.title, placeOf(each.row.leader)].map(
      (text) => `<td>${escapeHtml(text)}</td>`,
    );
    const alone = each.measured.map((text) => `<td><small>${escapeHtml(text)}</small></td>`);
    return `<tr>${[...names, ...each.compared.map(cell), ...alone].join('')}</tr>`;
  });
  const titles = head.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  return `<div class="scroll price" tabindex="0" role="region" aria-label="gain and price"><table><tr>${titles}</tr>
${lines.join('\n')}</table></div>`;
}

async function svgOf(chart: Chart): Promise<string> {
  const config = themeConfig(themes[0]!, protocolScale([]));
  return (await renderSvg(stillSpec(chart, WIDE, config))).svg;
}

/** What is gained at every commit against what is paid when the leader is lost, per protocol. */
function backChart({ rows }: Confirmation): Chart {
  const { titles, light, shapes } = protocolScale([]);
  const shown = titles.filter((title) => rows.some((row) => row.title === title));
  const look = (of: readonly string[]): string[] => shown.map((title) => of[titles.indexOf(title)]!);
  return {
    kind: 'chart',
    name: 'gain-and-price',
    title: 'What a commit takes, and what it takes to be back without the leader, ms',
    caption:
      'Measured means of all runs: at the leader with everybody up, and from the last message of a leader that crashes to the first commit after it. Tick: predicted, if one node alone campaigns; what lies above it is what rivals cost. Systems that never come back without their leader have no point.',
    data: rows.flatMap(pointOf),
    choices: [],
    spec: (layout) => ({
      width: layout.width - 90,
      height: 360,
      encoding: {
        x: { field: 'commit', type: 'quantitative', title: 'commit, ms', scale: { zero: false, padding: 20 } },
      },
      layer: [
        {
          mark: { type: 'tick', orient: 'horizontal', thickness: 2, bandSize: 16, color: '#555555', tooltip: true },
          encoding: { y: { field: 'predicted', type: 'quantitative' } },
        },
        {
          mark: { type: 'point', filled: true, size: 90, opacity: 0.85, tooltip: true },
          encoding: {
            y: { field: 'back', type: 'quantitative', title: 'back, ms', scale: { zero: false, padding: 20 } },
            color: {
              field: 'protocol',
              scale: { domain: shown, range: look(light) },
              legend: { orient: 'top', title: null },
            },
            shape: { field: 'protocol', scale: { domain: shown, range: look(shapes) }, legend: null },
          },
        },
        {
          // One name per place: the lowest point of it, with all systems that share it.
          transform: [
            { joinaggregate: [{ op: 'min', field: 'predicted', as: 'least' }], groupby: ['commit'] },
            { aggregate: [{ op: 'values', field: 'quorums', as: 'here' }], groupby: ['commit', 'least'] },
            { calculate: "slice(pluck(datum.here, 'quorums'), 0, 1)[0]", as: 'name' },
          ],
          mark: { type: 'text', dy: 16, fontSize: 10 },
          encoding: { y: { field: 'least', type: 'quantitative' }, text: { field: 'name' } },
        },
      ],
    }),
  };
}

function pointOf({ label, title, residuals, loss }: ConfirmedRow): Datum[] {
  const commit = residuals.find(({ measure }) => measure === 'commit_ms');
  const back = residuals.find(({ measure }) => measure === 'back_ms');
  if (commit === undefined || back === undefined || loss.backMs === undefined) return [];
  return [{ quorums: label, protocol: title, commit: commit.measured, predicted: back.predicted, back: loss.backMs }];
}
