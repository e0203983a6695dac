/** Measures this machine into a cost model: a world for the simulator that is as slow as this one. */
import { cpus } from 'node:os';
import { algorithms } from '../../algorithms/registry.ts';
import { measureCpu } from './calibrate-cpu.ts';
import { lognormalOf, measureFlush, measureWakeUp, quantile, type Samples } from './calibrate-machine.ts';
import type { CostModel } from './cost-model.ts';
import { DEFAULT_BOUNDS } from './instrument-bounds.ts';
import { hostLoad, hostReport } from './instrument-host.ts';

const WAKE_UPS = 4000;
const FLUSHES = 300;
const FLUSH_BYTES = 128;

export interface CalibrateOptions {
  /** On the disk whose flushes are to be measured. */
  readonly folder: string;
  readonly onStep: (text: string) => void;
}

export async function calibrate({ folder, onStep }: CalibrateOptions): Promise<CostModel> {
  const before = hostLoad();
  // One with a leader, as its messages are those of steady operation.
  const algorithm = algorithms.find(({ leader }) => leader)!.name;
  onStep(`CPU of one message, by ${algorithm}`);
  const { handlingMs, ...cpu } = measureCpu(algorithm);
  onStep('waking a thread up');
  const wakeUp = await measureWakeUp(WAKE_UPS);
  onStep(`flushes in ${folder}`);
  const flush = measureFlush(folder, FLUSHES, FLUSH_BYTES);
  const { others } = hostReport(before, hostLoad());
  const processors = cpus();
  return {
    schema: 1,
    machine: {
      cpu: processors[0]?.model ?? 'unknown',
      cpus: processors.length,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    measuredAt: new Date().toISOString(),
    voidReasons: busyReasons(others),
    costs: { ...cpu, fsync: lognormalOf(flush) },
    wakeUp: lognormalOf(wakeUp),
    detail: { handlingMs, ...quantiles('wakeUp', wakeUp), ...quantiles('fsync', flush) },
  };
}

function busyReasons(others: number | null): string[] {
  if (others === null || others <= DEFAULT_BOUNDS.others) return [];
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
  return [`others took ${percent(others)} of the machine (bound ${percent(DEFAULT_BOUNDS.others)})`];
}

function quantiles(name: string, samples: Samples): Record<string, number> {
  return {
    [`${name}P50Ms`]: quantile(samples, 0.5),
    [`${name}P90Ms`]: quantile(samples, 0.9),
    [`${name}P99Ms`]: quantile(samples, 0.99),
    [`${name}MaxMs`]: samples.at(-1)!,
  };
}
