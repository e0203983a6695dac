/** The models against every number that their publications print, and against each other. */
import { describe, expect, it } from 'vitest';
import { Availability } from '../../algorithms/quorum/availability.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import { commitPossible, electionPossible, quorumUp } from '../../bench/models/availability.ts';
import { littlesClients, responseOfClosedLoop } from '../../bench/models/closed-loop.ts';
import { latencyMs, mostRoundsPerS, serviceMs, waitMs } from '../../bench/models/leader-round.ts';
import { capacity, load } from '../../bench/models/load-and-capacity.ts';
import { kthExponential, kthNormal, kthUniform } from '../../bench/models/order-statistics.ts';
import { waitGG1, waitMD1, waitMG1, waitMM1 } from '../../bench/models/queues.ts';
import { earliestBy, electionMean, splitVote } from '../../bench/models/split-votes.ts';
import { commitMs, latencyWithLocality, quorumRttMs } from '../../bench/models/wide-area.ts';
import { cpuWait } from '../../harness/recommend/leader-queue.ts';

const M5_LARGE = { inMs: 0.01169, outMs: 0.002435 };

describe('The service time of a Paxos leader (SIGMOD 2019)', () => {
  it.each([
    [3, 25_040],
    [5, 15_790],
    [9, 9083],
  ])('of %i nodes allows %i rounds a second', (nodes, most) => {
    expect(mostRoundsPerS(M5_LARGE, nodes)).toBeGreaterThan(most * 0.9995);
    expect(mostRoundsPerS(M5_LARGE, nodes)).toBeLessThan(most * 1.0005);
  });

  it('is 8165 rounds a second with the constants of their repository', () => {
    // 100-byte messages at 980 Mbit/s, each in and out; t_i 0.025 ms and t_o 0.001 ms, halved for m5.large.
    const ttx = (100 * 8) / 980_000;
    expect(mostRoundsPerS({ inMs: 0.0125 + ttx, outMs: 0.0005 + ttx }, 9)).toBeCloseTo(8165, -1);
  });

  it.each([
    [500, 0.449],
    [2000, 0.461],
    [3500, 0.481],
    [5000, 0.514],
    [6500, 0.584],
    [7000, 0.632],
    [7500, 0.707],
    [8000, 0.852],
    [8500, 1.248],
    [8700, 1.697],
    [8900, 3.128],
    [9000, 6.44],
  ])('makes a queue as in their Figure 8 at %i/s: %f ms', (rate, ms) => {
    const curve = 0.4454 + waitMD1(rate / 1000, 1 / 9.083);
    expect(Math.abs(curve / ms - 1)).toBeLessThan(0.01);
    // The fitted costs differ from 9083 by 2 in 10000, which shows where the curve is steepest.
    expect(Math.abs((0.4454 + waitMs(M5_LARGE, 9, rate)) / ms - 1)).toBeLessThan(rate < 8900 ? 0.01 : 0.03);
  });

  it('adds up to w + µ + D_L + D_Q', () => {
    expect(latencyMs(M5_LARGE, 9, 5000, 1, 2)).toBeCloseTo(waitMs(M5_LARGE, 9, 5000) + serviceMs(M5_LARGE, 9) + 3, 12);
    expect(waitMs(M5_LARGE, 9, 9100)).toBe(Infinity);
  });
});

describe('Order statistics', () => {
  it.each([
    [4, 8, -0.153],
    [2, 8, -0.852],
    [2, 4, -0.297],
    [1, 2, -0.564],
  ])('of the normal: the %i. of %i is %f standard deviations from the mean', (k, n, z) => {
    expect(kthNormal(0, 1, n, k)).toBeCloseTo(z, 3);
    expect(kthNormal(0, 1, n, n + 1 - k)).toBeCloseTo(-z, 3);
  });

  it('give Flexible Paxos with |q2| = 3 of 9 its 0.033 ms', () => {
    expect(kthNormal(0.4271, 0.0476, 8, 4) - kthNormal(0.4271, 0.0476, 8, 2)).toBeCloseTo(0.0333, 4);
  });

  it('of the exponential and the uniform are those of the textbooks', () => {
    expect(kthExponential(6, 3, 2)).toBeCloseTo(6 / 3 + 6 / 2, 12);
    expect(kthUniform(10, 20, 4, 3)).toBeCloseTo(16, 12);
    for (const kth of [kthExponential(6, 3, 0), kthNormal(1, 1, 3, 0)]) expect(kth).toBe(0);
  });

  it('of all n have the mean of one', () => {
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    const ks = [1, 2, 3, 4, 5, 6, 7];
    expect(sum(ks.map((k) => kthNormal(3, 0.5, 7, k))) / 7).toBeCloseTo(3, 6);
    expect(sum(ks.map((k) => kthExponential(3, 7, k))) / 7).toBeCloseTo(3, 12);
  });
});

