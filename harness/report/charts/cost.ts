/** What an operation costs the cluster: messages, bytes and disk writes. */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import { panelVarying, quorumOrder } from '../panels.ts';
import { cell, columnsOf, type ChartMaker } from './chart.ts';
import {
  evenTop,
  legendSelection,
  picked,
  protocolEncodings,
  quorumAxis,
  rowLink,
  tooltip,
  NUMBER_FORMAT,
} from './encodings.ts';
import { figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn } from './rows.ts';

const TITLE = 'Cost of an operation: messages, bytes and disk writes';

const METRICS: readonly (readonly [column: string, title: string])[] = [
  ['messages_per_op', 'messages per operation'],
  ['bytes_per_op', 'bytes per operation'],
  ['inter_region_bytes_per_op', 'bytes between regions per operation'],
  ['disk_writes_per_op', 'disk writes per operation'],
];

export const cost: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'nodes', 1, ({ failureRatePerMin }) => failureRatePerMin === 0);
  if (panel === undefined)
    return { kind: 'left out', title: TITLE, reason: 'no configuration without failures has figures' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'nodes', 'quorums', 'place']);
  const data = METRICS.flatMap(([column, metric]) =>
    slice.configurations.flatMap((configuration) => {
      const figure = figureDatum(configuration, column);
      return figure === undefined ? [] : [{ ...identity(configuration), ...figure, metric }];
    }),
  );
  const metrics = METRICS.map(([, title]) => title).filter((title) => data.some(({ metric }) => metric === title));
  const mostColumns = metrics.length === 4 ? 2 : 3;
  const places = valuesOn('place', slice.configurations).map(String);
  const nodes = valuesOn('nodes', slice.configurations).map(Number);
  const order = quorumOrder(slice.configurations);
  return {
    kind: 'chart',
    name: 'cost-per-operation',
    title: TITLE,
    caption: `Counted over all nodes, client messages and idle heartbeats included, per operation that completed.${heldSentence(slice)}`,
    data,
    choices: [
      { field: 'place', label: 'network', values: places, initial: String(representative('place', places)) },
      { field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) },
    ],
    spec: (layout) => {
      const { color, shape } = protocolEncodings(scale, protocolsIn(data), layout);
      return {
        facet: { field: 'metric', type: 'nominal', title: null, sort: metrics },
        columns: columnsOf(layout, metrics.length, mostColumns),
        spec: {
          width: cell(layout, Math.min(metrics.length, mostColumns), 62),
          height: 190,
          layer: [
            evenTop,
            {
              ...legendSelection(layout),
              mark: { type: 'point', filled: true, size: 80, opacity: 1 },
              encoding: {
                x: quorumAxis(order),
                xOffset: { field: 'protocol', scale: { domain: scale.titles } },
                y: {
                  field: 'value',
                  type: 'quantitative',
                  title: 'per operation',
                  axis: { format: NUMBER_FORMAT, tickCount: 5 },
                },
                color,
                shape,
                ...picked(layout),
                ...rowLink(layout),
                tooltip: tooltip([...IDENTITY_TOOLTIP, { field: 'text', title: 'per operation' }]),
              },
            },
          ],
        },
        resolve: { scale: { y: 'independent' }, axis: { x: 'independent' } },
      };
    },
  };
};
