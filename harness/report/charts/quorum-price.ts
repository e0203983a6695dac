/** Commit latency against quorum sizes, and on the same page what small quorums cost when nodes crash. */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatNumber } from '../format.ts';
import { panelVarying, quorumOrder } from '../panels.ts';
import { priceOf, unavailabilityOf } from '../price.ts';
import { cell, columnsOf, type ChartMaker, type Datum, type Layout, type Spec } from './chart.ts';
import {
  evenTop,
  interval,
  legendSelection,
  picked,
  protocolEncodings,
  quorumAxis,
  rowLink,
  tooltip,
  NUMBER_FORMAT,
} from './encodings.ts';
import { figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Commit latency, ms, by quorums, and its price: crashes survived and chance to have no quorum';

/** For the exact probabilities: a node is down 1 % of the time. */
const DOWN = 0.01;

const PHASES = { elect: 'an election (N − q1 if counted)', commit: 'a commit (N − q2 if counted)' };

export const quorumPrice: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'quorums', 2, (each) => each.figure('commit_mean_ms') !== undefined && !each.thrifty);
  if (panel === undefined)
    return { kind: 'left out', title: TITLE, reason: 'no panel varies the quorums of a protocol with a leader' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'quorums', 'nodes', 'place']);
  const { configurations } = slice;
  const order = quorumOrder(configurations);
  const places = valuesOn('place', configurations).map(String);
  const nodes = valuesOn('nodes', configurations).map(Number);
  const data = [...configurations.flatMap(latency), ...prices(configurations)];
  const x = quorumAxis(order);
  return {
    kind: 'chart',
    name: 'commit-latency-by-quorums',
    title: TITLE,
    caption: `Above: mean time from having a batch to having it committed, at the leader, with 95 % intervals over seeds; each network has a scale of its own. Below, the price, exact: how many crashes, of whichever nodes, leave a quorum to elect and to commit; and how often there is none when each node is down ${DOWN * 100} % of the time.${heldSentence(slice)}`,
    data,
    choices: [{ field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) }],
    spec: (layout) => {
      const count = places.length;
      return {
        vconcat: [
          {
            columns: columnsOf(layout, count),
            concat: places.map((place, i) => {
              const encodings = protocolEncodings(scale, protocolsIn(data), layout);
              return latencyPicture({ place, x, layout, count, first: i === 0, titles: scale.titles, ...encodings });
            }),
          },
          {
            columns: columnsOf(layout, 2, 2),
            concat: [
              pricePicture('survived', 'crashes survived', { type: 'linear', zero: true }, x, layout),
              pricePicture('without', 'probability of no quorum', { type: 'log', nice: false, padding: 12 }, x, layout),
            ],
          },
        ],
        resolve: { scale: { color: 'independent', shape: 'independent', x: 'independent' } },
      };
    },
  };
};

function latency(configuration: Configuration): Datum[] {
  const commit = figureDatum(configuration, 'commit_mean_ms');
  return commit === undefined ? [] : [{ ...identity(configuration), ...commit, part: 'latency' }];
}

/** Per number of nodes and quorums, whatever the protocol. */
function prices(configurations: readonly Configuration[]): Datum[] {
  const seen = new Map<string, Configuration>();
  for (const each of configurations) seen.set(`${each.nodes} ${each.quorums}`, each);
  return [...seen.values()].flatMap(({ spec, nodes, quorums }) => {
    const { electionSurvives, commitSurvives } = priceOf(spec);
    const { elect, commit } = unavailabilityOf(spec, DOWN);
    const row = (phase: string, part: string, value: number, text: string): Datum => {
      return { nodes, quorums, phase, part, value: rounded(value), text };
    };
    return [
      row(PHASES.elect, 'survived', electionSurvives, `${electionSurvives}`),
      row(PHASES.commit, 'survived', commitSurvives, `${commitSurvives}`),
      row(PHASES.elect, 'without', elect, formatProbability(elect)),
      row(PHASES.commit, 'without', commit, formatProbability(commit)),
    ];
  });
}

function formatProbability(p: number): string {
  return p < 0.001 ? p.toExponential(1) : formatNumber(p);
}

interface LatencyPicture {
  readonly place: string;
  readonly x: Spec;
  readonly layout: Layout;
  readonly count: number;
  readonly first: boolean;
  readonly titles: readonly string[];
  readonly color: Spec;
  readonly shape: Spec;
}

function latencyPicture({ place, x, layout, count, first, titles, color, shape }: LatencyPicture): Spec {
  const position = { x, xOffset: { field: 'protocol', scale: { domain: titles } } };
  const y = {
    field: 'value',
    type: 'quantitative',
    title: 'mean commit latency, ms',
    scale: { zero: true },
    axis: { format: NUMBER_FORMAT, tickCount: 6 },
  };
  return {
    title: { text: place, fontSize: 12, anchor: 'middle' },
    width: cell(layout, count, 58),
    height: 210,
    transform: [{ filter: { and: ["datum.part === 'latency'", { field: 'place', equal: place }] } }],
    layer: [
      evenTop,
      interval(position, y, color, layout),
      {
        ...(first ? legendSelection(layout) : {}),
        mark: { type: 'point', filled: true, size: 80, opacity: 1 },
        encoding: {
          ...position,
          y,
          color,
          shape,
          ...picked(layout),
          ...rowLink(layout),
          tooltip: tooltip([...IDENTITY_TOOLTIP, { field: 'text', title: 'mean commit latency' }]),
        },
      },
    ],
  };
}

function pricePicture(part: string, title: string, scale: Spec, x: Spec, layout: Layout): Spec {
  const legend = { title: null, orient: 'top', columns: layout.narrow ? 1 : 2 };
  const domain = Object.values(PHASES);
  const color = { field: 'phase', type: 'nominal', scale: { domain, range: ['#8a8a8a', '#2f7fc1'] }, legend };
  const y = {
    field: 'value',
    type: 'quantitative',
    title,
    scale,
    axis: part === 'without' ? { format: '.0e', tickCount: 5 } : { format: 'd', tickMinStep: 1 },
  };
  return {
    width: cell(layout, 2, 62),
    height: 170,
    transform: [{ filter: `datum.part === '${part}'` }],
    encoding: { x, y },
    layer: [
      { mark: { type: 'line', strokeWidth: 1.5 }, encoding: { color } },
      {
        mark: { type: 'point', filled: true, size: 110, opacity: 1 },
        encoding: {
          color,
          shape: { field: 'phase', type: 'nominal', scale: { domain, range: ['circle', 'square'] }, legend },
          tooltip: tooltip([
            { field: 'phase', title: 'for' },
            { field: 'quorums', title: 'quorums q1/q2' },
            { field: 'nodes', title: 'nodes' },
            { field: 'text', title },
          ]),
        },
      },
    ],
  };
}
