/** A world in which virtual time does not go on ends with a sentence, and never with a hang. */
import { describe, expect, it } from 'vitest';
import type { Algorithm, Observer, Protocol } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { BuggedEnv } from '../support/bugged-env.ts';
import { FREE, runSpec } from '../support/trials.ts';

/** A replica that answers each message at once with another to everybody. */
class Echoing extends BuggedEnv {
  override send(_to: number, message: Protocol['Message']): void {
    this.world.send(((1 << this.nodes) - 1) & ~(1 << this.self), message);
  }
}

function echoing(algorithm: Algorithm): Algorithm {
  return {
    ...algorithm,
    observe: () => silent,
    create: (options, env, conflicts) => {
      const replica = algorithm.create(options, env, conflicts);
      const echo = new Echoing(env);
      return Object.assign(replica, {
        onMessage: (_from: number, message: Protocol['Message']) => echo.send(0, message),
      });
    },
  };
}

const silent: Observer<Protocol> = {
  onStart() {},
  onStop() {},
  onPersist() {},
  onDurable() {},
  onSend() {},
  onCommit() {},
  onStep() {},
  forget() {},
};

const instant = { ...FREE, network: { delay: { type: 'constant', value: 0 }, bandwidthBitPerS: null } };

describe('a protocol that sends round and round where nothing takes time', () => {
  it('gets a row that is void, with the instant, the node and the kind of event', () => {
    const outcome = runSpec(
      { algorithm: 'multi-paxos', ...instant },
      { algorithm: echoing(algorithmNamed('multi-paxos')!), patience: 20_000 },
    );
    expect(outcome.verdict).toBe('void');
    expect(outcome.reason).toMatch(
      /^virtual time stands still at [\d.]+ ms: 20,000 steps and more without the clock moving, then a message for node \d/,
    );
    expect(outcome.row['verdict']).toBe('void');
    expect(outcome.row['throughput_per_s']).toBeNull();
    expect(outcome.histograms).toEqual([]);
  });
});

describe('a burst at one instant', () => {
  it('of a thousand clients is no standstill', () => {
    const outcome = runSpec(
      { algorithm: 'raft', ...instant, workload: { clients: 1000 }, phases: { warmupMs: 0, ops: 2000 } },
      { patience: 100_000 },
    );
    expect(outcome.verdict).toBe('ok');
  });
});
