/**
 * How long a proposer waits: for answers before it repeats a question, and for a rival before it tries a higher ballot.
 *
 * Both follow the round trip that it measures itself, between asking and having a quorum. Safety needs none of it; for
 * progress the papers ask that one proposer is left alone long enough (Paxos Made Simple §2.4).
 */
import type { CommonOptions } from '../contract.ts';
import type { PaxosEnv } from './messages.ts';

/** Weight of the newest measurement in the smoothed round trip. */
const GAIN = 0.25;
/** A world in which nothing takes time still needs waits that do, or rivals overtake each other for ever at one instant. */
const SHORTEST_ROUND_TRIP_MS = 0.01;
/** Doublings after which a wait has reached its limit for sure. */
const MOST_DOUBLINGS = 16;

export class Pace {
  readonly env: PaxosEnv;
  readonly options: CommonOptions;

  // Volatile
  /** Smoothed time from a question to a quorum of answers, ms. Until one is measured: a heartbeat. */
  roundTripMs: number;
  hasMeasured = false;

  constructor(options: CommonOptions, env: PaxosEnv) {
    this.env = env;
    this.options = options;
    this.roundTripMs = options.heartbeatMs;
  }

  /** A quorum has answered the question asked at `since`. Not to be told of questions that were repeated. */
  measure(since: number): void {
    const limited = Math.max(SHORTEST_ROUND_TRIP_MS, Math.min(this.env.now() - since, this.options.electionMs[0]));
    this.roundTripMs = this.hasMeasured ? this.roundTripMs + (limited - this.roundTripMs) * GAIN : limited;
    this.hasMeasured = true;
  }

  /** How long after the first question the next repetition is due: two round trips, doubled with each repetition. */
  patienceMs(repeats: number): number {
    const first = Math.max(this.options.heartbeatMs, 2 * this.roundTripMs);
    return Math.min(first * (1 << Math.min(repeats, MOST_DOUBLINGS)), this.options.electionMs[1]);
  }

  /**
   * How long to leave a slot to a rival: the two round trips that it needs, and a random part, so that of several losers
   * one comes alone. The random part is below four round trips, doubled each time, at most an election time-out.
   */
  backOffMs(backOffs: number): number {
    const most = 4 * this.roundTripMs * (1 << Math.min(backOffs, MOST_DOUBLINGS));
    return 2 * this.roundTripMs + this.env.random() * Math.min(most, this.options.electionMs[0]);
  }
}
