/**
 * The comparison as a picture: which systems are on the front, what each leader would cost clients, and where a system
 * lies among all counting ones. Vega-Lite, rendered to SVG without a browser.
 */
import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ColumnSpec } from './columns.ts';
import { countingPoints, leaderPoints } from './chart-data.ts';
import type { Conditions } from './compare.ts';
import type { Comparison, Configuration } from './comparison.ts';
import { placeNames, SIDES } from './place-names.ts';

type Charts = Extract<TopLevelSpec, { readonly concat: unknown }>;
type Picture = Extract<Charts['concat'][number], { readonly layer: unknown }>;
type Position = NonNullable<NonNullable<Picture['encoding']>['x']>;

/** Legible for all who see colours differently (Okabe, Ito 2008). */
const ON_FRONT = '#0072b2';
const OFF_FRONT = '#999999';

/** Beyond so many nodes the cells of all counting systems are too small to see. */
const MAX_CELLS = 31;

export function chartSpec(
  comparison: Comparison,
  configurations: readonly Configuration[],
  conditions: Conditions,
  placeOf: (node: number) => string,
): TopLevelSpec {
  const leaders = leaderPoints(comparison, configurations, conditions, placeOf);
  const counting = conditions.nodes <= MAX_CELLS ? countingPoints(conditions) : [];
  const pictures = [
    frontPicture(comparison),
    ...(leaders.length > 0 ? [leaderPicture(leaders)] : []),
    ...(conditions.failures && counting.length > 0 ? [cellPicture(counting, 'down', 'P(not both phases)', 'log')] : []),
    ...(conditions.rtt && counting.length > 0 ? [cellPicture(counting, 'client_ms', 'client, ms', 'linear')] : []),
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    title: { text: `Quorums of ${conditions.nodes} nodes`, anchor: 'start', fontSize: 15 },
    concat: pictures,
    columns: 2,
    align: 'each',
    // Vega takes axes for wider than they are; so room for them is set aside.
    bounds: 'flush',
    spacing: { column: 180, row: 130 },
    resolve: { scale: { color: 'independent' } },
    config: { view: { stroke: null }, axis: { gridColor: '#eeeeee' }, title: { anchor: 'start' } },
  };
}

export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  return await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}

const SIZE = { width: 420, height: 300 };
const ON = 'on the front';
const BEATEN = 'beaten by another';

interface Point {
  readonly quorums: string;
  readonly x: number;
  readonly y: number;
  readonly front: typeof ON | typeof BEATEN;
}

/** Two of the aims against each other: the first time or load, and the first chance. */
function frontPicture({ rows, judged }: Comparison): Picture {
  const [x, y] = axesOf(judged.objectives.length > 1 ? judged.objectives : judged.columns);
  const values = rows.flatMap((row, i): Point[] => {
    const at = { x: row.figures[x.figure], y: row.figures[y.figure] };
    if (at.x === undefined || at.y === undefined) return [];
    return [{ quorums: row.label, x: at.x, y: at.y, front: judged.front[i] ? ON : BEATEN }];
  });
  const encoding = {
    x: axis('x', x),
    y: axis('y', y),
    color: {
      field: 'front',
      title: null,
      scale: { domain: [ON, BEATEN], range: [ON_FRONT, OFF_FRONT] },
      legend: { orient: 'bottom' },
    },
  };
  return {
    title: {
      text: `${y.title} against ${x.title}`,
      subtitle: inLines(`the front is that of ${judged.objectives.map(({ title }) => title).join(', ')}`),
    },
    ...SIZE,
    data: { values },
    encoding,
    layer: [{ mark: { type: 'point', filled: true, size: 70, tooltip: true } }, ...namesOf(values, x, y)],
  };
}

/** Names of the front only, one for all that share a point: the others can be hovered. */
function namesOf(points: readonly Point[], x: ColumnSpec, y: ColumnSpec): Picture['layer'] {
  const [across, down] = [pixels(points, 'x', x), pixels(points, 'y', y)];
  const names = points.map((point) => {
    const here = points.filter((other) => other.front === ON && other.x === point.x && other.y === point.y);
    return here[0] === point ? here.map(({ quorums }) => quorums).join(', ') : undefined;
  });
  const dots = points.map((point, i) => ({ x: across(point), y: SIZE.height - down(point), name: names[i] }));
  const sides = placeNames(dots, SIZE.width);
  return SIDES.map((side, index): Picture['layer'][number] => {
    const values = points.flatMap((point, i) => (sides[i] === index ? [{ ...point, name: names[i] }] : []));
    return {
      data: { values },
      mark: { type: 'text', ...side, fontSize: 10 },
      encoding: { text: { field: 'name' } },
    };
  }).filter((_, index) => sides.includes(index));
}

