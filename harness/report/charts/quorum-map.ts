/** Tail latency over the two sizes of quorums, a map per protocol and number of nodes, with the pairs that it may not have. */
import { algorithmNamed } from '../../../algorithms/registry.ts';
import { quorumSystemOf } from '../../trial/quorums.ts';
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatNumber } from '../format.ts';
import { panelVarying } from '../panels.ts';
import { protocolTitle } from '../protocols.ts';
import { columnsOf, type ChartMaker, type Datum, type Layout, type Spec } from './chart.ts';
import { heatScale, heatText, rowLink, tooltip } from './encodings.ts';
import { figureDatum, identity, IDENTITY_TOOLTIP } from './rows.ts';

const TITLE = 'p99 latency, ms, by the sizes of both quorums';

/** Colours would make much of less: a network whose slowest cell is no slower than its fastest by this has no map. */
const LEAST_CONTRAST = 1.01;

/** Larger maps have cells that no text fits in, and too many pairs to ask the protocol about. */
const MOST_NODES = 9;

export const quorumMap: ChartMaker = (set) => {
  const panel = panelVarying(set, 'quorums', 2, (each) => isCounted(each) && !each.thrifty);
  if (panel === undefined)
    return { kind: 'left out', title: TITLE, reason: 'no panel varies the sizes of counted quorums' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'quorums', 'nodes', 'place']);
  const chosen = withChoice(slice.configurations);
  const cells = chosen.flatMap(measured);
  if (cells.length === 0)
    return { kind: 'left out', title: TITLE, reason: 'no protocol ran with two pairs of quorums' };
  const places = valuesOn('place', chosen)
    .map(String)
    .filter((place) => hasContrast(cells.filter((each) => each['place'] === place)));
  if (places.length === 0)
    return { kind: 'left out', title: TITLE, reason: 'no two sizes of quorums differ by more than 1 %' };
  const data = [...cells.filter(({ place }) => places.includes(String(place))), ...refused(chosen)];
  const pictures = [...new Set(chosen.map(pictureOf))];
  return {
    kind: 'chart',
    name: 'p99-by-quorum-sizes',
    title: TITLE,
    caption: `A map per protocol and number of nodes; the more a cell stands out, the slower; × is a pair of sizes that the protocol must refuse, an empty cell was not run. Networks where no two differ by more than 1 % have none. Flexible Paxos needs every phase-1 quorum to meet every phase-2 quorum; Raft also any two election quorums.${heldSentence(slice)}`,
    data,
    choices: [{ field: 'place', label: 'network', values: places, initial: String(representative('place', places)) }],
    spec: (layout) => ({
      // Of what is shown.
      transform: [
        {
          joinaggregate: [
            { op: 'min', field: 'value', as: 'least' },
            { op: 'max', field: 'value', as: 'most' },
          ],
        },
        { calculate: '(datum.value - datum.least) / (datum.most - datum.least)', as: 'share' },
      ],
      facet: { field: 'picture', type: 'nominal', title: null, sort: pictures },
      columns: layout.narrow ? 2 : columnsOf(layout, pictures.length, 5),
      spec: map(layout, pictures.length),
      resolve: { scale: { x: 'independent', y: 'independent' } },
    }),
  };
};

function hasContrast(cells: readonly Datum[]): boolean {
  const values = cells.map(({ value }) => Number(value));
  return Math.max(...values) > Math.min(...values) * LEAST_CONTRAST;
}

function isCounted({ quorums, isMajority, verdict }: Configuration): boolean {
  return verdict === 'ok' && (isMajority || /^\d+\/\d+$/.test(quorums));
}

/** Protocols that have a choice of quorums: a map of one cell says nothing. */
function withChoice(configurations: readonly Configuration[]): Configuration[] {
  const flexible = configurations.filter(({ isMajority }) => !isMajority).map(({ algorithm }) => algorithm);
  return configurations
    .filter(({ algorithm, nodes }) => flexible.includes(algorithm) && nodes <= MOST_NODES)
    .sort((a, b) => flexible.indexOf(a.algorithm) - flexible.indexOf(b.algorithm) || a.nodes - b.nodes);
}

function pictureOf({ algorithm, nodes }: Pick<Configuration, 'algorithm' | 'nodes'>): string {
  return `${protocolTitle(algorithm)}, ${nodes} nodes`;
}

function measured(configuration: Configuration): Datum[] {
  const p99 = figureDatum(configuration, 'latency_p99_ms');
  if (p99 === undefined) return [];
  const { q1, q2 } = configuration;
  return [
    {
      ...identity(configuration),
      ...p99,
      q1,
      q2,
      picture: pictureOf(configuration),
      cell: formatNumber(Number(p99['value'])),
    },
  ];
}

/** All pairs of sizes that a protocol may not have, in every network. */
function refused(configurations: readonly Configuration[]): Datum[] {
  const maps = new Map(configurations.map((each) => [pictureOf(each), each]));
  return [...maps].flatMap(([picture, { algorithm, nodes }]) => {
    const sizes = Array.from({ length: nodes }, (_, i) => i + 1);
    const about = algorithmNamed(algorithm);
    return sizes.flatMap((q1) =>
      sizes.flatMap((q2): Datum[] => {
        const quorums = { phase1: { kind: 'count', q: q1 }, phase2: { kind: 'count', q: q2 } } as const;
        const refusal = about?.legality(quorumSystemOf({ nodes, quorums }));
        const protocol = protocolTitle(algorithm);
        return refusal === undefined ? [] : [{ protocol, nodes, picture, q1, q2, refusal: refusal.rule }];
      }),
    );
  });
}

function map(layout: Layout, count: number): Spec {
  const columns = layout.narrow ? 2 : columnsOf(layout, count, 5);
  const size = Math.min(230, Math.floor((layout.width - 20) / columns) - 40);
  const axis = { labelAngle: 0, grid: false, ticks: false, domain: false };
  const position = {
    x: { field: 'q1', type: 'ordinal', title: 'q1 (elect)', axis },
    y: { field: 'q2', type: 'ordinal', title: 'q2 (commit)', sort: 'descending', axis: { ...axis, titlePadding: 8 } },
  };
  return {
    width: size,
    height: size,
    layer: [
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'rect' },
        encoding: {
          ...position,
          color: {
            field: 'value',
            type: 'quantitative',
            scale: heatScale,
            legend: { title: 'p99 latency, ms', orient: 'top', gradientLength: 180 },
          },
          ...rowLink(layout),
          tooltip: tooltip([...IDENTITY_TOOLTIP, { field: 'text', title: 'p99 latency' }]),
        },
      },
      ...heatText(position, layout.narrow ? 8 : 10),
      {
        transform: [{ filter: 'isValid(datum.refusal)' }],
        mark: { type: 'text', text: '×', fontSize: 11, opacity: 0.45 },
        encoding: { ...position, tooltip: tooltip([{ field: 'refusal', title: 'must be refused' }]) },
      },
    ],
  };
}
