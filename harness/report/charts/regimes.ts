/** Latency told apart by service: in steady operation, of operations that met an outage, and in the recovery after it. */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { DASH, formatNumber, formatValue } from '../format.ts';
import { damagedNotes, mergedHistogram, type Damaged } from '../merged-histogram.ts';
import { panelVarying } from '../panels.ts';
import type { ResultSet } from '../result-set.ts';
import { columnsOf, type ChartMaker, type Datum } from './chart.ts';
import { decadeAxis, legendSelection, logDomain, picked, protocolEncodings, rowLink, tooltip } from './encodings.ts';
import { fullName, identity, IDENTITY_TOOLTIP, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Latency of operations, ms, in steady operation, during outages and in recovery';

const REGIMES = [
  ['steady', 'steady'],
  ['outage', 'met an outage'],
  ['recovery', 'in recovery'],
] as const;

export const regimes: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'failures', 1, ({ failureRatePerMin }) => failureRatePerMin > 0);
  if (panel === undefined) return { kind: 'left out', title: TITLE, reason: 'no panel has crashes at random times' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'quorums', 'nodes', 'failures']);
  const ordered = [...slice.configurations].sort((a, b) => a.q2 - b.q2);
  const damaged: Damaged = new Map();
  const data = ordered.flatMap((configuration) => ranges(configuration, set, damaged));
  set.notes.push(...damagedNotes(damaged, 'the latencies by regime'));
  if (data.length === 0) return { kind: 'left out', title: TITLE, reason: 'histograms.csv has no regimes' };
  const nodes = valuesOn('nodes', ordered).map(Number);
  const rates = valuesOn('failures', ordered).map(Number);
  return {
    kind: 'chart',
    name: 'latency-by-regime',
    title: TITLE,
    caption: `From the median to p99, a tick at p90, for each regime by itself; the share of operations that fell into it stands at the right. An outage is longer than the deadline without a completion while something waits; recovery is what was sent after it, until those that met it are done. A percentile needs ten operations above it: where there are too few, there is no bar.${heldSentence(slice)}`,
    data,
    choices: [
      { field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) },
      { field: 'rate', label: 'crashes per node and minute', values: rates, initial: Math.max(...rates) },
    ],
    spec: (layout) => {
      const { color, shape } = protocolEncodings(scale, protocolsIn(data), layout);
      const columns = columnsOf(layout, REGIMES.length);
      const ends = data.flatMap(({ p50, top }) => [Number(p50 ?? 0), Number(top ?? 0)]);
      const y = {
        field: 'who',
        type: 'nominal',
        title: 'protocol and quorums',
        sort: null,
        axis: { grid: true, ticks: false, domain: false },
      };
      const x = {
        type: 'quantitative',
        title: 'latency, ms',
        scale: { type: 'log', nice: false, domain: logDomain(ends) },
        axis: decadeAxis,
      };
      const tips = tooltip([
        ...IDENTITY_TOOLTIP,
        { field: 'regime', title: 'regime' },
        { field: 'portion', title: 'share of operations' },
        { field: 'p50_text', title: 'median' },
        { field: 'p90_text', title: 'p90' },
        { field: 'text', title: 'p99' },
      ]);
      return {
        facet: { field: 'regime', type: 'nominal', title: null, sort: REGIMES.map(([, title]) => title) },
        columns,
        spec: {
          width: Math.floor((layout.width - 150) / columns) - (layout.narrow ? 40 : 66),
          height: { step: 20 },
          layer: [
            {
              mark: { type: 'rule', strokeWidth: 3 },
              encoding: { y, x: { ...x, field: 'p50' }, x2: { field: 'top' }, color, ...picked(layout), tooltip: tips },
            },
            {
              mark: { type: 'tick', thickness: 2, size: 12 },
              encoding: { y, x: { ...x, field: 'p90' }, color, ...picked(layout) },
            },
            {
              ...legendSelection(layout),
              mark: { type: 'point', filled: true, size: 70, opacity: 1 },
              encoding: {
                y,
                x: { ...x, field: 'p99' },
                color,
                shape,
                ...picked(layout),
                ...rowLink(layout),
                tooltip: tips,
              },
            },
            {
              mark: { type: 'text', align: 'left', dx: 6, fontSize: 10 },
              encoding: { y, x: { value: 'width' }, text: { field: 'portion', type: 'nominal' } },
            },
          ],
        },
      };
    },
  };
};

function ranges(configuration: Configuration, set: ResultSet, damaged: Damaged): Datum[] {
  const histograms = REGIMES.map(([regime]) => mergedHistogram(configuration, set, regime, damaged));
  const all = histograms.reduce((sum, { count }) => sum + count, 0);
  return REGIMES.flatMap(([, regime], i): Datum[] => {
    const histogram = histograms[i]!;
    const of = (permille: number, name: string): Datum => {
      const ms = histogram.percentileMs(permille);
      const words = name === 'p99' ? 'text' : `${name}_text`;
      return ms === null ? { [words]: DASH } : { [name]: rounded(ms), [words]: formatValue('_ms', ms) };
    };
    if (histogram.count === 0) return [];
    const top = histogram.percentileMs(990) ?? histogram.percentileMs(900) ?? histogram.percentileMs(500);
    return [
      {
        ...identity(configuration),
        who: fullName(configuration),
        regime,
        portion: `${formatNumber((100 * histogram.count) / all)} %`,
        ...(top !== null && { top: rounded(top) }),
        ...of(500, 'p50'),
        ...of(900, 'p90'),
        ...of(990, 'p99'),
      },
    ];
  });
}
