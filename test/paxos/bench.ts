/** One replica on the bench: network, disk and clock are played by the test. */
import type { Batch, CommonOptions } from '../../algorithms/contract.ts';
import { NO_BALLOT, type PaxosMessage, type PaxosProtocol, type PaxosRecord } from '../../algorithms/paxos/messages.ts';
import { Paxos } from '../../algorithms/paxos/paxos.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RecordingEnv, type Effect } from '../support/recording-env.ts';
import { optionsOf } from './random-schedules.ts';

export const A: Batch = [{ client: 1, seq: 1, op: { bytes: 8 } }];
export const B: Batch = [{ client: 2, seq: 1, op: { bytes: 8 } }];
export const ALL = 0b11111;
export const OTHERS = 0b11110;

/** Node 0 of five. Its ballots are 5, 10, 15 …: round 1, 2, 3 … times 5 nodes, plus 0. */
export class Bench {
  readonly env = new RecordingEnv<PaxosProtocol>(0, 5);
  readonly replica: Paxos;

  constructor(records: readonly PaxosRecord[] = [], slot = 1, options: Partial<CommonOptions> = {}) {
    this.replica = new Paxos(optionsOf(majoritySystem(5), options), this.env);
    this.replica.start({ slot, records });
  }

  receive(from: number, message: PaxosMessage): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onMessage(from, message);
    return this.env.takeEffects();
  }

  request(batch: Batch): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onRequest(batch);
    return this.env.takeEffects();
  }

  fire(timer: PaxosProtocol['Timer'], key?: number): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onTimer(timer, key);
    return this.env.takeEffects();
  }

  /** Promises of 0, 1 and 2, of which `reporter` reports a proposal. */
  promises(slot: number, ballot: number, ...reports: PaxosMessage[]): Effect<PaxosProtocol>[] {
    let effects: Effect<PaxosProtocol>[] = [];
    for (let from = 0; from < 3; from++) effects = this.receive(from, reports[from] ?? promise(slot, ballot));
    return effects;
  }
}

export const prepare = (slot: number, ballot: number): PaxosMessage => ({ type: 'prepare', slot, ballot });
export const accept = (slot: number, ballot: number, value: Batch): PaxosMessage => ({
  type: 'accept',
  slot,
  ballot,
  value,
});
export const accepted = (slot: number, ballot: number): PaxosMessage => ({ type: 'accepted', slot, ballot });
export const chosen = (slot: number, value: Batch): PaxosMessage => ({ type: 'chosen', slot, value });
export const promise = (
  slot: number,
  ballot: number,
  acceptedBallot = NO_BALLOT,
  acceptedValue: Batch = [],
): PaxosMessage => ({
  type: 'promise',
  slot,
  ballot,
  acceptedBallot,
  acceptedValue,
});
export const rejected = (slot: number, ballot: number, promised: number): PaxosMessage => ({
  type: 'rejected',
  slot,
  ballot,
  promised,
});
export const durably = (to: number, message: PaxosMessage): Effect<PaxosProtocol> => ({
  effect: 'sendOnceDurable',
  to,
  message,
});
export const sent = (to: number, message: PaxosMessage): Effect<PaxosProtocol> => ({ effect: 'send', to, message });
export const persisted = (record: PaxosRecord): Effect<PaxosProtocol> => ({ effect: 'persist', record });
