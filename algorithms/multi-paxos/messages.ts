/**
 * What the replicas of Multi-Paxos say to each other (Paxos Made Simple §3).
 *
 *     leader                              acceptor
 *        |-- prepare ballot fromSlot ------->|   phase 1a, one for all slots; once the ballot is durable
 *        |<-- promise + votes from fromSlot -|   phase 1b, once durable
 *        |-- accept ballot slot batch ------>|   phase 2a, one per batch; tells also what is chosen
 *        |<-- accepted ballot slot ----------|   phase 2b, once durable
 *                                learner <---|   acceptedValue ballot slot batch: option learners=all
 *        |-- heartbeat ballot -------------->|   "I live", and what is chosen
 *        |<-- rejected ballot + promised ----|   instead of 1b or 2b, and to heartbeats of a leader overtaken
 *
 *     learner                             learner
 *        |-- learn fromSlot to belowSlot --->|   "I miss these"
 *        |<-- learned fromSlot batches ------|   chosen values
 */
import { sizeOfBatch, type Batch, type Env, type Vocabulary } from '../contract.ts';

/** Phase 1a, for all slots from `fromSlot`: the first one that the candidate does not know to be chosen. */
export interface Prepare {
  readonly type: 'prepare';
  readonly ballot: number;
  readonly fromSlot: number;
}

/** Phase 1b: what the acceptor accepted last in each slot from the one asked for. */
export interface Promise1b {
  readonly type: 'promise';
  readonly ballot: number;
  /** The acceptor has forgotten the slots below: every node holds a durable snapshot of them. */
  readonly firstSlot: number;
  readonly votes: readonly Vote[];
}

/** Phase 2a. */
export interface Accept {
  readonly type: 'accept';
  readonly ballot: number;
  readonly slot: number;
  readonly batch: Batch;
  /** The leader knows all slots below to be chosen. */
  readonly chosenBelow: number;
}

/** Phase 2b. A ballot belongs to one proposer, who proposes one value per slot in it: no need to repeat the value. */
export interface Accepted {
  readonly type: 'accepted';
  readonly ballot: number;
  readonly slot: number;
}

/** §2.3: an acceptor responds to all learners with what it accepts. The value goes along, as not all were asked. */
export interface AcceptedValue {
  readonly type: 'acceptedValue';
  readonly ballot: number;
  readonly slot: number;
  readonly batch: Batch;
}

/** The message at `ballot` was ignored: the acceptor has promised more (§2.5: an optimisation). */
export interface Rejected {
  readonly type: 'rejected';
  readonly ballot: number;
  readonly promised: number;
}

export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly ballot: number;
  readonly chosenBelow: number;
}

/** The sender does not know what was chosen in the slots from `fromSlot` to below `belowSlot`. */
export interface Learn {
  readonly type: 'learn';
  readonly fromSlot: number;
  readonly belowSlot: number;
}

/** What was chosen in the slots from `fromSlot` on. */
export interface Learned {
  readonly type: 'learned';
  /** The sender has forgotten the slots below: every node holds a durable snapshot of them. */
  readonly firstSlot: number;
  readonly fromSlot: number;
  readonly batches: readonly Batch[];
}

export type Message = Prepare | Promise1b | Accept | Accepted | AcceptedValue | Rejected | Heartbeat | Learn | Learned;

/** A promise on stable storage, and where the log that is kept begins. */
export interface Promised {
  readonly type: 'promised';
  readonly ballot: number;
  readonly firstSlot: number;
}

/** A proposal that an acceptor accepted, as it is on its stable storage and as it reports it. */
export interface Vote {
  readonly type: 'vote';
  readonly ballot: number;
  readonly slot: number;
  readonly batch: Batch;
  /** What the leader of `ballot` then knew to be chosen: after a restart the learner knows again what it knew. */
  readonly chosenBelow: number;
}

export interface MultiPaxosProtocol {
  readonly Message: Message;
  /** A {@link Learned} is kept as it came. */
  readonly Record: Promised | Vote | Learned;
  /** `election`: the leader is silent, or phase 1 fails; `retransmission`: of unanswered prepares or accepts. */
  readonly Timer: 'election' | 'heartbeat' | 'retransmission';
}

export const vocabulary: Vocabulary<MultiPaxosProtocol> = {
  messages: {
    prepare: 'phase 1a',
    promise: 'phase 1b',
    accept: 'phase 2a',
    accepted: 'phase 2b',
    acceptedValue: 'option learners',
    rejected: 'instead of 1b or 2b',
    heartbeat: 'of the leader',
    learn: 'from a learner: what it lacks',
    learned: 'to a learner that asked',
  },
  timers: {
    election: 'the leader is silent, or phase 1 fails',
    heartbeat: 'of the leader',
    retransmission: 'of unanswered prepares or accepts',
  },
};

export type MultiPaxosEnv = Env<MultiPaxosProtocol>;

/** The proposer's next ballot above `ballot`. Ballot = round * nodes + proposer: no two proposers share one. */
export function nextBallot(ballot: number, self: number, nodes: number): number {
  return (Math.floor(ballot / nodes) + 1) * nodes + self;
}

/** Type, and two numbers: a ballot and a slot, or such. */
const SMALL = 1 + 2 * 8;

/** Body of a message in a compact binary encoding, bytes. */
export function sizeOf(message: Message): number {
  switch (message.type) {
    case 'prepare':
    case 'accepted':
    case 'rejected':
    case 'heartbeat':
    case 'learn':
      return SMALL;
    case 'accept':
      return SMALL + 8 + sizeOfBatch(message.batch);
    case 'acceptedValue':
      return SMALL + sizeOfBatch(message.batch);
    case 'promise': {
      let bytes = SMALL + 4;
      for (let i = 0; i < message.votes.length; i++) bytes += sizeOfRecord(message.votes[i]!);
      return bytes;
    }
    case 'learned':
      return sizeOfRecord(message);
  }
}

/** Body of a record in a compact binary encoding, bytes. */
export function sizeOfRecord(record: Promised | Vote | Learned): number {
  switch (record.type) {
    case 'promised':
      return SMALL;
    case 'vote':
      return SMALL + 8 + sizeOfBatch(record.batch);
    case 'learned': {
      let bytes = SMALL + 4;
      for (let i = 0; i < record.batches.length; i++) bytes += sizeOfBatch(record.batches[i]!);
      return bytes;
    }
  }
}
