/**
 * A live run watches its own instrument: how late each thread's event loop is, its pauses for garbage, and how much of the
 * machine others take. Beyond the bounds its figures would be those of the disturbance: the run is `void`.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay, performance, PerformanceObserver, type EventLoopUtilization } from 'node:perf_hooks';
import type { ThreadReport } from './wire.ts';

const NS_PER_MS = 1_000_000;
const US_PER_S = 1_000_000;
/** The histogram of delays counts the interval itself. */
const RESOLUTION_MS = 10;
/** Linux counts CPU time in ticks of 1/100 s for user space, whatever the kernel's own. */
const TICKS_PER_S = 100;

/** Beyond which a run is void. */
export interface Bounds {
  /** 99th percentile of the lateness of an event loop, ms. */
  readonly lagMs: number;
  /** One pause of the garbage collector, ms. */
  readonly gcMs: number;
  /** Share of the machine's CPU time that other processes, or the hypervisor, took. */
  readonly others: number;
}

export const DEFAULT_BOUNDS: Bounds = { lagMs: 10, gcMs: 50, others: 0.1 };

/** Of one thread. */
export class Instrument {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly collector: PerformanceObserver;
  private gcMaxMs = 0;
  private before: EventLoopUtilization = performance.eventLoopUtilization();

  constructor() {
    this.delays.enable();
    this.collector = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (duration > this.gcMaxMs) this.gcMaxMs = duration;
    });
    this.collector.observe({ entryTypes: ['gc'] });
  }

  /** The window begins: what was before does not count. */
  restart(): void {
    this.delays.reset();
    this.gcMaxMs = 0;
    this.before = performance.eventLoopUtilization();
  }

  report(name: string): ThreadReport {
    const late = (ns: number) => (this.delays.count === 0 ? 0 : Math.max(0, ns / NS_PER_MS - RESOLUTION_MS));
    return {
      name,
      lagP99Ms: late(this.delays.percentile(99)),
      lagMaxMs: late(this.delays.max),
      gcMaxMs: this.gcMaxMs,
      busy: performance.eventLoopUtilization(this.before).utilization,
    };
  }

  stop(): void {
    this.delays.disable();
    this.collector.disconnect();
  }
}

/** CPU seconds that the whole machine, and this process, have used so far; `undefined` where the system does not tell. */
export interface HostLoad {
  readonly atMs: number;
  readonly allS: number | undefined;
  readonly ownS: number;
}

export function hostLoad(): HostLoad {
  const { user, system } = process.cpuUsage();
  return { atMs: performance.now(), allS: busySeconds(), ownS: (user + system) / US_PER_S };
}

/** Share of the machine's CPU time between two moments that was not this process's; `undefined` if unknown. */
export function shareOfOthers(before: HostLoad, after: HostLoad): number | undefined {
  if (before.allS === undefined || after.allS === undefined) return undefined;
  const capacityS = ((after.atMs - before.atMs) / 1000) * availableParallelism();
  return Math.max(0, (after.allS - before.allS - (after.ownS - before.ownS)) / capacityS);
}

/** proc(5): user nice system idle iowait irq softirq steal. */
function busySeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/\s+/);
  const [user, nice, system, , , irq, softirq, steal] = fields.map(Number);
  return (user! + nice! + system! + irq! + softirq! + steal!) / TICKS_PER_S;
}

/** Why the run is void; empty if it is not. */
export function defects(reports: readonly ThreadReport[], others: number | undefined, bounds: Bounds): string {
  const found: string[] = [];
  if (others !== undefined && others > bounds.others) {
    found.push(`others took ${percent(others)} of the machine (bound ${percent(bounds.others)})`);
  }
  for (const { name, lagP99Ms, gcMaxMs } of reports) {
    if (lagP99Ms > bounds.lagMs) {
      found.push(`the event loop of ${name} was ${lagP99Ms.toFixed(1)} ms late at p99 (bound ${bounds.lagMs} ms)`);
    }
    if (gcMaxMs > bounds.gcMs) {
      found.push(`${name} paused ${gcMaxMs.toFixed(1)} ms to collect garbage (bound ${bounds.gcMs} ms)`);
    }
  }
  return found.join('; ');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
