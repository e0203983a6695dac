/**
 * Slots that all nodes have in a durable snapshot are forgotten. A leader that restarted may not have heard so of everyone,
 * and asks for them to be accepted in its ballot. Met once in 700,000 random schedules, it waited for ever.
 */
import { expect, it } from 'vitest';
import { NO_OP, type Batch } from '../../algorithms/contract.ts';
import type { MultiPaxosProtocol, Vote } from '../../algorithms/multi-paxos/messages.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RecordingEnv } from '../support/recording-env.ts';
import { optionsFor } from './schedule.ts';

const BATCH: Batch = [{ client: 1, seq: 1, op: { bytes: 1 } }];

function replicaOf(self: number): { env: RecordingEnv<MultiPaxosProtocol>; replica: MultiPaxosReplica } {
  const env = new RecordingEnv<MultiPaxosProtocol>(self, 3);
  return { env, replica: new MultiPaxosReplica(optionsFor(majoritySystem(3)), env) };
}

it('who is asked to accept in a slot that it has forgotten says which slots all have', () => {
  const { env, replica } = replicaOf(1);
  replica.start({ slot: 5, records: [{ type: 'promised', ballot: 0, firstSlot: 5 }] });
  env.takeEffects();
  replica.onMessage(0, { type: 'accept', ballot: 3, slot: 3, batch: BATCH, chosenBelow: 3 });
  const sent = env.effects.flatMap((effect) => (effect.effect === 'send' ? [effect.message] : []));
  expect(sent).toEqual([{ type: 'learned', firstSlot: 5, fromSlot: 5, batches: [] }]);
});

it('a leader that is told so goes on behind them, and executes what was chosen there', () => {
  const { env, replica } = replicaOf(0);
  replica.start({ slot: 5, records: [{ type: 'promised', ballot: 0, firstSlot: 3 }] });
  replica.onTimer('election');
  const ballot = replica.acceptor.promised;
  const votes = [3, 4, 5].map((slot): Vote => ({ type: 'vote', ballot: 0, slot, batch: BATCH, chosenBelow: 1 }));
  for (const from of [0, 1]) replica.onMessage(from, { type: 'promise', ballot, firstSlot: 3, votes });
  for (const from of [0, 2]) replica.onMessage(from, { type: 'accepted', ballot, slot: 5 });
  expect(env.effects.filter(({ effect }) => effect === 'commit')).toEqual([]);
  replica.onMessage(2, { type: 'learned', firstSlot: 5, fromSlot: 5, batches: [NO_OP] });
  expect(env.effects.filter(({ effect }) => effect === 'commit')).toEqual([
    expect.objectContaining({ slot: 5, batch: BATCH }),
  ]);
  expect(replica.learner.firstUnchosen).toBe(6);
});
