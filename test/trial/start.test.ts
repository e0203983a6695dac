/** Worlds that begin with an election, and with logs that differ. */
import { describe, expect, it } from 'vitest';
import { trialId } from '../../harness/trial/canonical.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';
import { Trial } from '../../harness/trial/trial.ts';

const cold = (start: object, more: object = {}) =>
  resolveSpec({
    algorithm: 'raft',
    nodes: 5,
    workload: { kind: 'closed', clients: 3, thinkMs: 50 },
    phases: { warmupMs: 0, durationMs: 800 },
    start,
    ...more,
  });

describe('a trial that starts cold', () => {
  it('is measured from its first event on, the first election included', () => {
    const trial = new Trial(cold({ cold: true }));
    trial.run();
    expect(trial.phases.windowStart).toBe(0);
    const { row } = runTrial(cold({ cold: true }));
    expect(row['verdict']).toBe('ok');
    expect(row['elections']).toBeGreaterThanOrEqual(1);
    // No operation could complete before somebody had timed out.
    expect(row['latency_max_ms']).toBeGreaterThan(150);
  });

  it('has no warm-up, and says so', () => {
    expect(() => cold({ cold: true }, { phases: { warmupMs: 100 } })).toThrow('phases.warmupMs is 100; set it to 0');
  });
});

describe('logs before the trial', () => {
  it('decide who can win: only who has as much as an election quorum (§5.4.1)', () => {
    const leaders = new Set<number>();
    for (let seed = 1; seed <= 15; seed++) {
      const trial = new Trial(cold({ cold: true, entries: [4, 3, 2, 1, 0] }, { seed }));
      trial.run();
      leaders.add(trial.leader()!);
    }
    expect([...leaders].sort()).toEqual([0, 1, 2]);
  });

  it('are committed with the first entry of the new term', () => {
    const trial = new Trial(cold({ entries: [2, 2, 2] }, { nodes: 3 }));
    trial.run();
    expect(trial.agreement.nextSlot).toBeGreaterThan(4);
  });

  it('are borne by pre-votes and quorum checks as well', () => {
    const options = { preVote: true, checkQuorum: true };
    expect(runTrial(cold({ cold: true, entries: [4, 3, 2, 1, 0] }, { options })).verdict).toBe('ok');
  });

  it('need one number per node, a protocol that begins with logs, and nobody who campaigns first', () => {
    expect(() => cold({ entries: [1, 2] })).toThrow('has 2 entries for 5 nodes');
    expect(() => cold({ entries: [1, 1, 1, 1, 1] }, { algorithm: 'paxos' })).toThrow('leave them out, or take raft');
    expect(() => cold({ entries: [1, 1, 1, 1, 1] }, { policy: { leader: 0 } })).toThrow('policy.leader is 0');
  });
});

it('A start is named in the spec only where there is one', () => {
  const plain = resolveSpec({ algorithm: 'raft' });
  expect(plain).not.toHaveProperty('start');
  expect(trialId(cold({ cold: true }))).not.toBe(trialId(plain));
});
