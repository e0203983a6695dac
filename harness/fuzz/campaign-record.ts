/** What a campaign leaves behind, `results/fuzz/ALGORITHM-CAMPAIGN.json`, and what is expected of it. */
import { faultKinds } from '../faults/catalogue.ts';
import type { FuzzReport } from './fuzz.ts';
import type { Campaign } from './nemesis.ts';
import { verifiedSources } from './verified-sources.ts';

export interface CampaignRecord {
  readonly algorithm: string;
  readonly campaign: Campaign;
  readonly first_seed: number;
  readonly schedules: number;
  /** Those after healing included. */
  readonly events: number;
  readonly wall_s: number;
  /** CPU time of all threads together. */
  readonly cpu_s: number;
  readonly schedules_per_cpu_s: number;
  readonly events_per_cpu_s: number;
  readonly alarms: number;
  readonly alarms_by_invariant: Readonly<Record<string, number>>;
  /** By kind that breaks an assumption: schedules with it that raised an alarm. */
  readonly alarms_by_broken_assumption: Readonly<Record<string, number>>;
  readonly first_failing_seeds: readonly { readonly seed: number; readonly message: string }[];
  /** By kind, the rarest first: faults that struck, that mattered, and the latter per 10,000 schedules. */
  readonly faults: Readonly<Record<string, { struck: number; mattered: number; mattered_per_10000: number }>>;
  /** By state of interest: schedules that reached it. */
  readonly reached: Readonly<Record<string, number>>;
  readonly sources_sha256: string;
}

/** Time that a campaign took. */
export interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const SEEDS_LISTED = 10;

export function recordOf(
  algorithm: string,
  campaign: Campaign,
  firstSeed: number,
  report: FuzzReport,
  { wallMs, cpuMs }: Spent,
): CampaignRecord {
  const { schedules, events, failures } = report;
  return {
    algorithm,
    campaign,
    first_seed: firstSeed,
    schedules,
    events,
    wall_s: Math.round(wallMs) / 1000,
    cpu_s: Math.round(cpuMs) / 1000,
    schedules_per_cpu_s: Math.round((schedules / cpuMs) * 1000),
    events_per_cpu_s: Math.round((events / cpuMs) * 1000),
    alarms: failures.length,
    alarms_by_invariant: alarmsByInvariant(report),
    alarms_by_broken_assumption: report.brokenBy,
    first_failing_seeds: failures
      .slice(0, SEEDS_LISTED)
      .map(({ seed, message }) => ({ seed, message: message.split('\n')[0]! })),
    faults: faultsOf(report),
    reached: report.reached,
    sources_sha256: verifiedSources(),
  };
}

function alarmsByInvariant({ failures }: FuzzReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { invariant = '' } of failures) counts[invariant] = (counts[invariant] ?? 0) + 1;
  return counts;
}

function faultsOf({ faults, schedules }: FuzzReport): CampaignRecord['faults'] {
  const per = (mattered: number) => Math.round((mattered / schedules) * 100_000) / 10;
  const entries = Object.entries(faults).map(
    ([kind, { struck, mattered }]) => [kind, { struck, mattered, mattered_per_10000: per(mattered) }] as const,
  );
  return Object.fromEntries(entries.sort(([, a], [, b]) => a.mattered - b.mattered));
}

/** From so many schedules on every kind of fault must have mattered. */
const ENOUGH = 10_000;
/** From so many on every broken assumption must have been noticed. */
const ENOUGH_BROKEN = 2000;

/** What is not as it should be, a sentence each; empty: all is well. */
export function complaintsOf({ campaign, schedules, alarms, faults, ...record }: CampaignRecord): string[] {
  const complaints: string[] = [];
  if (campaign === 'bear') {
    if (alarms > 0) complaints.push(`${alarms} of ${schedules} schedules broke a rule`);
    if (schedules < ENOUGH) return complaints;
    for (const { kind, class: owed } of faultKinds) {
      const mattered = faults[kind]?.mattered ?? 0;
      if (owed !== 'break' && mattered * ENOUGH < schedules) {
        complaints.push(`${kind} mattered ${mattered} times in ${schedules} schedules, fewer than once in ${ENOUGH}`);
      }
    }
    return complaints;
  }
  if (schedules > 0 && alarms === 0) complaints.push(`no alarm in ${schedules} schedules that break assumptions`);
  if (schedules < ENOUGH_BROKEN) return complaints;
  for (const { kind, class: owed } of faultKinds) {
    if (owed === 'break' && (record.alarms_by_broken_assumption[kind] ?? 0) === 0) {
      complaints.push(`${kind} breaks an assumption, and none of ${schedules} schedules noticed`);
    }
  }
  return complaints;
}
