/** Median latency by the delay of the links, where delays are all that the networks differ in. */
import { heldSentence, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { panelVarying } from '../panels.ts';
import { cell, columnsOf, type ChartMaker, type Datum } from './chart.ts';
import {
  evenTop,
  interval,
  legendSelection,
  logPosition,
  picked,
  protocolEncodings,
  rowLink,
  tooltip,
} from './encodings.ts';
import { aboveZero, figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn } from './rows.ts';

const TITLE = 'Median latency, ms, by the delay of the links, one way, ms';

const constantDelay = ({ spec }: Configuration): number | undefined =>
  spec.network.delay?.type === 'constant' && spec.network.delay.value > 0 ? spec.network.delay.value : undefined;

export const distance: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'place', 3, (each) => constantDelay(each) !== undefined);
  if (panel === undefined) return { kind: 'left out', title: TITLE, reason: 'no panel varies a constant delay' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'place', 'other']);
  const data = slice.configurations.flatMap((configuration): Datum[] => {
    const median = aboveZero(figureDatum(configuration, 'latency_p50_ms'));
    if (median === undefined) return [];
    return [{ settings: '', ...identity(configuration), ...median, delay: constantDelay(configuration)! }];
  });
  const pictures = valuesOn('other', slice.configurations).length;
  return {
    kind: 'chart',
    name: 'latency-by-delay',
    title: TITLE,
    caption: `Both axes are logarithmic: n delays are a straight line, and twice as many the same line a step higher; at short delays disks and CPUs bend it. Lines through the points are 95 % intervals over seeds.${heldSentence(slice)}`,
    data,
    choices: [],
    spec: (layout) => {
      const { color, shape, plainDash, strokeWidth, size } = protocolEncodings(scale, protocolsIn(data), layout);
      const x = logPosition('delay', 'delay of a link, one way, ms');
      const y = logPosition('value', 'median latency, ms');
      return {
        facet: { field: 'settings', type: 'nominal', title: null, sort: null },
        columns: columnsOf(layout, pictures, 2),
        spec: {
          width: cell(layout, 2, 58),
          height: 280,
          layer: [
            evenTop,
            interval({ x }, y, color, layout),
            {
              mark: { type: 'line' },
              encoding: { x, y, color, strokeDash: plainDash, strokeWidth, ...picked(layout) },
            },
            {
              ...legendSelection(layout),
              mark: { type: 'point', filled: true, opacity: 1 },
              encoding: {
                x,
                y,
                color,
                shape,
                size,
                ...picked(layout),
                ...rowLink(layout),
                tooltip: tooltip([...IDENTITY_TOOLTIP, { field: 'text', title: 'median latency' }]),
              },
            },
          ],
        },
      };
    },
  };
};
