/** A recommendation for machines: units in the names, `null` where there is no figure. */
import type { Measure } from '../quorums/residual.ts';
import type { Against, Confirmed } from './confirmed.ts';
import { costsOf } from './confirmed.ts';
import type { Objective } from './objectives.ts';
import { meanOf, meanWithInterval } from './paired.ts';
import { placeOf, type Candidate } from './rank.ts';
import { isRecommendation, type NoRecommendation, type Recommendation } from './recommend.ts';
import type { Regret } from './regret.ts';
import { sentencesOf } from './sentences.ts';

type Json = Record<string, unknown>;

export function recommendationJson(result: Recommendation | NoRecommendation): Json {
  const { profile, ranking } = result;
  const head = {
    schema: 1,
    profile: { ...profile, topology: profile.topology.id },
    legal: ranking.all.length,
    feasible: ranking.feasible.length,
  };
  if (!isRecommendation(result)) return { ...head, choice: null, why: [result.why] };
  const { choice, against, runnerUp, regrets, exhaustive, objective, effort, confirmed, lost } = result;
  return {
    ...head,
    effort,
    choice: confirmedJson(choice, objective, lost),
    runner_up: runnerUp ? againstJson(runnerUp, objective, lost) : null,
    others: against.map((other) => againstJson(other, objective, lost)),
    broke_when_run: confirmed
      .filter(({ broke }) => broke !== undefined)
      .map((each) => confirmedJson(each, objective, lost)),
    why: sentencesOf(result),
    regret: regrets.map(regretJson),
    exhaustive: exhaustive
      ? {
          candidates: exhaustive.candidates,
          kept: exhaustive.kept.length,
          better: exhaustive.better.map((other) => againstJson(other, objective, lost)),
        }
      : null,
  };
}

function candidateJson({ algorithm, legal, leader, alike }: Candidate): Json {
  const { world } = legal;
  return {
    algorithm,
    nodes: world.nodes,
    quorums: legal.configuration.label,
    leader,
    place: placeOf(world, leader),
    leaders_alike: alike,
    survives_nodes: legal.survivesNodes,
    survives_zones: legal.survivesZones,
  };
}

function confirmedJson(confirmed: Confirmed, objective: Objective, lost: Recommendation['lost']): Json {
  const { candidate, measured, broke } = confirmed;
  const { predicted } = candidate;
  const loss = lost.get(confirmed);
  const withoutLeader = (wanted: Measure): number | null => {
    const found = loss?.residuals.find(({ measure }) => measure === wanted);
    return found === undefined ? null : finite(found.measured);
  };
  const interval = meanWithInterval(costsOf(objective, measured));
  const failovers = measured.failoversMs.reduce((sum, { count }) => sum + count, 0);
  return {
    ...candidateJson(candidate),
    broke: broke ?? null,
    predicted: {
      client_mean_ms: predicted.meanMs,
      client_p50_ms: predicted.p50Ms,
      client_p99_ms: predicted.p99Ms,
      commit_p50_ms: predicted.commitP50Ms,
      commit_p99_ms: predicted.commitP99Ms,
      elect_ms: finite(predicted.electMs),
      back_ms: finite(predicted.backMs),
      rivalry: predicted.rivalry,
      failover_ms: finite(predicted.failoverMs),
      failover_adds_ms: predicted.failoverAddsMs === undefined ? null : finite(predicted.failoverAddsMs),
      no_commit: predicted.noCommit,
      no_election: predicted.noElection,
      unanswered: predicted.unanswered,
      capacity_per_s: predicted.capacityPerS,
      capacity_limit: predicted.capacityLimit,
      busy: predicted.busy,
      messages_per_op: predicted.messages,
    },
    measured: {
      client_mean_ms: mean(measured.meanMs),
      client_p50_ms: measured.mergedP50Ms ?? null,
      client_p99_ms: measured.mergedP99Ms ?? null,
      commit_p50_ms: measured.commitP50Ms ?? null,
      commit_p99_ms: measured.commitP99Ms ?? null,
      unanswered: mean(measured.unanswered),
      elect_ms: withoutLeader('elect_ms'),
      back_ms: withoutLeader('back_ms'),
      rivalry: withoutLeader('rivalry'),
      back_all_runs_ms: loss?.summary.backMs ?? null,
      crashes: measured.crashes,
      failover_count: failovers,
      failover_ms:
        failovers === 0
          ? null
          : measured.failoversMs.reduce((sum, { count, meanMs }) => sum + count * meanMs, 0) / failovers,
      cost: interval?.mean ?? null,
      cost_half_width: interval?.half ?? null,
    },
  };
}

function againstJson(
  { confirmed, difference, verdict }: Against,
  objective: Objective,
  lost: Recommendation['lost'],
): Json {
  return { ...confirmedJson(confirmed, objective, lost), difference: difference ?? null, verdict };
}

function regretJson({ assumption, factor, truth, choiceCost, best, bestCost, breaks }: Regret): Json {
  return {
    assumption,
    factor,
    truth,
    choice_cost: finite(choiceCost),
    best: best.map(candidateJson),
    best_cost: bestCost ?? null,
    regret: bestCost === undefined ? null : finite(choiceCost - bestCost),
    breaks,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : meanOf(values);
}
