/** Which protocol recovers while only some links are left: who is stuck is as much an expectation as who recovers. */
import { describe, expect, it } from 'vitest';
import {
  connectivityOf,
  CONNECTIVITY_SCENARIOS,
  CONNECTIVITY_VARIANTS,
} from '../../harness/fuzz/partial-connectivity.ts';
import { publishedCell } from '../../harness/fuzz/published-connectivity.ts';

const variant = (name: string) => CONNECTIVITY_VARIANTS.find((found) => found.variant === name)!;

const published = CONNECTIVITY_VARIANTS.flatMap(({ variant: name }) =>
  CONNECTIVITY_SCENARIOS.flatMap((scenario) => publishedCell(name, scenario) ?? []),
);

describe('partial connectivity', () => {
  it.each(published)('$variant, $scenario: $outcome, as $source has it', ({ variant: name, scenario }) => {
    expect(connectivityOf(variant(name), scenario, scenario === 'chained' ? '2/2' : '3/3', 1).agrees).toBe(true);
  });

  it('is published for nine cells, and agreement is not claimed for the others', () => {
    expect(published.length).toBe(9);
    expect(connectivityOf(variant('raft'), 'quorum-loss', '4/2', 1)).toMatchObject({ published: null, agrees: null });
  });

  it.each([
    ['raft', 'stalls'],
    ['raft, preVote', 'stalls'],
    ['raft, checkQuorum', 'recovers'],
    ['raft, preVote, checkQuorum', 'recovers'],
    ['multi-paxos', 'recovers'],
    ['multi-paxos, alive', 'stalls'],
  ] as const)('a leader that speaks and hears nobody, %s: %s', (name, outcome) => {
    expect(connectivityOf(variant(name), 'deaf-leader', '3/3', 1).outcome).toBe(outcome);
  });

  it('a follower that returns deposes a leader, but not with pre-votes', () => {
    expect(connectivityOf(variant('raft'), 'returning', '3/3', 1).leader_changes).toBe(1);
    expect(connectivityOf(variant('raft, preVote'), 'returning', '3/3', 1).leader_changes).toBe(0);
  });

  it('the end of a chain deposes the leader, but not with pre-votes', () => {
    expect(connectivityOf(variant('raft'), 'chained', '2/2', 1).leader_changes).toBeGreaterThan(1);
    expect(connectivityOf(variant('raft, preVote, checkQuorum'), 'chained', '2/2', 1).leader_changes).toBe(0);
  });

  it('a leader with a commit quorum that no election quorum could replace stays, if nobody can depose it', () => {
    expect(connectivityOf(variant('raft'), 'quorum-loss', '5/1', 1).outcome).toBe('stalls');
    expect(connectivityOf(variant('raft, checkQuorum'), 'quorum-loss', '5/1', 1).outcome).toBe('recovers');
  });

  it('a chain makes the leader of Multi-Paxos change again and again, and commits go on', () => {
    const row = connectivityOf(variant('multi-paxos'), 'chained', '2/2', 1);
    expect(row.outcome).toBe('recovers');
    expect(row.leader_changes).toBeGreaterThan(10);
  });
});
