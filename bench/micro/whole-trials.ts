/** Whole trials: simulated commits and events a second of one core, with all that a trial does, and without its checks. */
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';
import type { Measurement } from './measure.ts';

const REPETITIONS = 5;

export interface TrialRates {
  readonly commits: Measurement;
  readonly events: Measurement;
}

/**
 * Batch 1, 64 closed-loop clients, disks and CPUs on, LAN. CPU time of this process rather than wall-clock time, so that
 * other load on the machine counts less. Median of five runs after one for warming up.
 */
export function measureTrial(algorithm: string, nodes: number, operations: number, checks: boolean): TrialRates {
  const spec = resolveSpec({
    algorithm,
    nodes,
    workload: { clients: 64 },
    policy: { leader: 0 },
    phases: { warmupMs: 200, ops: operations },
  });
  const commits: number[] = [];
  const events: number[] = [];
  for (let run = 0; run <= REPETITIONS; run++) {
    const trial = new Trial(spec, { checks });
    const before = process.cpuUsage();
    trial.run();
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (run === 0) continue;
    commits.push((trial.agreement.nextSlot - 1) / seconds);
    events.push(trial.simulator.events / seconds);
  }
  const subject = `${algorithm}, ${nodes} nodes${checks ? '' : ', no checks'}`;
  return { commits: summary(subject, 'commit', commits), events: summary(subject, 'event', events) };
}

function summary(subject: string, unit: string, rates: readonly number[]): Measurement {
  const sorted = [...rates].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  const spread = ((sorted.at(-1)! - sorted[0]!) / 2 / median) * 100;
  return { subject, unit, perSecond: median, marginPercent: spread };
}
