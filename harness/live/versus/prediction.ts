/**
 * The simulated twin of a live run: the same spec, in a world that costs what this machine was measured to cost.
 *
 * CPU costs and the number of CPUs are those of the model. A delay that the live run adds is long enough to hide the waking of
 * the thread that waits for it, which wakes early; where none is added, the waking is the delay, and so it is for clients.
 */
import { resolveSpec } from '../../trial/resolve.ts';
import type { TrialSpec } from '../../trial/spec.ts';
import type { CostModel } from '../cost-model.ts';

/** Median of a wake-up, ms. */
function wakeUpMs({ wakeUp, detail }: CostModel): number {
  if (wakeUp.type === 'lognormal') return wakeUp.median;
  return detail['wakeUpP50Ms'] ?? 0;
}

/** @param live a spec of a live run without a topology, whose storage is memory */
export function predictedSpec(live: TrialSpec, model: CostModel): TrialSpec {
  const { cpuInMs, cpuOutMs, applyMs, byteMs } = model.costs;
  const delay = live.network.delay!;
  const isNone = delay.type === 'constant' && delay.value === 0;
  const { cpus } = model.machine;
  return resolveSpec({
    ...live,
    driver: 'sim',
    network: { ...live.network, delay: isNone ? model.wakeUp : delay, clientRttMs: 2 * wakeUpMs(model) },
    costs: { cpuInMs, cpuOutMs, applyMs, byteMs, fsync: live.costs.fsync, ...(cpus < live.nodes && { cpus }) },
  });
}
