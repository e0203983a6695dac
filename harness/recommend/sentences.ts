/** Why the choice is what it is, in sentences made of its figures and those of what it was chosen from. */
import { formatNumber } from '../report/format.ts';
import { holds, labelOf, placeOf, type Candidate } from './rank.ts';
import type { Against, Confirmed } from './confirmed.ts';
import { costsOf } from './confirmed.ts';
import type { Objective } from './objectives.ts';
import { meanWithInterval } from './paired.ts';
import type { Recommendation } from './recommend.ts';

/** A cost as people read it, with its unit. */
export function costText({ shown, unit }: Objective, cost: number): string {
  const value = shown(cost);
  if (!Number.isFinite(value)) return 'no end';
  if (unit === 'ms')
    return value !== 0 && Math.abs(value) < 0.1 ? `${formatNumber(value * 1000)} µs` : `${formatNumber(value)} ms`;
  return unit === 'share' ? shareText(value) : `${formatNumber(value)}/s`;
}

/** `0`, `0.0123`, `1.2e-7`. */
export function shareText(value: number): string {
  return value === 0 || value >= 0.001 ? formatNumber(value) : value.toExponential(1);
}

export function sentencesOf(result: Recommendation): string[] {
  return [
    choiceSentence(result),
    ...runnerUpSentence(result),
    ...protocolSentence(result),
    ...placementSentence(result),
    ...temptationSentence(result),
    priceSentence(result),
    ...exhaustiveSentence(result),
  ];
}

function choiceSentence({ choice, ranking, objective }: Recommendation): string {
  const { all, feasible } = ranking;
  const cost = costText(objective, objective.cost(choice.candidate.predicted));
  const measured = measuredText(choice, objective);
  return `Of ${counted(all.length, 'legal candidate')}, ${feasible.length} meet the constraints by analysis; the choice has the best ${objective.title} that no other is measured to beat: ${cost} predicted, ${measured}.`;
}

function measuredText(confirmed: Confirmed, objective: Objective): string {
  const interval = meanWithInterval(costsOf(objective, confirmed.measured));
  if (interval === undefined) return 'not measured';
  if (interval.mean === 0) return 'none of them in the runs';
  if (objective.unit === 'per s') return `${costText(objective, interval.mean)} measured`;
  const half = interval.half === undefined ? '' : ` ± ${costText(objective, interval.half)}`;
  return `${costText(objective, interval.mean)}${half} measured`;
}

/** `costs 12.1 ms more [11.9, 12.3]`, or that there is no evidence. */
export function againstText({ difference, verdict }: Against, objective: Objective): string {
  if (verdict === 'the same in every run') return 'the same in every run';
  if (difference === undefined || (difference.low === 0 && difference.high === 0)) return 'no evidence of a difference';
  const text = (cost: number): string => {
    // A difference of times per operation is no rate.
    if (objective.unit === 'per s') return `${formatNumber(cost * 1e6)} µs of CPU`;
    return cost < 0 ? `-${costText(objective, -cost)}` : costText(objective, cost);
  };
  const interval = `${text(difference.mean)} [${text(difference.low)}, ${text(difference.high)}]`;
  return verdict === 'no evidence of a difference'
    ? `no evidence of a difference: ${interval}`
    : `${verdict} by ${interval}`;
}

function runnerUpSentence({ runnerUp, objective }: Recommendation): string[] {
  if (runnerUp === undefined) return [];
  const { candidate } = runnerUp.confirmed;
  return [
    `The runner-up with other quorums or another leader is ${labelOf(candidate)}: ${againstText(runnerUp, objective)}.`,
  ];
}

function protocolSentence({ choice, against, objective }: Recommendation): string[] {
  const same = against.filter(
    ({ confirmed: { candidate } }) =>
      candidate.legal === choice.candidate.legal && candidate.alike.includes(choice.candidate.leader),
  );
  if (same.length === 0) return [];
  const each = same.map((one) => `${one.confirmed.candidate.title} is ${againstText(one, objective)}`);
  return [`With the same quorums and leader, ${each.join('; ')}.`];
}

function placementSentence({ choice: { candidate }, ranking, objective }: Recommendation): string[] {
  const elsewhere = ranking.all.filter(
    (other) => other.legal === candidate.legal && other.algorithm === candidate.algorithm && other !== candidate,
  );
  const worst = elsewhere.at(-1);
  if (worst === undefined) return ['All places of the leader are alike.'];
  const { world } = candidate.legal;
  const cost = costText(objective, objective.cost(worst.predicted));
  return [
    `A leader at ${placeOf(world, worst.leader)} instead of ${placeOf(world, candidate.leader)} would bring ${cost}.`,
  ];
}

/** What would be better if a constraint were given up. */
function temptationSentence({ choice, ranking, objective }: Recommendation): string[] {
  const [best] = ranking.all;
  if (best === undefined || objective.cost(best.predicted) >= objective.cost(choice.candidate.predicted)) return [];
  const broken = ranking.constraints.filter((constraint) => !holds(constraint, best));
  if (broken.length === 0) return [];
  const cost = costText(objective, objective.cost(best.predicted));
  return [
    `${labelOf(best)} would have ${cost}, but breaks ${broken.map((each) => `${each.flag} (it ${each.shown(best)})`).join(' and ')}.`,
  ];
}

function priceSentence({ choice, lost }: Recommendation): string {
  const { predicted, legal } = choice.candidate;
  const { backMs } = lost.get(choice)!.summary;
  const zones = legal.world.zones.length > 1 ? ` and any ${counted(legal.survivesZones, 'zone')}` : '';
  return `The price: it survives any ${counted(legal.survivesNodes, 'node')}${zones}; no commit is possible with probability ${shareText(predicted.noCommit)}, no election with ${shareText(predicted.noElection)}; without its leader it is back after ${backText(predicted.backMs, backMs)}.${addsText(predicted)}`;
}

function backText(predictedMs: number, measuredMs: number | undefined): string {
  const measured = measuredMs === undefined ? '' : `, and ${formatNumber(measuredMs)} ms in runs, rivals included`;
  return `${costOrNever(predictedMs)}${measured}`;
}

/** Latency is that of operations sent while somebody leads. */
function addsText({ failoverAddsMs, meanMs }: Candidate['predicted']): string {
  if (failoverAddsMs === undefined || !Number.isFinite(failoverAddsMs)) return '';
  return ` Operations sent during fail-overs would add ${formatNumber(failoverAddsMs)} ms to the mean of ${formatNumber(meanMs)} ms, which leaves them out.`;
}

function costOrNever(ms: number): string {
  return ms === Infinity ? 'the leader is repaired, and not before' : `about ${formatNumber(ms)} ms`;
}

function exhaustiveSentence({ exhaustive, objective }: Recommendation): string[] {
  if (exhaustive === undefined) return [];
  const { candidates, kept, better } = exhaustive;
  const head = `All ${candidates} legal candidates were run (of leaders predicted alike one); besides the choice ${kept.length} keep the constraints when run`;
  if (better.length === 0)
    return [`${head}, and none is measured to beat it (intervals that hold together with 95 %).`];
  const names = better.map((one) => `${labelOf(one.confirmed.candidate)} (${againstText(one, objective)})`);
  return [`${head}; measured to beat it: ${names.join('; ')}.`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** For tables: protocol, quorums and leader. */
export function cellsOf({ title, legal, leader, alike }: Candidate): [string, string, string] {
  const all = alike.length === legal.world.nodes;
  return [
    title,
    `${legal.configuration.label} of ${legal.world.nodes}`,
    all ? 'anywhere' : placeOf(legal.world, leader),
  ];
}
