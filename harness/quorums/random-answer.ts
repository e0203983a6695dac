/** The `random` and `orderStats` parts of an answer: times to a quorum when answers take random times. */
import { formatRational, type Rational } from '../../algorithms/quorum/rational.ts';
import { UserError } from '../user-error.ts';
import { Completion, orderStatistic } from './completion.ts';
import type { OrderStatsInput, RandomInput } from './input.ts';
import type { ResponseTime } from './response-time.ts';
import type { AnalysedSystem } from './system.ts';

const MAX_FRACTION = 40;

export function randomAnswer(system: AnalysedSystem, question: RandomInput): Record<string, unknown> {
  const leader = question.leader ?? null;
  const leaderIndex = leader === null ? undefined : system.names.index(leader, 'random');
  const { diagrams } = system;
  const completion = new Completion(
    diagrams,
    system[question.phase].root,
    responses(system, question, leader),
    leaderIndex,
  );
  const mean = completion.mean();
  return {
    phase: question.phase,
    leader,
    expected: mean?.value ?? null,
    ...exactly(mean?.exact),
    thriftyExpected: completion.thriftyMean() ?? null,
    quantiles: Object.fromEntries((question.quantiles ?? []).map((q) => [String(q), completion.quantile(q)])),
  };
}

/** A fraction, where one can still read it. */
function exactly(value: Rational | undefined): { expectedExact?: string } {
  const text = value && formatRational(value);
  return text === undefined || text.length > MAX_FRACTION ? {} : { expectedExact: text };
}

export function orderStatsAnswer({ n, k, dist }: OrderStatsInput): Record<string, unknown> {
  const { value, exact } = orderStatistic(dist, n, k);
  return { expected: value, ...exactly(exact) };
}

/** @throws UserError if a node other than the leader has no mean */
function responses(system: AnalysedSystem, { dist }: RandomInput, leader: string | null): ResponseTime[] {
  if (!('means' in dist)) return system.names.ids.map(() => dist);
  system.names.list(Object.keys(dist.means), 'means');
  return system.names.ids.map((id) => {
    const mean = Object.hasOwn(dist.means, id) ? dist.means[id] : undefined;
    if (mean === undefined && id !== leader)
      throw new UserError(`means has none for node ${id}; give one for each node`);
    return { type: 'exponential', mean: mean ?? 1 };
  });
}
