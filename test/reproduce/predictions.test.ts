/** What models say beside what was measured: the residual, when it is beyond chance, and what is said then. */
import { describe, expect, it } from 'vitest';
import { luckMs } from '../../bench/experiments/arrival-luck.ts';
import { fiveSites } from '../../bench/experiments/five-sites.ts';
import { toleranceGates } from '../../bench/experiments/quorum-tolerance.ts';
import { reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import { seedsOf, type Lab } from '../../harness/reproduce/lab.ts';
import { measurements } from '../../harness/reproduce/measurements.ts';
import { isBeyondChance, residualOf, sampled, withPrediction } from '../../harness/reproduce/prediction.ts';
import { gateTable } from '../../harness/reproduce/text.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

function predicted(measured: number, value: number, samplingError: number, assumption = 'nothing waits'): Gate {
  const prediction = { value, samplingError, model: 'w + µ', assumption };
  return withPrediction(withinShare('latency, ms', measured, 10, 0.1), prediction);
}

describe('A residual', () => {
  it('is measured less predicted, and beyond chance if it is more than the sampling error', () => {
    expect(residualOf(predicted(10.5, 10, 0.4))).toBeCloseTo(0.5, 12);
    expect(isBeyondChance(predicted(10.5, 10, 0.4))).toBe(true);
    expect(isBeyondChance(predicted(10.5, 10, 0.6))).toBe(false);
    expect(isBeyondChance(predicted(9.5, 10, 0.4))).toBe(true);
  });

  it('of a world without chance is beyond it unless it is one of rounding to nanoseconds', () => {
    expect(isBeyondChance(predicted(10.001, 10, 0))).toBe(true);
    expect(isBeyondChance(predicted(10.000001, 10, 0))).toBe(false);
  });

  it('is there only where something is predicted, and changes no verdict', () => {
    expect(residualOf(reported('x', 1))).toBeUndefined();
    expect(isBeyondChance(reported('x', 1))).toBe(false);
    expect([predicted(10.9, 99, 0).verdict, predicted(11.1, 11.1, 0).verdict]).toEqual(['pass', 'fail']);
  });

  it('has the sampling error of runs with seeds of their own', () => {
    expect(sampled([1, 2, 3])).toEqual({ mean: 2, error: expect.closeTo(4.3027 / Math.sqrt(3), 4) as number });
    expect(sampled([7])).toEqual({ mean: 7, error: 0 });
  });
});

describe('The table of gates', () => {
  it('has columns for predictions where there are any, and numbers the assumptions that fail', () => {
    const gates = [
      predicted(10.5, 10, 0.4),
      predicted(10, 10, 0.1),
      predicted(9, 10, 0.1, 'nobody crashes'),
      predicted(9.9, 10, 0),
      reported('y', true),
    ];
    const table = gateTable(gates);
    expect(table.failing).toEqual(['w + µ: nothing waits', 'w + µ: nobody crashes']);
    const column = table.head.indexOf('residual');
    expect(table.rows.map((row) => row[column])).toEqual(['+0.5 ± 0.4 (1)', '0 ± 0.1', '-1 ± 0.1 (2)', '-0.1 (1)', '']);
    expect(gateTable([reported('y', true)]).head).not.toContain('residual');
    for (const row of table.rows) expect(row).toHaveLength(table.head.length);
  });
});

describe('The luck of the arrivals', () => {
  const spec = (ratePerS: number, seed: number) =>
    resolveSpec({
      algorithm: 'multi-paxos',
      seed,
      workload: { kind: 'open', ratePerS },
      phases: { warmupMs: 200, ops: 2000 },
    });

  it('is none on average', () => {
    // 1 ms of service, 80 % busy: W = 2 ms.
    const luck = sampled(Array.from({ length: 40 }, (_, seed) => luckMs(spec(800, seed + 1), 1)));
    expect(luck.error).toBeLessThan(0.2);
    expect(Math.abs(luck.mean)).toBeLessThan(1.5 * luck.error);
  });

  it('is little where little waits', () => {
    expect(Math.abs(luckMs(spec(10, 1), 0.1))).toBeLessThan(1e-4);
  });
});

describe('Published experiments', () => {
  it('have what §4 of Flexible Paxos says of quorums', () => {
    const verdicts = toleranceGates().map(({ figure, verdict }) => [figure, verdict]);
    expect(verdicts).toHaveLength(11);
    for (const [figure, verdict] of verdicts) expect(verdict, figure).toBe('pass');
  });

  it('give the five sites their medians', async () => {
    const lab: Lab = {
      seed: 1,
      seeds: (name, count) => seedsOf(1, name, count),
      measure: (name, inputs) => {
        const measure = measurements[name] as (input: unknown) => never;
        return Promise.resolve(inputs.map((input) => measure(input)));
      },
    };
    const { gates } = await fiveSites.run(lab);
    expect(gates).toHaveLength(10);
    for (const { figure, verdict } of gates) expect(verdict, figure).toBe('pass');
  });
});
