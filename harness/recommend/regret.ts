/** What the choice costs if an assumption was wrong: against what would then have been best, by analysis. */
import { objectiveNamed } from './objectives.ts';
import type { WorkOf } from './predict.ts';
import { downAtRate, worldOf, type Profile } from './profile.ts';
import { holds, labelOf, rank, type Candidate } from './rank.ts';
import type { LegalSystem } from './candidates.ts';

export type Assumption = 'failure rate' | 'latency' | 'load' | 'read share';

export const FACTORS = [0.1, 0.5, 2, 10] as const;

export interface Regret {
  readonly assumption: Assumption;
  /** The truth is so many times what was assumed. */
  readonly factor: number;
  /** Of the choice, in the unit of the objective. */
  readonly choiceCost: number;
  /** What would be best then; `undefined` if nothing meets the constraints. */
  readonly best: Candidate | undefined;
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
      const [best] = ranking.feasible;
      const breaks = ranking.constraints.filter((constraint) => !holds(constraint, same));
      return {
        assumption,
        factor,
        choiceCost: cost(same.predicted),
        best,
        bestCost: best && cost(best.predicted),
        breaks: breaks.map((constraint) => `${constraint.flag} (it ${constraint.shown(same)})`),
        truth: truth(actual),
      };
    }),
  );
}

/** Protocol, quorums and leader are the same. */
export function isSame(a: Candidate, b: Candidate): boolean {
  return (
    a.legal === b.legal && a.algorithm === b.algorithm && (a.alike.includes(b.leader) || b.alike.includes(a.leader))
  );
}

/** In one sentence, the cost aside. */
export function regretNote({ best, breaks }: Regret, choice: Candidate): string {
  if (best === undefined) return 'nothing meets the constraints then';
  const instead = isSame(best, choice) ? 'still the choice' : `then ${labelOf(best)}`;
  return breaks.length === 0 ? instead : `breaks ${breaks.join(' and ')}; ${instead}`;
}