describe('Queues', () => {
  it('agree where one is a case of another', () => {
    for (const [arrivals, service] of [
      [0.1, 2],
      [5, 0.11],
      [9, 0.11],
    ] as const) {
      expect(waitMM1(arrivals, service)).toBeCloseTo((service * arrivals * service) / (1 - arrivals * service), 12);
      expect(waitMD1(arrivals, service)).toBeCloseTo(waitMM1(arrivals, service) / 2, 12);
      expect(waitGG1(arrivals, service, 1, 0)).toBeCloseTo(waitMD1(arrivals, service), 12);
      expect(waitGG1(arrivals, service, 1, 1)).toBeCloseTo(waitMM1(arrivals, service), 12);
      expect(waitGG1(arrivals, service, 1, 0.25)).toBeCloseTo(waitMG1(arrivals, service, service / 2), 12);
      expect(cpuWait(arrivals * service, service).meanMs).toBeCloseTo(waitMD1(arrivals, service), 12);
    }
    expect(waitGG1(10, 0.11, 1, 1)).toBe(Infinity);
  });

  it("of a closed loop keep to Little's law, and to its two limits", () => {
    const one = responseOfClosedLoop(1, 30, 2);
    expect(one).toBe(32);
    const many = responseOfClosedLoop(200, 30, 2);
    expect(many).toBeCloseTo(200 * 2, 3);
    expect(littlesClients(1000 / 2, many)).toBeCloseTo(200, 2);
  });
});

describe('Regions', () => {
  // Virginia, Oregon, California, Ireland, Japan.
  const sigmod = [
    [0, 86, 65, 80, 156],
    [86, 0, 28, 154, 131],
    [65, 28, 0, 137, 115],
    [80, 154, 137, 0, 218],
    [156, 131, 115, 218, 0],
  ];
  const meanOf = (quorum: number) => {
    const all = sigmod.map((_, region) => commitMs(sigmod, 2, quorum, region, 0.427));
    return all.reduce((a, b) => a + b, 0) / all.length;
  };

  it('give the means of SIGMOD 2019, 134.1 and 97.1 ms, and their difference of 37.0', () => {
    expect(meanOf(3)).toBeCloseTo(134.1, 1);
    expect(meanOf(2)).toBeCloseTo(97.1, 1);
    expect(meanOf(3) - meanOf(2)).toBeCloseTo(37, 9);
    const rounded = (quorum: number) =>
      sigmod.map((_, region) => Math.round(commitMs(sigmod, 2, quorum, region, 0.427)));
    expect(rounded(3)).toEqual([130, 93, 65, 202, 180]);
    expect(rounded(2)).toEqual([93, 56, 28, 165, 143]);
  });

  it('give the five medians of SOSP 2013', () => {
    // California, Virginia, Europe, Oregon, Japan: the row of the leader is all that counts.
    const fromLeader = [0, 85, 156, 21, 118];
    const sosp = fromLeader.map((a, i) => fromLeader.map((b, j) => (i === j ? 0 : a + b)));
    const medians = sosp.map((_, region) => Math.round(commitMs(sosp, 0, 3, region, 0.4)));
    expect(medians).toEqual([85, 170, 241, 106, 203]);
    expect(quorumRttMs(sosp, 0, 1)).toBe(0);
    expect(() => quorumRttMs(sosp, 0, 6)).toThrow(/a quorum of 6 of 5 nodes/);
  });

  it('weigh locality and conflicts as their formula does', () => {
    expect(latencyWithLocality(69, 65, 0, 0)).toBe(134);
    expect(latencyWithLocality(69, 65, 1, 0)).toBe(65);
    expect(latencyWithLocality(69, 65, 0.5, 0.5)).toBeCloseTo(1.5 * 99.5, 12);
  });

  it('have the loads of SIGMOD 2019 for nine nodes', () => {
    expect(load({ leaders: 1, quorum: 5, conflicts: 0 })).toBe(4);
    expect(load({ leaders: 1, quorum: 3, conflicts: 0 })).toBe(2);
    expect(load({ leaders: 9, quorum: 5, conflicts: 0 })).toBeCloseTo(4 / 3, 12);
    expect(load({ leaders: 9, quorum: 5, conflicts: 1 })).toBeCloseTo(8 / 3, 12);
    expect(load({ leaders: 3, quorum: 3, conflicts: 0 })).toBeCloseTo(4 / 3, 12);
    expect(capacity({ leaders: 1, quorum: 5, conflicts: 0 })).toBe(0.25);
  });
});

