/** Fault plans: every kind runs and matters, and impossible plans are refused with a sentence. */
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../harness/faults/catalogue.ts';
import { plannedFaultKinds } from '../../harness/trial/fault-plan.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';
import { runSpec } from '../support/trials.ts';

const trialWith = (plan: unknown[], more: object = {}) => ({
  algorithm: 'raft',
  workload: { clients: 10, thinkMs: 5, timeoutMs: 200 },
  faults: { plan },
  phases: { warmupMs: 100, durationMs: 3000 },
  ...more,
});

describe('a planned fault', () => {
  it.each(plannedFaultKinds)('of kind $kind strikes, makes a difference and ends', ({ kind, example }) => {
    // What traps a flush or loses one needs a disk that is at work; what fills a link needs much to be under way.
    const slowDisk = { fsync: { type: 'constant', value: 3 } };
    const more = { costs: slowDisk, network: { delay: { type: 'constant', value: 4 } } };
    const trial = new Trial(resolveSpec(trialWith([{ ...example, atMs: 500, forMs: 800 }], more)));
    try {
      trial.run();
    } catch (error) {
      // Only those that break an assumption may end like this.
      expect(faultKinds.find((found) => found.kind === kind)!.class).toBe('break');
      expect(String(error)).toContain('InvariantViolation');
      return;
    }
    expect(trial.faults.counts.get(kind)).toEqual({ struck: 1, mattered: 1 });
  });

  it('that breaks an assumption leaves no figures', () => {
    const outcome = runSpec(trialWith([{ kind: 'empty-disk', node: 4, atMs: 500, forMs: 100 }]));
    expect(outcome.verdict).not.toBe('ok');
    expect(outcome.row['throughput_per_s']).toBeNull();
    expect(outcome.histograms).toEqual([]);
  });

  it.each<[unknown[], string]>([
    [[{ kind: 'pause', node: 7, atMs: 1, forMs: 5 }], 'faults.plan[0] names node 7; with 5 nodes they are 0 to 4'],
    [
      [
        { kind: 'slow', node: 1, factor: 5, atMs: 0, forMs: 50 },
        { kind: 'slow', node: 1, factor: 9, atMs: 20, forMs: 50 },
      ],
      'faults.plan[1] is a slow at node 1 from 20 ms on, while a slow lasts there since 0 ms; let one end before the other begins',
    ],
    [
      [0, 1, 2].map((node) => ({ kind: 'corrupt-record', node, atMs: 100 * node, forMs: 10 })),
      'faults.plan[2] makes 3 nodes with a damaged disk, and 5 nodes can lose at most 2; damage fewer nodes, or take more',
    ],
    [
      [{ kind: 'swizzle', down: [0, 1], up: [1, 2], stepMs: 5, atMs: 0 }],
      'faults.plan[0] cuts off nodes 0, 1 and brings back 1, 2; name the same nodes in both',
    ],
  ])('that cannot be is refused: %j', (plan, sentence) => {
    expect(() => resolveSpec(trialWith(plan))).toThrow(sentence);
  });
});
