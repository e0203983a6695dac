/** Whom quorums wait for: how often each node's answer was the last that a batch needed. */
import { topologyNamed } from '../../sim/topology.ts';
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatNumber } from '../format.ts';
import { panelVarying } from '../panels.ts';
import type { ResultSet } from '../result-set.ts';
import type { ChartMaker, Datum } from './chart.ts';
import { heatScale, heatText, rowLink, tooltip } from './encodings.ts';
import { fullName, identity, IDENTITY_TOOLTIP, rounded } from './rows.ts';

const TITLE = 'Who is waited for: share of batches, %, for which a node answered last';

export const stragglers: ChartMaker = (set) => {
  const panel = panelVarying(set, 'algorithm', 1, ({ failureRatePerMin }) => failureRatePerMin === 0);
  const slice = panel && sliceOf(panel.configurations, ['algorithm', 'quorums', 'nodes', 'place']);
  const ordered = [...(slice?.configurations ?? [])].sort((a, b) => a.q2 - b.q2);
  const data = ordered.flatMap((configuration) => shares(configuration, set));
  if (data.length === 0) return { kind: 'left out', title: TITLE, reason: 'stragglers.csv has no rows' };
  const places = valuesOn('place', ordered).map(String);
  const nodes = valuesOn('nodes', ordered)
    .map(Number)
    .sort((a, b) => a - b);
  return {
    kind: 'chart',
    name: 'stragglers',
    title: TITLE,
    caption: `Of the batches that a quorum was waited for, in all seeds; a row adds up to 100 %. The node that proposes is its own straggler where its disk was the last. A protocol of which nothing is recorded has no row.${heldSentence(slice!)}`,
    data,
    choices: [
      {
        field: 'place',
        label: 'network',
        values: places,
        initial: String(representative('place', [...places].reverse())),
      },
      { field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) },
    ],
    spec: (layout) => {
      const position = {
        x: {
          field: 'node',
          type: 'nominal',
          title: 'node',
          sort: { field: 'number' },
          axis: {
            labelAngle: layout.narrow ? -90 : 0,
            labelOverlap: false,
            orient: 'top',
            ticks: false,
            domain: false,
          },
        },
        y: {
          field: 'who',
          type: 'nominal',
          title: 'protocol and quorums',
          sort: null,
          axis: { ticks: false, domain: false },
        },
      };
      return {
        width: layout.narrow ? layout.width - 170 : 640,
        height: { step: 24 },
        // All shares are of 100.
        transform: [{ calculate: 'datum.value / 100', as: 'share' }],
        layer: [
          {
            mark: { type: 'rect' },
            encoding: {
              ...position,
              color: {
                field: 'value',
                type: 'quantitative',
                scale: { ...heatScale, domain: [0, 100] },
                legend: { title: 'share of batches, %', orient: 'bottom', gradientLength: 180 },
              },
              ...rowLink(layout),
              tooltip: tooltip([
                ...IDENTITY_TOOLTIP,
                { field: 'node', title: 'last to answer' },
                { field: 'text', title: 'batches' },
              ]),
            },
          },
          ...heatText(position, layout.narrow ? 9 : 11),
        ],
      };
    },
  };
};

function shares(configuration: Configuration, set: ResultSet): Datum[] {
  const byNode = new Map<number, number>();
  for (const id of configuration.trialIds) {
    for (const row of set.stragglers.get(id) ?? []) {
      const node = Number(row['node']);
      byNode.set(node, (byNode.get(node) ?? 0) + Number(row['batches']));
    }
  }
  const all = [...byNode.values()].reduce((sum, batches) => sum + batches, 0);
  if (all === 0) return [];
  return [...byNode].map(([number, batches]): Datum => {
    const percent = (100 * batches) / all;
    return {
      ...identity(configuration),
      who: fullName(configuration),
      node: nodeName(configuration, number),
      number,
      value: rounded(percent),
      cell: batches === 0 ? '' : formatNumber(percent),
      text: `${batches.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`,
    };
  });
}

/** With its region, where it is in one. */
function nodeName({ spec, place }: Configuration, node: number): string {
  const regions = spec.network.topology === undefined ? undefined : topologyNamed(place)?.nodes;
  return regions === undefined ? `node ${node}` : `${node} ${regions[node % regions.length]!}`;
}
