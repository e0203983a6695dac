/** How long nothing is committed after the crash of the leader, by what the sweep varies: time-outs, or quorums. */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { fieldName, fieldValue } from '../field-words.ts';
import { panelVarying, quorumOrder } from '../panels.ts';
import { cell, columnsOf, type ChartMaker, type Datum, type Spec } from './chart.ts';
import {
  evenTop,
  interval,
  logPosition,
  picked,
  protocolEncodings,
  quorumAxis,
  rowLink,
  tooltip,
} from './encodings.ts';
import { MAJORITY_CAPTION, majorityPoints } from './majority-points.ts';
import { aboveZero, figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn } from './rows.ts';

const TITLE = 'Time from the crash of the leader to the next commit, ms';

export const failOver: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'other', 2, crashed) ?? panelVarying(set, 'quorums', 1, crashed);
  if (panel === undefined) {
    return { kind: 'left out', title: TITLE, reason: 'no panel crashes the leader at a set time' };
  }
  const slice = sliceOf(panel.configurations, ['algorithm', 'quorums', 'nodes', 'place', 'other']);
  const { configurations } = slice;
  const data = configurations.flatMap(rowOf);
  const x = axisOf(configurations);
  const tips = tooltip([
    ...IDENTITY_TOOLTIP,
    ...(data.some(({ settings }) => settings !== undefined) ? [{ field: 'settings', title: 'settings' }] : []),
    { field: 'text', title: 'on average' },
    { field: 'longestText', title: 'the longest' },
  ]);
  const nodes = valuesOn('nodes', configurations).map(Number);
  const places = valuesOn('place', configurations).length;
  return {
    kind: 'chart',
    name: 'fail-over',
    title: TITLE,
    caption: `${MAJORITY_CAPTION}; a tick is the longest of all. One that did not end counts for as long as it was watched. Without a leader it is the node that serves most clients that crashes.${heldSentence(slice)}`,
    data,
    choices: [{ field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) }],
    spec: (layout) => {
      const { color, shape } = protocolEncodings(scale, protocolsIn(data), layout);
      const position = { x, xOffset: { field: 'protocol', scale: { domain: scale.titles } } };
      const shared = { ...position, color, ...picked(layout), ...rowLink(layout), tooltip: tips };
      return {
        facet: { field: 'place', type: 'nominal', title: null, sort: null },
        columns: columnsOf(layout, places, 2),
        spec: {
          width: cell(layout, 2, 58),
          height: 260,
          layer: [
            evenTop,
            interval(position, yOf('value'), color, layout),
            {
              mark: { type: 'tick', orient: 'horizontal', width: 14, thickness: 1.5 },
              encoding: { ...shared, y: yOf('longest') },
            },
            ...majorityPoints(data, { ...shared, y: yOf('value'), shape }, layout),
          ],
        },
      };
    },
  };
};

function crashed(configuration: Configuration): boolean {
  return configuration.spec.faults.crashLeaderAtMs.length > 0 && rowOf(configuration).length > 0;
}

function rowOf(configuration: Configuration): Datum[] {
  const mean = aboveZero(figureDatum(configuration, 'failover_mean_ms'));
  const longest = figureDatum(configuration, 'failover_max_ms');
  if (mean === undefined || longest === undefined) return [];
  const { isMajority, settings } = configuration;
  return [
    {
      ...identity(configuration),
      ...mean,
      longest: longest['value']!,
      longestText: longest['text']!,
      majority: isMajority,
      at: settings.map(fieldValue).join('|'),
    },
  ];
}

/** Settings in the order of the sweep, a line per field; where there are none, quorums. */
function axisOf(configurations: readonly Configuration[]): Spec {
  const [example] = configurations;
  if (valuesOn('other', configurations).length < 2 || example === undefined)
    return quorumAxis(quorumOrder(configurations));
  return {
    field: 'at',
    type: 'nominal',
    title: example.settings.map(fieldName),
    sort: null,
    axis: { labelAngle: 0, labelExpr: "split(datum.label, '|')", grid: false },
  };
}

const yOf = (field: 'value' | 'longest'): Spec => logPosition(field, 'without commits, ms');
