/** Replicas that are recorded in the simulator: nobody can tell, and what they did is done again, or it is said where not. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Algorithm, Batch, Env, Protocol } from '../../algorithms/contract.ts';
import { algorithmNamed, algorithms } from '../../algorithms/registry.ts';
import { LifeFile } from '../../harness/live/recording/life-file.ts';
import { lifeCount, lifePath } from '../../harness/live/recording/life-path.ts';
import { NodeRecorder } from '../../harness/live/recording/node-recorder.ts';
import { recordedAlgorithm } from '../../harness/live/recording/recorded-algorithm.ts';
import { replayLife, type LifeReplay, type ReplayWatch } from '../../harness/live/recording/replay-life.ts';
import { commonOptions } from '../../harness/trial/common-options.ts';
import type { TrialOutcome } from '../../harness/trial/outcome.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';
import { BuggedEnv, withBug } from '../support/bugged-env.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const raft = algorithmNamed('raft')!;
const SPEC = resolveSpec({
  algorithm: 'raft',
  nodes: 3,
  workload: { clients: 12 },
  faults: { crashLeaderAtMs: [200], repair: '100ms' },
  phases: { warmupMs: 50, durationMs: 800 },
});
const TRIAL = 'a trial';

interface RecordedRun {
  readonly outcome: TrialOutcome;
  /** By node: how many. */
  readonly lives: readonly number[];
  replay(node: number, life: number, algorithm?: Algorithm, watch?: ReplayWatch): LifeReplay;
  path(node: number, life: number): string;
}

/** @param world what becomes of the world that the recorded replicas are in */
function recordedRun(algorithm: Algorithm, world = (env: Env<Protocol>) => env): RecordedRun {
  const spec = { ...SPEC, algorithm: algorithm.name };
  const here = mkdtempSync(join(folder, 'run-'));
  const nodes = Array.from({ length: spec.nodes }, () => new NodeRecorder(here, TRIAL, () => 0));
  const recorded = recordedAlgorithm(algorithm, (node) => nodes[node]!.begin(node));
  const outcome = runTrial(spec, { algorithm: withBug(recorded, world) });
  for (const node of nodes) node.end(outcome.verdict === 'ok' ? undefined : outcome.reason);
  const path = (node: number, life: number) => lifePath(here, node, life);
  return {
    outcome,
    path,
    lives: nodes.map((_, node) => lifeCount(here, node)),
    replay(node, life, replayed = algorithm, watch) {
      const cast = { algorithm: replayed, options: commonOptions(spec), nodes: spec.nodes };
      return replayLife(new LifeFile(path(node, life)), { trial: TRIAL, node, life }, cast, watch);
    },
  };
}

/** The slot's commit is left out. */
class Forgetful extends BuggedEnv {
  static readonly slot = 1500;

  override commit(slot: number, batch: Batch): void {
    if (slot !== Forgetful.slot) super.commit(slot, batch);
  }
}

class Gambler extends BuggedEnv {
  override random(): number {
    return super.random() + super.random() / 2;
  }
}

class Refusing extends BuggedEnv {
  override commit(slot: number, batch: Batch): void {
    if (slot === 50) throw new InvariantViolation('Fifty', 'this world stops at slot 50');
    super.commit(slot, batch);
  }
}

describe.each(algorithms.map((algorithm) => [algorithm.name, algorithm] as const))('a recorded %s', (_, algorithm) => {
  const run = recordedRun(algorithm);

  it('runs as one that is not: the trace hash is the same, and its invariants are checked', () => {
    const plain = runTrial({ ...SPEC, algorithm: algorithm.name });
    expect(run.outcome.reason).toBe('');
    expect(run.outcome.row['trace_hash']).toBe(plain.row['trace_hash']);
    expect(run.outcome.row['crashes']).toBeGreaterThan(0);
  });

  it('does again in every life what it did', () => {
    expect(Math.max(...run.lives)).toBe(2);
    run.lives.forEach((count, node) => {
      for (let life = 0; life < count; life++) {
        const replay = run.replay(node, life);
        expect(replay).toMatchObject({ parting: undefined, isWhole: true, failure: undefined });
        expect(replay.replayedHash).toBe(replay.recordedHash);
        expect(replay.inputs).toBeGreaterThan(0);
      }
    });
  });
});

describe('a recording of raft', () => {
  const run = recordedRun(raft);
  const node = run.lives.findIndex((count) => count === 1);

  it('tells another replica by its hash, and names the first checkpoint that differs', () => {
    let inputs = 0;
    let inputOfCommit = 0;
    run.replay(node, 0, raft, {
      onInput: () => inputs++,
      onEffect: (effect) => {
        if (effect.effect === 'commit' && effect.slot === Forgetful.slot) inputOfCommit = inputs;
      },
    });
    expect(inputOfCommit).toBeGreaterThan(1000);
    const replay = run.replay(
      node,
      0,
      withBug(raft, (world) => new Forgetful(world)),
    );
    expect(replay.replayedHash).not.toBe(replay.recordedHash);
    const checkpoint = Math.ceil(inputOfCommit / 1000);
    expect(replay.parting).toEqual({
      checkpoint,
      inputs: [1000 * (checkpoint - 1) + 1, Math.min(1000 * checkpoint, replay.inputs)],
      reason: 'it does something else',
    });
  });

  it('tells a replica that asks for more chance than there was', () => {
    const { parting } = run.replay(
      node,
      0,
      withBug(raft, (world) => new Gambler(world)),
    );
    expect(parting).toMatchObject({ checkpoint: 1, reason: 'it asks for random(), which it did not live' });
  });

  it('drops a torn tail, and replays what is before it', () => {
    const torn = recordedRun(raft);
    truncateSync(torn.path(node, 0), readFileSync(torn.path(node, 0)).length - 10);
    const replay = torn.replay(node, 0);
    expect(replay).toMatchObject({ parting: undefined, isWhole: false });
    expect(replay.inputs).toBe(1000 * Math.floor(run.replay(node, 0).inputs / 1000));
  });

  it('refuses a file in which any one byte was changed', () => {
    const path = run.path(node, 0);
    const whole = readFileSync(path);
    const stride = Math.ceil(whole.length / 97);
    for (let at = 0; at < whole.length; at += stride) {
      const changed = Uint8Array.from(whole);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(path, changed);
      expect(() => run.replay(node, 0), `byte ${at}`).toThrow(/ is damaged: its (head|content) in block \d+ is not/);
    }
    writeFileSync(path, whole);
  });

  it('refuses the file of another life', () => {
    const twice = run.lives.indexOf(2);
    writeFileSync(run.path(twice, 0), readFileSync(run.path(twice, 1)));
    expect(() => run.replay(twice, 0)).toThrow(/is life 1 of node \d in trial a trial, not life 0/);
  });
});

it('a run that an invariant stops is replayed up to where it stopped', () => {
  const run = recordedRun(raft, (world) => new Refusing(world));
  const failure = 'Fifty: this world stops at slot 50';
  expect(run.outcome).toMatchObject({ verdict: 'violation', reason: failure });
  run.lives.forEach((_, node) => {
    const effects: unknown[] = [];
    const watch = { onInput: () => {}, onEffect: (effect: object) => effects.push(effect) };
    expect(run.replay(node, 0, raft, watch)).toMatchObject({ parting: undefined, failure, effects: effects.length });
  });
});