/** About where the axis puts a point, rounding of its ends aside. */
function pixels(points: readonly Point[], field: 'x' | 'y', { kind }: ColumnSpec): (point: Point) => number {
  const scaled = (point: Point): number => (kind === 'probability' ? Math.log(point[field]) : point[field]);
  const values = points.map(scaled);
  const low = kind === 'ms' ? Math.min(0, ...values) : Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return (point) => ((scaled(point) - low) / span) * (field === 'x' ? SIZE.width : SIZE.height);
}

/** As wide as the picture. */
const LINE_LETTERS = 80;

function inLines(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)!} ${word}`.trim();
    if (longer.length > LINE_LETTERS) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function axesOf(columns: readonly ColumnSpec[]): [ColumnSpec, ColumnSpec] {
  const x = columns.find(({ kind }) => kind === 'ms') ?? columns.find(({ kind }) => kind === 'load') ?? columns[0]!;
  const others = columns.filter((column) => column !== x);
  const y = others.find(({ kind }) => kind === 'probability') ?? others.find(({ kind }) => kind === 'count') ?? x;
  return [x, y];
}

function axis(field: string, { kind, title, about }: ColumnSpec): Position {
  const unit = kind === 'ms' ? ', ms' : '';
  const scale = kind === 'probability' ? ({ type: 'log' } as const) : { zero: kind === 'ms', nice: true };
  return {
    field,
    type: 'quantitative',
    title: `${title}${unit} (${about})`,
    scale,
    axis: kind === 'probability' ? { format: '.0e', tickCount: 6 } : kind === 'count' ? { tickMinStep: 1 } : {},
  };
}

function leaderPicture(values: readonly object[]): Picture {
  return {
    title: 'Where to put the leader: mean time of clients everywhere, ms',
    width: { step: 70 },
    height: { step: 22 },
    data: { values },
    encoding: {
      x: { field: 'leader', type: 'nominal', sort: null, title: 'leader', axis: { labelAngle: -30, grid: false } },
      y: { field: 'quorums', type: 'nominal', sort: null, title: null, axis: { grid: false } },
    },
    layer: [
      {
        mark: { type: 'rect', tooltip: true },
        encoding: {
          color: { field: 'client_ms', type: 'quantitative', title: 'ms', scale: { range: ['#f1f6fb', '#7fb2e0'] } },
        },
      },
      cellText('client_ms', '.0f'),
    ],
  };
}

function cellPicture(values: readonly object[], field: string, title: string, scale: 'log' | 'linear'): Picture {
  return {
    title: `All counting systems: ${title}; outlined: legal for Raft too`,
    width: { step: 44 },
    height: { step: 26 },
    data: { values },
    transform: [{ filter: `isValid(datum.${field})` }],
    encoding: {
      x: { field: 'q2', type: 'ordinal', title: 'q2, to commit', axis: { labelAngle: 0, grid: false } },
      y: { field: 'q1', type: 'ordinal', title: 'q1, to elect', sort: 'descending', axis: { grid: false } },
    },
    layer: [
      {
        mark: { type: 'rect', tooltip: true, strokeWidth: 1 },
        encoding: {
          color: {
            field,
            type: 'quantitative',
            title: null,
            scale: { type: scale, range: ['#fff6ec', '#f0a35e'] },
            legend: { format: scale === 'log' ? '.0e' : '.0f' },
          },
          stroke: { condition: { test: "datum.legal === 'Flexible Paxos and Raft'", value: 'black' }, value: null },
        },
      },
      cellText(field, scale === 'log' ? '.0e' : '.0f'),
    ],
  };
}

function cellText(field: string, format: string): Picture['layer'][number] {
  return { mark: { type: 'text', fontSize: 9 }, encoding: { text: { field, type: 'quantitative', format } } };
}
