/** What a spec may ask at most, and faults that would never strike. */
import { describe, expect, it } from 'vitest';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';

describe('a spec is refused that asks more than a run can hold', () => {
  it.each([
    [{ workload: { keys: 1e11 } }, /workload.keys is 100000000000; a run holds at most 10000000 keys; take fewer/],
    [{ workload: { clients: 1e9 } }, /workload.clients is 1000000000; a run holds at most 100000 clients/],
    [{ workload: { ratePerS: 1e9 } }, /workload.ratePerS is 1000000000; a run takes at most 1e7 arrivals/],
    [{ workload: { payloadBytes: 1e9 } }, /workload.payloadBytes is 1000000000; a command carries at most/],
    [{ phases: { durationMs: 1e300 } }, /phases.durationMs is 1e\+300; a time is at most 1e9 ms/],
    [{ phases: { ops: 1e12 } }, /phases.ops is 1000000000000; a run holds at most 1000000000 operations/],
    [{ network: { delay: 'constant:1e12ms' } }, /a time is at most 1e9 ms/],
    [{ policy: { batch: 1e9 } }, /policy.batch is 1000000000; a run holds at most 1000000 commands in a batch/],
  ])('%j', (fields, sentence) => {
    const resolve = () => resolveSpec({ algorithm: 'raft', ...fields });
    expect(resolve).toThrow(UserError);
    expect(resolve).toThrow(sentence);
  });
});

describe('a fault that would never strike', () => {
  const phases = { durationMs: 1000 };

  it('is refused where the length of the window is known', () => {
    expect(() => resolveSpec({ algorithm: 'raft', phases, faults: { crashLeaderAtMs: [500, 1000] } })).toThrow(
      /faults.crashLeaderAtMs\[1\] is 1000 ms, but the window lasts 1000 ms and the fault would never strike/,
    );
    const plan = [{ kind: 'crash', node: 0, atMs: 2000, forMs: 100 }];
    expect(() => resolveSpec({ algorithm: 'raft', phases, faults: { plan } })).toThrow(
      /faults.plan\[0\].atMs is 2000 ms/,
    );
  });

  it('is taken where the window ends with a number of operations', () => {
    const faults = { crashLeaderAtMs: [5000] };
    expect(resolveSpec({ algorithm: 'raft', phases: { ops: 100 }, faults }).faults.crashLeaderAtMs).toEqual([5000]);
  });
});
