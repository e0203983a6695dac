/** The pictures of a recommendation: all candidates, the short list against the choice, the regret, prediction and run. */
import type { Chart, Datum, Layout, Spec } from '../report/charts/chart.ts';
import { costsOf, type Confirmed } from './confirmed.ts';
import type { Objective } from './objectives.ts';
import { meanOf } from './paired.ts';
import { holds, labelOf, type Candidate } from './rank.ts';
import type { Recommendation } from './recommend.ts';
import { regretShare, regretText } from './tables.ts';
import { cellsOf } from './sentences.ts';

const CHOICE = '#d55e00';
const MEETS = '#0072b2';
const BREAKS = '#b0b0b0';
const STANDINGS = ['the choice', 'meets the constraints', 'breaks one'];

export function chartsOf(result: Recommendation): Chart[] {
  return [candidatesChart(result), againstChart(result), regretChart(result), agreementChart(result)];
}

function axisTitle({ title, unit }: Objective): string {
  return unit === 'ms' ? `${title}, ms` : title;
}

/** Cost as it is shown; a share of 0 has no place on a logarithmic axis. */
function shownCost({ shown, cost }: Objective, { predicted }: Candidate): number {
  return shown(cost(predicted));
}

/** The objective against what it costs: how often nobody leads. */
function candidatesChart({ ranking, choice, objective }: Recommendation): Chart {
  const price = objective.name === 'availability' ? 'meanMs' : 'noElection';
  const values = ranking.all.map((candidate): Datum => {
    const [protocol, quorums, leader] = cellsOf(candidate);
    const meets = ranking.constraints.every((constraint) => holds(constraint, candidate));
    const standing = candidate === choice.candidate ? STANDINGS[0]! : STANDINGS[meets ? 1 : 2]!;
    const [cost, other] = [shownCost(objective, candidate), candidate.predicted[price]];
    // The choice is drawn last, so that it lies on top.
    const rank = -STANDINGS.indexOf(standing);
    return { protocol, quorums, leader, standing, cost, price: other, rank };
  });
  // All protocols with the same quorums and leader lie on one point.
  const data = values.filter(({ cost, price: other }) => Number.isFinite(cost) && Number.isFinite(other));
  const share = objective.unit === 'share';
  const isLog = (field: 'cost' | 'price'): boolean => data.every((datum) => (datum[field] as number) > 0);
  const x = {
    field: 'cost',
    type: 'quantitative',
    title: axisTitle(objective),
    scale: scaleOf(share && isLog('cost')),
  };
  const y = {
    field: 'price',
    type: 'quantitative',
    title: price === 'noElection' ? 'P(no election possible)' : 'mean client latency, ms',
    scale: scaleOf(price === 'noElection' && isLog('price')),
    axis: price === 'noElection' ? { format: '.0e', tickCount: 6 } : {},
  };
  return {
    kind: 'chart',
    name: 'candidates',
    title: `All legal candidates: ${objective.title}, and its price`,
    caption:
      'Each point is a protocol with quorums and a leader, by analysis; protocols with the same quorums and leader share one. Names stand at the leader that is best for them.',
    data,
    choices: [],
    spec: (layout) => ({
      width: layout.width - 90,
      height: 340,
      encoding: { x: share ? { ...x, axis: { format: '.0e', tickCount: 6 } } : x, y },
      layer: [
        { mark: { type: 'point', filled: true, opacity: 0.85, tooltip: true }, encoding: standingEncoding() },
        {
          transform: [
            {
              window: [{ op: 'row_number', as: 'place' }],
              groupby: ['quorums'],
              sort: [{ field: 'cost', order: objective.unit === 'per s' ? 'descending' : 'ascending' }],
            },
            { filter: 'datum.place === 1' },
          ],
          mark: { type: 'text', align: 'left', dx: 9, dy: -7, fontSize: 10 },
          encoding: { text: { field: 'quorums' } },
        },
      ],
    }),
  };
}

function scaleOf(log: boolean): Spec {
  return log ? { type: 'log', padding: 20 } : { zero: false, nice: true, padding: 20 };
}

function standingEncoding(): Spec {
  const legend = { title: null, orient: 'top' };
  return {
    color: { field: 'standing', scale: { domain: STANDINGS, range: [CHOICE, MEETS, BREAKS] }, legend },
    shape: { field: 'standing', scale: { domain: STANDINGS, range: ['diamond', 'circle', 'cross'] }, legend },
    size: { field: 'standing', scale: { domain: STANDINGS, range: [220, 80, 60] }, legend: null },
    order: { field: 'rank', type: 'quantitative' },
  };
}

