/** What the choice costs if an assumption was wrong: against what would then have been best, by analysis. */
import { objectiveNamed, type Objective } from './objectives.ts';
import type { WorkOf } from './predict.ts';
import { downAtRate, worldOf, type Profile } from './profile.ts';
import { holds, rank, sameFigure, settingOf, type Candidate } from './rank.ts';
import type { LegalSystem } from './candidates.ts';

export type Assumption = 'failure rate' | 'latency' | 'load' | 'read share';

export const FACTORS = [0.1, 0.5, 2, 10] as const;

export interface Regret {
  readonly assumption: Assumption;
  /** The truth is so many times what was assumed. */
  readonly factor: number;
  /** Of the choice, in the unit of the objective. */
  readonly choiceCost: number;
  /** What would be best then, all that tie, the choice first if it is among them; empty if nothing meets the constraints. */
  readonly best: readonly Candidate[];
  readonly bestCost: number | undefined;
  /** Constraints that the choice breaks then: `--max-p99 150ms (has a p99 of 260 ms)`. */
  readonly breaks: readonly string[];
  /** The truth in words, such as `0.0099`. */
  readonly truth: string;
}

interface Scenario {
  readonly assumption: Assumption;
  readonly changed: (profile: Profile, factor: number) => Profile;
  readonly truth: (profile: Profile) => string;
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));

const SCENARIOS: readonly Scenario[] = [
  {
    assumption: 'failure rate',
    changed: (profile, factor) => ({
      ...profile,
      nodeDown: profile.nodeDown.map((down) => downAtRate(down, factor)),
      zoneDown: downAtRate(profile.zoneDown, factor),
    }),
    truth: ({ nodeDown }) => `a node is down ${digits(Math.max(...nodeDown) * 100)} % of the time`,
  },
  {
    assumption: 'latency',
    changed: (profile, factor) => ({
      ...profile,
      localRttMs: profile.localRttMs * factor,
      topology: { ...profile.topology, rttMs: profile.topology.rttMs.map((row) => row.map((rtt) => rtt * factor)) },
    }),
    truth: ({ topology, localRttMs }) =>
      `round trips of up to ${digits(Math.max(localRttMs, ...topology.rttMs.flat()))} ms`,
  },
  {
    assumption: 'load',
    changed: (profile, factor) => ({ ...profile, loadPerS: profile.loadPerS * factor }),
    truth: ({ loadPerS }) => `${digits(loadPerS)} operations per second`,
  },
  {
    assumption: 'read share',
    changed: (profile, factor) => ({ ...profile, readShare: Math.min(1, profile.readShare * factor) }),
    truth: ({ readShare }) => `${digits(readShare * 100)} % reads`,
  },
];

export function regretsOf(
  choice: Candidate,
  systems: readonly LegalSystem[],
  profile: Profile,
  workOf: WorkOf,
): Regret[] {
  const { cost } = objectiveNamed(profile.objective);
  return SCENARIOS.flatMap(({ assumption, changed, truth }) =>
    FACTORS.map((factor): Regret => {
      const actual = changed(profile, factor);
      const ranking = rank(systems, actual, (nodes) => worldOf(actual, nodes), workOf);
      const same = ranking.all.find((other) => isSame(other, choice))!;
      const best = bestOf(ranking.feasible, cost, choice);
      const breaks = ranking.constraints.filter((constraint) => !holds(constraint, same));
      return {
        assumption,
        factor,
        choiceCost: cost(same.predicted),
        best,
        bestCost: best[0] && cost(best[0].predicted),
        breaks: breaks.map((constraint) => `${constraint.flag} (it ${constraint.shown(same)})`),
        truth: truth(actual),
      };
    }),
  );
}

/** All whose cost is that of the first, however they differ otherwise. */
function bestOf(feasible: readonly Candidate[], cost: Objective['cost'], choice: Candidate): Candidate[] {
  const [first] = feasible;
  if (first === undefined) return [];
  const tied = feasible.filter(({ predicted }) => sameFigure(cost(predicted), cost(first.predicted)));
  return [...tied.filter((each) => isSame(each, choice)), ...tied.filter((each) => !isSame(each, choice))];
}

/** Protocol, quorums and leader are the same. */
export function isSame(a: Candidate, b: Candidate): boolean {
  return (
    a.legal === b.legal && a.algorithm === b.algorithm && (a.alike.includes(b.leader) || b.alike.includes(a.leader))
  );
}

/** In one sentence, the cost aside. */
export function regretNote({ best, breaks }: Regret, choice: Candidate): string {
  const [first, ...others] = best;
  if (first === undefined) return 'nothing meets the constraints then';
  const instead = isSame(first, choice) ? `still the choice${tiedText(others)}` : `then ${namesOf(best)}`;
  return breaks.length === 0 ? instead : `breaks ${breaks.join(' and ')}; ${instead}`;
}

function tiedText(others: readonly Candidate[]): string {
  return others.length === 0 ? '' : `, tied with ${namesOf(others)}`;
}

const MOST_NAMED = 3;

/** `Multi-Paxos or Raft, quorums majority of 7, leader anywhere`: protocols with the same quorums and leader in one. */
function namesOf(candidates: readonly Candidate[]): string {
  const groups = new Map<string, Candidate[]>();
  for (const each of candidates) {
    const setting = settingOf(each);
    groups.set(setting, [...(groups.get(setting) ?? []), each]);
  }
  const names = [...groups].map(([setting, group]) => `${group.map(({ title }) => title).join(' or ')}, ${setting}`);
  const rest = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join('; or ')}${rest > 0 ? `; or ${rest} more` : ''}`;
}
