/**
 * Which protocol, with which quorums and which leader? Ranks all that is legal by analysis, runs the short list under the
 * same weather, chooses, and says what the choice costs if an assumption was wrong. Start reading here.
 */
import { UserError } from '../user-error.ts';
import { legalSystems } from './candidates.ts';
import { against, choose, CONFIDENCE, confirmedOf, costsOf, type Against, type Confirmed } from './confirmed.ts';
import { measureWork, type LeaderWork } from './leader-queue.ts';
import { loseLeaderOf, type LostLeader } from './lost-leader.ts';
import { objectiveNamed, type Objective } from './objectives.ts';
import { meanOf } from './paired.ts';
import type { WorkOf } from './predict.ts';
import { worldOf, type Profile } from './profile.ts';
import { holds, rank, whatBinds, type Ranking } from './rank.ts';
import { regretsOf, type Regret } from './regret.ts';
import type { Effort } from './run-spec.ts';
import { simulate } from './simulate.ts';

export interface RecommendOptions {
  /** How many candidates are run. */
  readonly shortList: number;
  readonly effort: Effort;
  /** Runs of each on the short list that lose their leader. */
  readonly losses: number;
  readonly workers: number;
  /** Run every legal candidate as well, and look for one that beats the choice. */
  readonly exhaustive: boolean;
  /** Systems to choose from, as on the command line; the simple families when left out. */
  readonly quorums?: readonly string[];
  readonly onProgress?: (finished: number, planned: number) => void;
}

export interface Recommendation {
  readonly profile: Profile;
  readonly objective: Objective;
  readonly effort: Effort;
  readonly ranking: Ranking;
  /** Those that were run, in the order of the analysis. */
  readonly confirmed: readonly Confirmed[];
  readonly choice: Confirmed;
  /** Those that were run, without their leader. */
  readonly lost: ReadonlyMap<Confirmed, LostLeader>;
  /** All others that were run, against the choice. */
  readonly against: readonly Against[];
  /** The best of other quorums or another leader. */
  readonly runnerUp: Against | undefined;
  readonly regrets: readonly Regret[];
  readonly exhaustive: Exhaustive | undefined;
}

/** Every legal candidate run: who kept the constraints, and did one of them beat the choice? */
export interface Exhaustive {
  readonly candidates: number;
  readonly kept: readonly Against[];
  readonly better: readonly Against[];
  /** All, for pictures. */
  readonly all: readonly Confirmed[];
}

/** Nothing meets the constraints: an answer, and no figures. */
export interface NoRecommendation {
  readonly profile: Profile;
  readonly ranking: Ranking;
  /** One sentence. */
  readonly why: string;
}

/** @throws UserError if there is nothing to choose from */
export async function recommend(
  profile: Profile,
  options: RecommendOptions,
): Promise<Recommendation | NoRecommendation> {
  const objective = objectiveNamed(profile.objective);
  const systems = profile.nodes.flatMap((nodes) => legalSystems(worldOf(profile, nodes), options.quorums));
  if (systems.length === 0)
    throw new UserError('none of these quorums is legal for a protocol with a leader; name others');
  const workOf = measuredOnce();
  const ranking = rank(systems, profile, (nodes) => worldOf(profile, nodes), workOf);
  const confirmed = await confirmShortList(ranking, profile, objective, options);
  const choice = choose(confirmed, objective);
  if (choice === undefined) return { profile, ranking, why: whyNot(ranking, confirmed) };
  const kept = confirmed.filter(({ broke }) => broke === undefined);
  const others = against(choice, kept, objective);
  return {
    profile,
    objective,
    effort: options.effort,
    ranking,
    confirmed,
    choice,
    lost: loseLeaders(confirmed, options.losses),
    against: others,
    runnerUp: runnerUpOf(choice, others, objective),
    regrets: regretsOf(choice.candidate, systems, profile, workOf),
    exhaustive: options.exhaustive ? await exhaust(choice, ranking, objective, options) : undefined,
  };
}

export function isRecommendation(result: Recommendation | NoRecommendation): result is Recommendation {
  return 'choice' in result;
}

/** Runs the best by analysis; where all of them break a promise when run, the next ones. */
async function confirmShortList(
  { feasible }: Ranking,
  profile: Profile,
  objective: Objective,
  options: RecommendOptions,
): Promise<Confirmed[]> {
  const confirmed: Confirmed[] = [];
  while (confirmed.length < feasible.length && choose(confirmed, objective) === undefined) {
    const next = feasible.slice(confirmed.length, confirmed.length + options.shortList);
    const measured = await simulate(next, options);
    confirmed.push(...next.map((candidate, i) => confirmedOf(candidate, measured[i]!, profile)));
  }
  return confirmed;
}

function whyNot(ranking: Ranking, confirmed: readonly Confirmed[]): string {
  const [first] = confirmed;
  if (first === undefined) return whatBinds(ranking);
  return `${confirmed.length} candidates meet the constraints by analysis and none when run: the first of them had ${first.broke}; relax what that breaks`;
}

function loseLeaders(confirmed: readonly Confirmed[], losses: number): Map<Confirmed, LostLeader> {
  const lost = (each: Confirmed): LostLeader => loseLeaderOf(each.candidate, losses, 1 - CONFIDENCE, confirmed.length);
  return new Map(confirmed.map((each) => [each, lost(each)]));
}

/** The least measured cost of what differs in more than the protocol. */
function runnerUpOf(choice: Confirmed, others: readonly Against[], objective: Objective): Against | undefined {
  const different = others.filter(
    ({ confirmed: { candidate } }) =>
      candidate.legal !== choice.candidate.legal || !candidate.alike.includes(choice.candidate.leader),
  );
  const costOf = ({ confirmed: { measured, candidate } }: Against): number => {
    const costs = costsOf(objective, measured);
    return costs.length === 0 ? objective.cost(candidate.predicted) : meanOf(costs);
  };
  return different.reduce<Against | undefined>((a, b) => (a === undefined || costOf(b) < costOf(a) ? b : a), undefined);
}

/** The constraints that a run cannot show, such as what is survived, are kept by construction. */
async function exhaust(
  choice: Confirmed,
  { all, constraints }: Ranking,
  objective: Objective,
  options: RecommendOptions,
): Promise<Exhaustive> {
  const { profile } = choice.candidate.legal.world;
  const measured = await simulate(all, options);
  const confirmed = all.map((candidate, i) => confirmedOf(candidate, measured[i]!, profile));
  const survivors = constraints.filter(({ flag }) => flag.startsWith('--survive'));
  const kept = confirmed.filter(
    ({ candidate, broke }) => broke === undefined && survivors.every((constraint) => holds(constraint, candidate)),
  );
  const same = kept.find(({ candidate }) => candidate === choice.candidate)!;
  const compared = against(same, kept, objective);
  return {
    candidates: all.length,
    kept: compared,
    better: compared.filter(({ verdict }) => verdict === 'better'),
    all: confirmed,
  };
}

/** The work of an operation is measured once per protocol, size and kind of operations. */
function measuredOnce(): WorkOf {
  const known = new Map<string, LeaderWork>();
  return (algorithm, world) => {
    const { readShare, payloadBytes } = world.profile;
    const key = [algorithm, world.nodes, readShare, payloadBytes].join(' ');
    const work = known.get(key) ?? measureWork(algorithm, world);
    known.set(key, work);
    return work;
  };
}
