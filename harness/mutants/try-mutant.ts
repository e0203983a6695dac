/** Tries one mutant: schedules of several independent trials until the first alarm in each. */
import { parseScenario } from '../fuzz/scenario.ts';
import { directed } from './directed.ts';
import type { Exploration } from './exhaustive.ts';
import { loadWith } from './load.ts';
import { limitOf, type Mutant } from './mutant.ts';

export interface MutantResult {
  readonly algorithm: string;
  readonly id: string;
  readonly bug: string;
  readonly equivalent: boolean;
  /** Why an equivalent one is no bug. */
  readonly why?: string;
  /** Schedules that it may take: twenty times the median of prototypes. */
  readonly limit: number;
  /** Schedules until the alarm, by trial, ascending; a trial without alarm counts as `limit`. */
  readonly schedules: readonly number[];
  /** By trial: the invariant that raised the alarm, or `undefined`. */
  readonly alarms: readonly (string | undefined)[];
  /** Of all trials together, ms. */
  readonly wallMs: number;
  /** In how many of them it was killed. */
  readonly killed: number;
  /** The invariant that broke in the scenario made for it, where random schedules did not do; `undefined`: none. */
  readonly directed: string | undefined;
  /** The least bounds within which exploring all schedules sees it, where that was done. */
  readonly explored?: Exploration;
}

/** Schedules that an equivalent mutant must survive without alarm, per trial. */
const EQUIVALENT_SCHEDULES = 1000;
/** Seeds of different trials are so far apart. */
const STRIDE = 1_000_000;

/** @param folder where the copy of the modules goes */
export async function tryMutant(mutant: Mutant, trials: number, folder?: string): Promise<MutantResult> {
  const { modules, remove } = await loadWith(mutant.edits, folder);
  try {
    const limit = mutant.equivalent ? EQUIVALENT_SCHEDULES : limitOf(mutant);
    const startedAt = performance.now();
    const found = Array.from({ length: trials }, (_, trial) => {
      const { schedules, failures } = modules.fuzz.runSeeds(mutant.algorithm, 1 + trial * STRIDE, limit, 'bear', true);
      return { schedules, alarm: failures[0]?.invariant };
    }).sort((a, b) => Number(a.alarm === undefined) - Number(b.alarm === undefined) || a.schedules - b.schedules);
    const killed = found.filter(({ alarm }) => alarm !== undefined).length;
    const wallMs = Math.round(performance.now() - startedAt);
    const explored = mutant.exhaustive ? modules.exhaustive.leastBounds(mutant.algorithm) : undefined;
    const text = 2 * killed > trials ? undefined : directed[`${mutant.algorithm}/${mutant.id}`];
    return {
      algorithm: mutant.algorithm,
      id: mutant.id,
      bug: mutant.bug,
      equivalent: mutant.equivalent ?? false,
      ...(mutant.why === undefined ? {} : { why: mutant.why }),
      limit,
      schedules: found.map(({ schedules }) => schedules),
      alarms: found.map(({ alarm }) => alarm),
      wallMs,
      killed,
      directed: text === undefined ? undefined : modules.fuzz.playScenario(parseScenario(text, mutant.id)).invariant,
      ...(explored === undefined ? {} : { explored }),
    };
  } finally {
    remove();
  }
}

/** A bug counts as killed if the median trial saw it, or the scenario made for it; an equivalent change is well if no trial raised an alarm. */
export function isAsItShould({ equivalent, killed, alarms, directed: byScenario }: MutantResult): boolean {
  return equivalent ? killed === 0 : 2 * killed > alarms.length || byScenario !== undefined;
}

export function medianOf({ schedules }: MutantResult): number {
  return schedules[Math.floor(schedules.length / 2)]!;
}

/** The invariants that raised the alarms, the most frequent first. */
export function killersOf({ alarms }: MutantResult): string {
  const counts = new Map<string, number>();
  for (const alarm of alarms) if (alarm !== undefined) counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
  return [...counts.entries()]
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name)
    .join(', ');
}
