/**
 * What the roles of Paxos say to each other, about one slot of the log each (Paxos Made Simple §2.2-2.3).
 *
 *     proposer                        acceptor                        learner
 *        |-- prepare slot ballot ------->|                               |      phase 1a, once the round is durable
 *        |<-- promise + last accepted ---|                               |      phase 1b, once durable
 *        |-- accept slot ballot value -->|                               |      phase 2a
 *        |<-- accepted slot ballot ------|                               |      phase 2b, once durable
 *        |<-- rejected + promised -------|                               |      instead of 1b or 2b
 *        |-- chosen slot value ----------------------------------------->|      §2.3, to all
 *        |                               |                               |
 *                                        |<- chosenUpTo slot - (learner) |      "I have all below slot"
 *                                        |-- learn slot -----> (learner) |      "tell me from slot on"
 *                                        |<- learned slots --- (learner) |
 */
import { sizeOfBatch, type Batch, type Env, type Vocabulary } from '../contract.ts';

/** Below every ballot, as in the TLA+ specifications: nothing promised, nothing accepted. */
export const NO_BALLOT = -1;

/** Phase 1a. */
export interface PrepareMessage {
  readonly type: 'prepare';
  readonly slot: number;
  readonly ballot: number;
}

/** Phase 1b: the promise, and the proposal of the highest ballot that the acceptor has accepted in this slot. */
export interface PromiseMessage {
  readonly type: 'promise';
  readonly slot: number;
  readonly ballot: number;
  /** {@link NO_BALLOT} if it accepted nothing. */
  readonly acceptedBallot: number;
  readonly acceptedValue: Batch;
}

/** Phase 2a. */
export interface AcceptMessage {
  readonly type: 'accept';
  readonly slot: number;
  readonly ballot: number;
  readonly value: Batch;
}

/** Phase 2b. The value is that of the ballot: a ballot belongs to one proposer, who proposes one value in it. */
export interface AcceptedMessage {
  readonly type: 'accepted';
  readonly slot: number;
  readonly ballot: number;
}

/** Why a *prepare* or *accept* at `ballot` is ignored: the acceptor has promised more (§2.5 end: an optimisation). */
export interface RejectedMessage {
  readonly type: 'rejected';
  readonly slot: number;
  readonly ballot: number;
  readonly promised: number;
}

export interface ChosenMessage {
  readonly type: 'chosen';
  readonly slot: number;
  readonly value: Batch;
}

/** The sender knows every slot below `slot` to be chosen. */
export interface ChosenUpToMessage {
  readonly type: 'chosenUpTo';
  readonly slot: number;
}

/** The sender asks for what was chosen from `slot` on. */
export interface LearnMessage {
  readonly type: 'learn';
  readonly slot: number;
}

/** Chosen values of the slots from `slot` on; the sender knows all slots below `upTo` to be chosen. */
export interface LearnedMessage {
  readonly type: 'learned';
  readonly slot: number;
  readonly values: readonly Batch[];
  readonly upTo: number;
}

export type PaxosMessage =
  | PrepareMessage
  | PromiseMessage
  | AcceptMessage
  | AcceptedMessage
  | RejectedMessage
  | ChosenMessage
  | ChosenUpToMessage
  | LearnMessage
  | LearnedMessage;

/** What is on stable storage: the acceptor's promises and accepted proposals, and the proposer's highest round. */
export type PaxosRecord =
  | { readonly type: 'promised'; readonly slot: number; readonly ballot: number }
  | { readonly type: 'accepted'; readonly slot: number; readonly ballot: number; readonly value: Batch }
  | { readonly type: 'round'; readonly round: number }
  | { readonly type: 'forgotten'; readonly slot: number };

export interface PaxosProtocol {
  readonly Message: PaxosMessage;
  readonly Record: PaxosRecord;
  /** `heartbeat` has no key; the key of `backOff` is the slot. */
  readonly Timer: 'heartbeat' | 'backOff';
}

export const vocabulary: Vocabulary<PaxosProtocol> = {
  messages: {
    prepare: 'phase 1a',
    promise: 'phase 1b',
    accept: 'phase 2a',
    accepted: 'phase 2b',
    rejected: 'instead of 1b or 2b',
    chosen: 'to all',
    chosenUpTo: 'from a learner: what it has',
    learn: 'from a learner: what it lacks',
    learned: 'to a learner that asked',
  },
  timers: { heartbeat: 'of every node', backOff: 'of a proposer that was overtaken' },
};

export type PaxosEnv = Env<PaxosProtocol>;

const TYPE_BYTES = 1;
const NUMBER_BYTES = 8;

/** Body of a message in a compact binary encoding, bytes. */
export function sizeOfMessage(message: PaxosMessage): number {
  switch (message.type) {
    case 'prepare':
    case 'accepted':
      return TYPE_BYTES + 2 * NUMBER_BYTES;
    case 'promise':
      return TYPE_BYTES + 3 * NUMBER_BYTES + sizeOfBatch(message.acceptedValue);
    case 'accept':
      return TYPE_BYTES + 2 * NUMBER_BYTES + sizeOfBatch(message.value);
    case 'rejected':
      return TYPE_BYTES + 3 * NUMBER_BYTES;
    case 'chosen':
      return TYPE_BYTES + NUMBER_BYTES + sizeOfBatch(message.value);
    case 'chosenUpTo':
    case 'learn':
      return TYPE_BYTES + NUMBER_BYTES;
    case 'learned': {
      let bytes = TYPE_BYTES + 2 * NUMBER_BYTES + 4;
      for (let i = 0; i < message.values.length; i++) bytes += sizeOfBatch(message.values[i]!);
      return bytes;
    }
  }
}

/** Body of a record in a compact binary encoding, bytes. */
export function sizeOfRecord(record: PaxosRecord): number {
  switch (record.type) {
    case 'promised':
      return TYPE_BYTES + 2 * NUMBER_BYTES;
    case 'accepted':
      return TYPE_BYTES + 2 * NUMBER_BYTES + sizeOfBatch(record.value);
    case 'round':
    case 'forgotten':
      return TYPE_BYTES + NUMBER_BYTES;
  }
}

/** Are these the same value? Commands are known by (client, seq), so a copy of a batch equals the batch. */
export function sameValue(a: Batch, b: Batch): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]!.client !== b[i]!.client || a[i]!.seq !== b[i]!.seq) return false;
  }
  return true;
}
