/**
 * Broken rules, and the bounds that the exploration needs to see them: with two ballots some break nothing at all, so an
 * exploration that is complete with two ballots does not vouch for a protocol.
 */
import { describe, expect, it } from 'vitest';
import { paxos } from '../../algorithms/paxos/paxos.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { explore, type ExploreResult } from '../../harness/explore/explorer.ts';
import { PaxosSpecification } from '../../harness/explore/models/paxos-specification.ts';
import { Replicas } from '../../harness/explore/replicas.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { killRow } from '../../harness/mutants/kill-table.ts';
import { tryMutant } from '../../harness/mutants/try-mutant.ts';
import { MUTANTS } from '../paxos/mutants.ts';
import { AcceptIsNoPromise, LowestIsAdopted, PromiseIsForgotten, ReportsAreIgnored } from './broken-specification.ts';

type Specification = typeof PaxosSpecification;

/** Three acceptors, two values. */
function exploreSpecification(specification: Specification, ballots: number): ExploreResult {
  return explore(new specification({ acceptors: 3, values: 2, ballots }, majoritySystem(3)));
}

describe.each<[string, Specification, number, number]>([
  ['an acceptor forgets its promise', PromiseIsForgotten, 2, 11],
  ['a proposer ignores what the promises report', ReportsAreIgnored, 2, 11],
  ['to accept is not to promise', AcceptIsNoPromise, 3, 16],
  ['a proposer adopts the value of the lowest ballot', LowestIsAdopted, 3, 16],
])('in the specification, where %s,', (_, specification, ballots, depth) => {
  it(`${ballots} ballots break SafeValue, at depth ${depth}`, () => {
    const result = exploreSpecification(specification, ballots);
    expect(result).toMatchObject({ end: 'violation', depth, violation: { invariant: 'SafeValue' } });
  });

  it('one ballot fewer breaks nothing', () => {
    expect(exploreSpecification(specification, ballots - 1).end).toBe('complete');
  });
});

/** Three nodes, of which so many propose, each in its own ballot, for one slot and two values. */
function exploreMutant(id: string, proposers: number): ExploreResult {
  const mutant = MUTANTS.find((one) => one.id === id)!;
  const broken: typeof paxos = { ...paxos, create: (options, env) => mutant.create(options, env) };
  const inputs = { values: 2, requestsPerNode: 1, active: (1 << proposers) - 1, timeouts: 0, restarts: 0 };
  const phases = new Set(['prepare', 'promise', 'accept', 'accepted']);
  return explore(
    new Replicas(broken, majoritySystem(3), {
      ...inputs,
      ballot: 2 + proposers,
      disk: 'instant',
      lost: ({ message }) => !phases.has(message.type),
    }),
  );
}

describe.each<[string, string, number, number, string]>([
  ['P06', 'the promise is sent but not remembered', 2, 4, 'PromiseKept'],
  ['P13', 'what the promises report is ignored', 2, 7, 'SafeAt'],
  ['P08', 'to accept does not raise the promise', 3, 6, 'PromiseKept'],
  ['P11', 'the value of the lowest ballot is adopted', 3, 11, 'SafeAt'],
])('in our paxos, %s: %s,', (id, _, ballots, depth, invariant) => {
  it(`${ballots} ballots break ${invariant}, at depth ${depth}`, () => {
    expect(exploreMutant(id, ballots)).toMatchObject({ end: 'violation', depth, violation: { invariant } });
  });

  it('one ballot fewer breaks nothing', () => {
    expect(exploreMutant(id, ballots - 1).end).toBe('complete');
  });
});

describe('the table of seeded bugs', () => {
  it('tells the least bounds that show a bug', async () => {
    const mutant = mutants.find(({ algorithm, id }) => algorithm === 'paxos' && id === 'P08')!;
    const result = await tryMutant(mutant, 1);
    expect(result.explored).toMatchObject({ ballots: 3, values: 1 });
    expect(killRow(result).at(-1)).toBe('3 ballots, 1 value, depth 6: PromiseKept');
  });
});

describe('without a mutant', () => {
  it('three ballots break nothing in the specification', () => {
    expect(exploreSpecification(PaxosSpecification, 3)).toMatchObject({ end: 'complete', states: 185_369 });
  });
});
