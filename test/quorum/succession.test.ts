/** Who follows a lost leader, and when: the exact law against one that draws the time-outs, and against runs. */
import { describe, expect, it } from 'vitest';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { gaussLegendre } from '../../harness/quorums/gauss-legendre.ts';
import { lawOfChance, meanOfLaw, meanWithin } from '../../harness/quorums/law.ts';
import { loseLeader } from '../../harness/quorums/leader-loss.ts';
import { lossResiduals, lossSummary } from '../../harness/quorums/price.ts';
import { patienceFor, successionOf } from '../../harness/quorums/succession.ts';
import { RandomStream } from '../../harness/sim/random.ts';

const RTT = [
  [0, 10, 20, 90],
  [10, 0, 15, 80],
  [20, 15, 0, 70],
  [90, 80, 70, 0],
];
const LEADER = 1;
const patience = patienceFor(90);
const conditions = {
  nodes: 4,
  rtt: RTT,
  leader: LEADER,
  failures: undefined,
  response: undefined,
  readFraction: 0,
  thrifty: false,
};

function systemOf(text: string) {
  const phases = parseQuorums(text, 4);
  return { phases, system: systemFromSpec(4, phases.phase1, phases.phase2) };
}

/** Draws time-outs, and takes the first. */
function drawn(succession: ReturnType<typeof successionOf>, draws: number) {
  const random = new RandomStream(7, 'time-outs');
  const [least, most] = patience.electionMs;
  let rivals = 0;
  let [elect, back] = [0, 0];
  for (let i = 0; i < draws; i++) {
    const at = RTT.map((_, node) =>
      node === LEADER ? Infinity : RTT[LEADER]![node]! / 2 + least + (most - least) * random.next(),
    );
    const first = at.indexOf(Math.min(...at));
    if (at.some((time, node) => node !== first && time < at[first]! + RTT[first]![node]! / 2)) rivals++;
    else {
      elect += succession.electMs[first]!;
      back += at[first]! + succession.electMs[first]! + succession.commitMs[first]!;
    }
  }
  return { rivalry: rivals / draws, elect: elect / (draws - rivals), back: back / (draws - rivals) };
}

describe('the succession of a lost leader', () => {
  it('is the same by integration and by drawing time-outs', () => {
    const succession = successionOf(systemOf('3/2').system, RTT, LEADER, patience);
    const { rivalry, elect, back } = drawn(succession, 40_000);
    const within = (law: typeof succession.back): number => meanWithin(law!, 40_000 * (1 - rivalry), 1e-4);
    expect(Math.abs(succession.rivalry - rivalry)).toBeLessThan(meanWithin(lawOfChance(rivalry), 40_000, 1e-4));
    expect(Math.abs(meanOfLaw(succession.elect!) - elect)).toBeLessThan(within(succession.elect));
    expect(Math.abs(meanOfLaw(succession.back!) - back)).toBeLessThan(within(succession.back));
    expect(within(succession.back)).toBeLessThan(2);
  });

  it.each(['flexible-paxos', 'raft'])('takes the time predicted for its winner, to the nanosecond: %s', (name) => {
    const { phases, system } = systemOf('3/2');
    const succession = successionOf(system, RTT, LEADER, patience);
    const losses = loseLeader(algorithmNamed(name)!, phases, conditions, LEADER, { patience, runs: 12, ends: true });
    const summary = lossSummary(succession, losses, 10);
    expect(summary).toMatchObject({ runs: 12, astray: 0, unresolved: 0 });
    expect(summary.alone).toBeGreaterThan(2);
    expect(lossResiduals(succession, losses, 1e-3).every(({ agrees }) => agrees)).toBe(true);
    // A prediction for other quorums is found out.
    const other = successionOf(systemOf('2/3').system, RTT, LEADER, patience);
    expect(lossSummary(other, losses, 10).astray).toBe(summary.alone);
  });

  it('never ends where all must vote', () => {
    const { phases, system } = systemOf('4/1');
    const succession = successionOf(system, RTT, LEADER, patience);
    expect(succession.elect).toBeUndefined();
    const losses = loseLeader(algorithmNamed('raft')!, phases, conditions, LEADER, { patience, runs: 2, ends: false });
    const residuals = lossResiduals(succession, losses, 1e-3).slice(1);
    expect(residuals.map(({ measure, measured, agrees }) => [measure, measured, agrees])).toEqual([
      ['elect_ms', Infinity, true],
      ['back_ms', Infinity, true],
    ]);
  });
});

describe('integrals by Gauss and Legendre', () => {
  it('are exact for polynomials of degree below twice the points', () => {
    const { at, weight } = gaussLegendre(5);
    for (let power = 0; power < 10; power++) {
      const sum = at.reduce((total, x, i) => total + weight[i]! * x ** power, 0);
      expect(sum).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 13);
    }
  });
});

describe('the bound of a mean', () => {
  it('is left less often than it says, and narrows with the number of looks', () => {
    const law = lawOfChance(0.3);
    const within = meanWithin(law, 50, 0.1);
    const random = new RandomStream(3, 'looks');
    let left = 0;
    for (let trial = 0; trial < 2000; trial++) {
      let ones = 0;
      for (let i = 0; i < 50; i++) if (random.next() < 0.3) ones++;
      if (Math.abs(ones / 50 - 0.3) > within) left++;
    }
    expect(left / 2000).toBeLessThan(0.1);
    expect(within).toBeLessThan(0.2);
    expect(meanWithin(law, 5000, 0.1)).toBeLessThan(within / 8);
  });
});