describe('Split votes (thesis, ch. 9)', () => {
  it.each([
    [3, 0, [0.03, 0.725, 2.8, 6.08, 10.4, 21.6]],
    [3, 1, [1.99, 9.75, 19.0, 27.8, 36.0, 51.0]],
    [5, 0, [0.001, 0.116, 0.856, 2.66, 5.79, 16.3]],
    [5, 1, [0.059, 1.4, 5.23, 10.95, 18.08, 34.8]],
    [5, 2, [2.97, 14.3, 27.1, 38.6, 48.8, 65.7]],
  ])('of %i servers of which %i are down are as in the table', (cluster, down, percents) => {
    [0.01, 0.05, 0.1, 0.15, 0.2, 0.3].forEach((latency, i) => {
      const percent = 100 * splitVote(cluster, cluster - down, latency);
      expect(Math.abs(percent / percents[i]! - 1), `latency ${latency}`).toBeLessThan(i === 0 ? 0.05 : 0.006);
    });
  });

  const inLatencies = (down: number, range: number) =>
    range * electionMean({ cluster: 5, up: 5 - down, latency: 1 / range, write: 0, crashOffset: 0.25 });

  it.each([
    [0, 11.28, 20.36],
    [1, 12.22, 21.36],
    [2, 17.02, 26.33],
  ])('make elections with %i down take as long as in its figure', (down, ten, twenty) => {
    expect(inLatencies(down, 10)).toBeCloseTo(ten, 2);
    expect(inLatencies(down, 20)).toBeCloseTo(twenty, 2);
  });

  it.each([
    [0, 5.94, 2.96],
    [1, 7.8, 3.61],
    [2, 13.91, 4.88],
  ])('make elections with %i down fastest, in %f latencies, at a range of %f', (down, least, at) => {
    const ranges = Array.from({ length: 1000 }, (_, i) => 1.5 + i * 0.01);
    const best = ranges.reduce((a, b) => (inLatencies(down, b) < inLatencies(down, a) ? b : a));
    expect(best).toBeCloseTo(at, 1);
    expect(inLatencies(down, best)).toBeCloseTo(least, 2);
  });

  it('"the earliest of four is over within a quarter of the range with probability 0.68"', () => {
    expect(earliestBy(0.25, 4)).toBeCloseTo(0.68, 2);
  });
});

describe('Availability by binomials', () => {
  it('is that of the quorum library', () => {
    for (const [n, q1, q2] of [
      [5, 4, 2],
      [6, 4, 3],
      [9, 5, 5],
    ] as const) {
      const { phase1, phase2 } = countingSystem(n, q1, q2);
      const down = 0.05;
      const exact = new Availability([phase1.formula, phase2.formula], {
        node: Array<number>(n).fill(down),
        zones: [],
      });
      expect(quorumUp(q1, n, down)).toBeCloseTo(exact.of(0).yes, 12);
      expect(commitPossible(q2, n, down)).toBeCloseTo(exact.given(0, 1).yes, 12);
      const crashed = new Availability([phase1.formula], { node: [1, ...Array<number>(n - 1).fill(down)], zones: [] });
      expect(electionPossible(q1, n, down)).toBeCloseTo(crashed.of(0).yes, 12);
    }
  });

  it('keeps the digits of what hardly ever happens', () => {
    expect(1 - quorumUp(1, 3, 1e-3)).toBeCloseTo(1e-9, 12);
    expect(quorumUp(3, 3, 0.999)).toBeCloseTo(1e-9, 20);
  });
});
