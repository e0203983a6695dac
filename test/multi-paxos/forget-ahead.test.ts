/**
 * A leader says "chosen" of nothing that it heard of beyond a gap: it may have been chosen in a higher ballot, and followers
 * take "chosen below" for their votes in the leader's own. Random schedules never meet this, so here it is step by step.
 */
import { expect, it } from 'vitest';
import type { Batch } from '../../algorithms/contract.ts';
import type { MultiPaxosProtocol, Vote } from '../../algorithms/multi-paxos/messages.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RecordingEnv } from '../support/recording-env.ts';
import { optionsFor } from './schedule.ts';

const OLD: Batch = [{ client: 1, seq: 1, op: { bytes: 1 } }];
const CHOSEN: Batch = [{ client: 2, seq: 1, op: { bytes: 1 } }];

/** Node 0 restarts with a snapshot of slots 1 and 2, hears late what was chosen in slot 3, and wins an earlier ballot. */
function leaderThatHeardAhead(): { env: RecordingEnv<MultiPaxosProtocol>; replica: MultiPaxosReplica } {
  const env = new RecordingEnv<MultiPaxosProtocol>(0, 3);
  const replica = new MultiPaxosReplica(optionsFor(majoritySystem(3)), env);
  replica.start({ slot: 3, records: [{ type: 'promised', ballot: 0, firstSlot: 1 }] });
  replica.onTimer('election');
  const ballot = replica.acceptor.promised;
  replica.onMessage(2, { type: 'learned', firstSlot: 1, fromSlot: 3, batches: [CHOSEN] });
  const vote: Vote = { type: 'vote', ballot: 0, slot: 3, batch: OLD, chosenBelow: 1 };
  for (const from of [0, 1]) replica.onMessage(from, { type: 'promise', ballot, firstSlot: 1, votes: [vote] });
  expect(replica.phase.kind).toBe('leading');
  return { env, replica };
}

it('a new leader forgets what it heard of beyond a gap, so that it is never told in its own ballot', () => {
  const { env, replica } = leaderThatHeardAhead();
  const sent = env.effects.flatMap((effect) => (effect.effect === 'send' ? [effect.message] : []));
  expect(sent).toContainEqual(expect.objectContaining({ type: 'accept', slot: 3, batch: OLD }));
  env.takeEffects();
  // The gap closes: all hold a snapshot of slots 1 and 2.
  replica.forget(3);
  replica.onTimer('heartbeat');
  expect(replica.learner.firstUnchosen).toBe(3);
  expect(env.effects).toContainEqual(
    expect.objectContaining({ message: expect.objectContaining({ type: 'heartbeat', chosenBelow: 3 }) as unknown }),
  );
  expect(env.effects.filter(({ effect }) => effect === 'commit')).toEqual([]);
});

it('and without forgetting it would say so', () => {
  const { replica } = leaderThatHeardAhead();
  // What forgetAhead dropped.
  replica.learner.chosen.set(3, CHOSEN);
  replica.forget(3);
  expect(replica.learner.firstUnchosen).toBe(4);
});
