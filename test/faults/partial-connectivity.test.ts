/** The published cells of OmniPaxos (EuroSys 2023): which protocol recovers while only some links are left. */
import { describe, expect, it } from 'vitest';
import { connectivityOf, CONNECTIVITY_VARIANTS } from '../../harness/fuzz/partial-connectivity.ts';

const variant = (name: string) => CONNECTIVITY_VARIANTS.find((found) => found.variant === name)!;

describe('partial connectivity', () => {
  it.each([
    ['raft', 'quorum-loss', 'recovers'],
    ['raft', 'constrained', 'stalls'],
    ['multi-paxos, alive', 'quorum-loss', 'stalls'],
    ['multi-paxos, alive', 'constrained', 'recovers'],
  ] as const)('%s, %s: %s, as published', (name, scenario, outcome) => {
    expect(connectivityOf(variant(name), scenario, '3/3', 1).outcome).toBe(outcome);
  });

  it('Multi-Paxos that campaigns when its ballot is overtaken recovers from quorum-loss', () => {
    expect(connectivityOf(variant('multi-paxos'), 'quorum-loss', '3/3', 1).outcome).toBe('recovers');
  });

  it('a chain makes the leader of Multi-Paxos change again and again, and commits go on', () => {
    const row = connectivityOf(variant('multi-paxos'), 'chained', '2/2', 1);
    expect(row.outcome).toBe('recovers');
    expect(row.leader_changes).toBeGreaterThan(10);
  });
});
