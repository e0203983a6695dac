/**
 * The bounds that an exhaustive exploration needs to see a bug: with too few ballots it is complete and sees nothing, so an
 * exploration vouches for a protocol only within its bounds.
 */
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { explore } from '../explore/explorer.ts';
import { Replicas } from '../explore/replicas.ts';

export interface Exploration {
  /** Proposers, each in a ballot of its own. */
  readonly ballots: number;
  /** Different values that clients ask for. */
  readonly values: number;
  readonly states: number;
  /** Of the shortest path to the violation, in levels; `undefined`: none. */
  readonly depth: number | undefined;
  readonly invariant: string | undefined;
  /** All within the bounds was seen. */
  readonly isComplete: boolean;
}

const NODES = 3;
const MOST_BALLOTS = 3;
const MOST_VALUES = 2;
/** Larger spaces are not gone through to their end. */
const MOST_STATES = 300_000;
/** The two phases; what a learner is told comes of them. */
const PHASES = new Set(['prepare', 'promise', 'accept', 'accepted']);

/** The first violation within ever wider bounds, up to three ballots and two values; `undefined` if there is none. */
export function leastBounds(algorithm: string): Exploration | undefined {
  for (let ballots = 1; ballots <= MOST_BALLOTS; ballots++) {
    for (let values = 1; values <= MOST_VALUES; values++) {
      const found = exploreBallots(algorithm, ballots, values);
      if (found.invariant !== undefined) return found;
    }
  }
  return undefined;
}

/** All schedules of three nodes of the single-decree protocol with majorities, of which so many propose, once each. */
export function exploreBallots(algorithm: string, ballots: number, values: number): Exploration {
  const subject = algorithmNamed(algorithm);
  if (subject === undefined) throw new Error(`${algorithm} is not registered`);
  const model = new Replicas(subject, majoritySystem(NODES), {
    values,
    requestsPerNode: 1,
    active: (1 << ballots) - 1,
    timeouts: 0,
    restarts: 0,
    ballot: NODES - 1 + ballots,
    disk: 'instant',
    lost: ({ message }) => !PHASES.has(message.type),
  });
  const { end, states, depth, violation } = explore(model, { states: MOST_STATES });
  return {
    ballots,
    values,
    states,
    depth: violation === undefined ? undefined : depth,
    invariant: violation?.invariant,
    isComplete: end === 'complete',
  };
}