/** Measured differences with their intervals. */
function againstChart({ against, choice, objective, exhaustive }: Recommendation): Chart {
  const shown = exhaustive === undefined ? against : nearest(exhaustive.kept);
  const data = shown.flatMap(({ confirmed, difference, verdict }): Datum[] => {
    if (difference === undefined) return [];
    return [{ candidate: labelOf(confirmed.candidate), ...difference, verdict }];
  });
  const unit = objective.unit === 'ms' ? ', ms' : objective.unit === 'per s' ? ', s of CPU per operation' : '';
  const domain = ['worse', 'no evidence of a difference', 'the same in every run', 'better'];
  const each = {
    y: { field: 'candidate', type: 'nominal', sort: null, title: null, axis: { labelLimit: 600, labelOverlap: false } },
    color: {
      field: 'verdict',
      scale: { domain, range: [MEETS, '#777777', '#bbbbbb', CHOICE] },
      legend: { title: null, orient: 'top' },
    },
  };
  return {
    kind: 'chart',
    name: 'against-the-choice',
    title: `Measured ${objective.title}: others minus the choice${unit}`,
    caption: `The choice is ${labelOf(choice.candidate)}. Differences are paired by seed; bars are intervals that hold together with 95 %. Right of 0 is worse. Where a bar meets 0 there is no evidence of a difference.${exhaustive === undefined ? '' : ` Of all that were run, the ${data.length} that come nearest.`}`,
    data,
    choices: [],
    spec: (layout: Layout) => ({
      width: layout.width - 380,
      height: { step: 22 },
      layer: [
        { mark: { type: 'rule', strokeDash: [3, 3], color: CHOICE }, encoding: { x: { datum: 0 } } },
        {
          mark: { type: 'rule', strokeWidth: 3 },
          encoding: {
            ...each,
            x: { field: 'low', type: 'quantitative', title: `difference${unit}` },
            x2: { field: 'high' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 70, tooltip: true },
          encoding: { ...each, x: { field: 'mean', type: 'quantitative' } },
        },
      ],
    }),
  };
}

const MOST_BARS = 20;

function nearest<T extends { readonly difference: { readonly mean: number } | undefined }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => (a.difference?.mean ?? 0) - (b.difference?.mean ?? 0)).slice(0, MOST_BARS);
}

/** How much worse than the best, per assumption and how far it was off. */
function regretChart({ regrets }: Recommendation): Chart {
  const factors = [...new Set(regrets.map(({ factor }) => factorText(factor)))];
  const data = regrets.map(({ assumption, factor, choiceCost, bestCost, breaks, truth }): Datum => {
    const share = bestCost === undefined ? null : Math.max(0, regretShare(choiceCost, bestCost));
    const text =
      breaks.length > 0 ? 'breaks' : bestCost === undefined ? 'nothing fits' : regretText(choiceCost, bestCost);
    return { assumption, factor: factorText(factor), regret: share, text, truth, breaks: breaks.join(' and ') };
  });
  return {
    kind: 'chart',
    name: 'regret',
    title: 'Regret: how much worse than what would be best, if an assumption was off',
    caption:
      'By analysis. "breaks": the choice no longer meets a constraint then. The darker, the worse; what would be best instead stands in the table.',
    data,
    choices: [],
    spec: (layout) => ({
      width: Math.min(560, layout.width - 140),
      height: { step: 34 },
      encoding: {
        x: {
          field: 'factor',
          type: 'nominal',
          sort: factors,
          title: 'the truth is',
          axis: { labelAngle: 0, orient: 'top' },
        },
        y: { field: 'assumption', type: 'nominal', sort: null, title: null },
      },
      layer: [
        {
          mark: { type: 'rect', stroke: 'white', strokeWidth: 2, tooltip: true },
          encoding: {
            color: {
              condition: { test: "datum.text === 'breaks' || datum.text === 'nothing fits'", value: '#d9d9d9' },
              field: 'regret',
              type: 'quantitative',
              scale: { type: 'sqrt', domain: [0, 1], clamp: true, range: ['#eef5ec', '#f0a35e'] },
              legend: null,
            },
          },
        },
        { mark: { type: 'text', fontSize: 12 }, encoding: { text: { field: 'text' } } },
      ],
    }),
  };
}

function factorText(factor: number): string {
  return factor < 1 ? `÷ ${Math.round(1 / factor)}` : `× ${factor}`;
}

/** Where runs and analysis agree, points lie on the line. */
function agreementChart({ confirmed, exhaustive, objective }: Recommendation): Chart {
  const run = exhaustive?.all ?? confirmed;
  const data = run.flatMap((each) => [...pointOf(each, objective)]);
  const ends = data.flatMap(({ predicted, measured }) => [predicted as number, measured as number]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const log = objective.unit === 'share' && low > 0;
  const scale = { ...scaleOf(log), domain: low < high ? [low, high] : undefined };
  return {
    kind: 'chart',
    name: 'predicted-and-measured',
    title: `Predicted and measured ${axisTitle(objective)}`,
    caption:
      'A point per candidate that was run, its mean over seeds; on the line both are equal. Where nothing was measured there is no point.',
    data,
    choices: [],
    spec: (layout) => ({
      width: Math.min(520, layout.width - 90),
      height: 320,
      layer: [
        {
          data: { values: low < high ? [{ at: low }, { at: high }] : [] },
          mark: { type: 'line', strokeDash: [4, 4], color: '#999999' },
          encoding: { x: { field: 'at', type: 'quantitative' }, y: { field: 'at', type: 'quantitative' } },
        },
        {
          mark: { type: 'point', filled: true, size: 60, opacity: 0.7, color: MEETS, tooltip: true },
          encoding: {
            x: { field: 'predicted', type: 'quantitative', title: `predicted ${axisTitle(objective)}`, scale },
            y: { field: 'measured', type: 'quantitative', title: `measured ${axisTitle(objective)}`, scale },
          },
        },
      ],
    }),
  };
}

function pointOf({ candidate, measured }: Confirmed, objective: Objective): Datum[] {
  const costs = costsOf(objective, measured);
  if (costs.length === 0) return [];
  return [
    {
      candidate: labelOf(candidate),
      predicted: shownCost(objective, candidate),
      measured: objective.shown(meanOf(costs)),
    },
  ];
}
