/**
 * What every algorithm owes in every world: one text, run in virtual time and on threads. An algorithm joins by standing in
 * the registry. The weather is bad: messages are lost and come twice, whoever leads crashes, whoever leads then stands still,
 * and a node is cut off.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { runLive } from '../../harness/live/run-live.ts';
import { checkLiveness } from '../../harness/trial/liveness.ts';
import type { TrialOutcome } from '../../harness/trial/outcome.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runToOutcome } from '../../harness/trial/run-trial.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { Trial } from '../../harness/trial/trial.ts';
import { UNBOUND } from '../support/unbound.ts';

/** How a run ended, when its faults were over and its load had stopped. */
interface End {
  readonly outcome: TrialOutcome;
  /** Operations that never ended. */
  readonly stuck: number;
  /** Nodes that do not hold all that is committed. */
  readonly lagging: readonly number[];
}

const worlds: readonly (readonly [TrialSpec['driver'], (spec: TrialSpec) => Promise<End>])[] = [
  [
    'sim',
    (spec) => {
      const trial = new Trial(spec);
      const outcome = runToOutcome(trial);
      const { stuck, lagging } = checkLiveness(trial);
      return Promise.resolve({ outcome, stuck, lagging });
    },
  ],
  [
    'threads',
    async (spec) => {
      const { outcome, settled } = await runLive(spec, { bounds: UNBOUND });
      return { outcome, stuck: settled?.stuck ?? NaN, lagging: settled?.lagging ?? [] };
    },
  ],
];

const cases = worlds.flatMap(([driver, run]) => algorithms.map(({ name }) => ({ name, driver, run })));

describe.each(cases)('$name on $driver', ({ name, driver, run }) => {
  let end: End;

  beforeAll(async () => {
    end = await run(
      resolveSpec({
        algorithm: name,
        driver,
        nodes: 3,
        network: { delay: '0.2ms', loss: 0.02, duplicate: 0.02 },
        workload: { clients: 6, keys: 20, timeoutMs: 200 },
        phases: { warmupMs: 0, durationMs: 900 },
        faults: {
          plan: [
            { kind: 'crash', node: 'leader', atMs: 100, forMs: 100 },
            { kind: 'pause', node: 'leader', atMs: 350, forMs: 200 },
            { kind: 'isolate', node: 1, atMs: 600, forMs: 200 },
          ],
        },
      }),
    );
  });

  it('breaks no rule: agreement, the order of commits, linearizability', () => {
    expect(end.outcome).toMatchObject({ verdict: 'ok', reason: '' });
  });

  it('serves clients before, between and after the faults', () => {
    const { crashes, operations } = end.outcome.row;
    expect(crashes).toBe(1);
    expect(operations).toBeGreaterThan(6);
  });

  it('leaves no operation without an end', () => {
    expect(end.stuck).toBe(0);
  });

  it('brings every node back to all that is committed', () => {
    expect(end.lagging).toEqual([]);
  });
});
