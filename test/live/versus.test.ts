/** Simulated beside live: the twin of a live spec, the distance of two samples, and what is said of the results. */
import { describe, expect, it } from 'vitest';
import { FULL_PLAN, QUICK_PLAN, versusCases } from '../../bench/experiments/sim-vs-live.ts';
import type { CostModel } from '../../harness/live/cost-model.ts';
import { versusCharts } from '../../harness/live/versus/versus-charts.ts';
import { versusMarkdown } from '../../harness/live/versus/versus-text.ts';
import { predictedSpec } from '../../harness/live/versus/prediction.ts';
import { distanceOf, isWithin, type Versus } from '../../harness/live/versus/versus.ts';
import { stillSpec } from '../../harness/report/charts/complete-spec.ts';
import { WIDE } from '../../harness/report/charts/chart.ts';
import { renderSvg } from '../../harness/report/render-svg.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const model: CostModel = {
  schema: 1,
  machine: { cpu: 'a CPU', cpus: 2, node: 'v20', platform: 'linux x64' },
  measuredAt: '2026-11-24T00:00:00Z',
  voidReasons: [],
  costs: { cpuInMs: 0.002, cpuOutMs: 0.001, applyMs: 0.0005, byteMs: 1e-6, fsync: { type: 'constant', value: 9 } },
  wakeUp: { type: 'lognormal', median: 0.01, sigma: 0.3 },
  detail: { wakeUpP50Ms: 0.01 },
};

function live(input: object) {
  return resolveSpec({ algorithm: 'raft', nodes: 3, driver: 'threads', ...input });
}

describe('the simulated twin of a live run', () => {
  it('has the costs of the machine, its CPUs shared, and the disk of the run', () => {
    const twin = predictedSpec(live({}), model);
    expect(twin.driver).toBe('sim');
    expect(twin.costs).toEqual({
      ...model.costs,
      fsync: { type: 'constant', value: 0 },
      cpus: 2,
    });
    expect(predictedSpec(live({ nodes: 2 }), model).costs.cpus).toBeUndefined();
  });

  it('takes the waking of a thread for the delay where the run adds none, and the run’s delay where it adds one', () => {
    expect(predictedSpec(live({}), model).network).toMatchObject({ delay: model.wakeUp, clientRttMs: 0.02 });
    const delay = { type: 'constant', value: 1 };
    expect(predictedSpec(live({ network: { delay } }), model).network.delay).toEqual(delay);
  });

  it('is there for every case of the plans', () => {
    for (const { name, input } of [...versusCases(QUICK_PLAN), ...versusCases(FULL_PLAN)]) {
      expect(predictedSpec(live(input), model).algorithm, name).toBe(live(input).algorithm);
    }
    const fullFailOver = versusCases(FULL_PLAN).filter(({ failOver }) => failOver);
    expect(fullFailOver.every(({ input }) => live(input).faults.crashLeaderAtMs.length >= 300)).toBe(true);
  });
});

describe('the distance of Kolmogorov and Smirnov', () => {
  it.each([
    [[1, 2, 3], [1, 2, 3], 0],
    [[1, 2, 3], [4, 5], 1],
    [[1, 2, 3, 4], [3, 4, 5, 6], 0.5],
    [[1, 1, 1, 2], [1, 2, 2, 2], 0.5],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(distanceOf(a, b)).toBeCloseTo(distance);
    expect(distanceOf(b, a)).toBeCloseTo(distance);
  });

  it('of nothing is not known', () => {
    expect(distanceOf([], [1])).toBeNull();
  });
});

function result(over: Partial<Versus>): Versus {
  return {
    name: 'raft, 3 nodes, batch 1, spread',
    live: live({}),
    simulated: predictedSpec(live({}), model),
    reason: '',
    disturbances: [],
    figures: [],
    busy: null,
    failovers: { predicted: [], measured: [] },
    distance: null,
    ...over,
  };
}

const results: Versus[] = [
  result({
    figures: [
      { figure: 'throughput', predicted: 119, measured: 100, residual: 0.19 },
      { figure: 'p50', predicted: 2, measured: 2.5, residual: -0.2 },
      { figure: 'p99', predicted: 4, measured: null, residual: null },
    ],
    busy: { simulated: 1, live: 0.4, clients: 0.25 },
    disturbances: ['others took 50 % of the machine (bound 10 %)'],
  }),
  result({ name: 'raft, fail-over', failovers: { predicted: [40, 50, 60], measured: [41, 50, 90] }, distance: 1 / 3 }),
  result({ name: 'paxos', reason: 'live void: one turn of node 0 took 99.0 ms (bound 50 ms)' }),
];

describe('what is said', () => {
  it('counts what is within its target, latency and throughput each by its own', () => {
    expect(results[0]!.figures.map(isWithin)).toEqual([true, false, undefined]);
    const text = versusMarkdown(results, model, 61);
    expect(text).toContain(
      'throughput (20 %) 1 of 1, median (15 %) 0 of 1, p99 (15 %) 0 of 0, fail-over (distance 0.1) 0 of 1.',
    );
    expect(text).toContain(
      '| raft, 3 nodes, batch 1, spread | 119 | 100 | +19 % | 2.00 | 2.50 | -20 % ! | 4.00 | – | – | 100 % | 40 % | 25 % |',
    );
    expect(text).toContain('| raft, fail-over | 3 | 40.0, 50.0, 60.0 | 3 | 41.0, 50.0, 90.0 | 0.333 ! |');
  });

  it('leaves no run out: neither those without figures nor what disturbed others', () => {
    const text = versusMarkdown(results, model, 61);
    expect(text).toContain('- paxos: live void: one turn of node 0 took 99.0 ms (bound 50 ms)');
    expect(text).toContain('- raft, 3 nodes, batch 1, spread: others took 50 % of the machine (bound 10 %)');
    expect(versusMarkdown([], { ...model, voidReasons: ['busy'] }, 1)).toContain('not to be believed: busy');
  });

  it('is drawn without a complaint of Vega-Lite', async () => {
    const charts = versusCharts(results);
    expect(charts.map(({ name }) => name)).toEqual(['predicted-measured', 'fail-over']);
    for (const chart of charts) {
      const { svg, warnings } = await renderSvg(stillSpec(chart, WIDE, {}));
      expect(warnings).toEqual([]);
      expect(svg).toContain('<svg');
    }
  });
});
