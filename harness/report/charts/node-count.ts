/** Tail latency by the number of nodes and the quorums, a picture per network. */
import { heldSentence, sliceOf, valuesOn } from '../axes.ts';
import { panelVarying } from '../panels.ts';
import { cell, columnsOf, type ChartMaker } from './chart.ts';
import {
  evenTop,
  interval,
  picked,
  protocolEncodings,
  rowLink,
  logAxisFor,
  logPosition,
  tooltip,
} from './encodings.ts';
import { MAJORITY_CAPTION, majorityPoints } from './majority-points.ts';
import { aboveZero, figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn } from './rows.ts';

const TITLE = 'p99 latency, ms, by number of nodes and quorums';

export const nodeCount: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'nodes', 2);
  if (panel === undefined) return { kind: 'left out', title: TITLE, reason: 'no panel varies the number of nodes' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'nodes', 'quorums', 'place']);
  const data = slice.configurations.flatMap((configuration) => {
    const p99 = aboveZero(figureDatum(configuration, 'latency_p99_ms'));
    if (p99 === undefined) return [];
    return [{ ...identity(configuration), ...p99, majority: configuration.isMajority, q2: configuration.q2 }];
  });
  const places = valuesOn('place', slice.configurations).length;
  return {
    kind: 'chart',
    name: 'p99-by-nodes',
    title: TITLE,
    caption: `${MAJORITY_CAPTION}. Each network has a scale of its own.${heldSentence(slice)}`,
    data,
    choices: [],
    spec: (layout) => {
      const { color, shape } = protocolEncodings(scale, protocolsIn(data), layout);
      const position = {
        x: { field: 'nodes', type: 'ordinal', title: 'nodes', axis: { labelAngle: 0, grid: false } },
        xOffset: { field: 'protocol', scale: { domain: scale.titles } },
      };
      const values = slice.configurations.flatMap((each) => each.figure('latency_p99_ms')?.value ?? []);
      const y = logPosition('value', 'p99 latency, ms', logAxisFor(values));
      const points = {
        ...position,
        y,
        color,
        shape,
        ...picked(layout),
        ...rowLink(layout),
        tooltip: tooltip([...IDENTITY_TOOLTIP, { field: 'text', title: 'p99 latency' }]),
      };
      return {
        facet: { field: 'place', type: 'nominal', title: null, sort: null },
        columns: columnsOf(layout, places),
        spec: {
          width: cell(layout, places, 58),
          height: 280,
          layer: [evenTop, interval(position, y, color, layout), ...majorityPoints(data, points, layout)],
        },
        resolve: { scale: { y: 'independent' } },
      };
    },
  };
};
