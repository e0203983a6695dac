/** How much of the machine a live run had to itself: CPU time of all processes and of the hypervisor, beside its own. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';

const US_PER_S = 1_000_000;
/** Linux counts in ticks of 1/100 s for user space, whatever the kernel's own. */
const TICKS_PER_S = 100;
const CPU_TIMES = '/proc/stat';

/** CPU seconds used so far. */
export interface HostLoad {
  readonly atMs: number;
  /** By this process, all threads. */
  readonly ownS: number;
  /** By all processes of the machine; `undefined` where the system does not tell. */
  readonly allS: number | undefined;
  /** Taken by the hypervisor for other virtual machines. */
  readonly stealS: number | undefined;
}

/** Of the machine's CPU time in a window; `null` where the system does not tell. */
export interface HostReport {
  readonly cpus: number;
  readonly own: number;
  readonly others: number | null;
  readonly steal: number | null;
}

export function hostLoad(): HostLoad {
  const { user, system } = process.cpuUsage();
  const times = existsSync(CPU_TIMES) ? cpuSeconds(readFileSync(CPU_TIMES, 'utf8')) : undefined;
  return { atMs: performance.now(), ownS: (user + system) / US_PER_S, allS: times?.usedS, stealS: times?.stealS };
}

export function hostReport(before: HostLoad, after: HostLoad, cpus = availableParallelism()): HostReport {
  const capacityS = ((after.atMs - before.atMs) / 1000) * cpus;
  const share = (from: number | undefined, to: number | undefined): number | null =>
    from === undefined || to === undefined || capacityS === 0 ? null : (to - from) / capacityS;
  const own = share(before.ownS, after.ownS) ?? 0;
  const all = share(before.allS, after.allS);
  return {
    cpus,
    own,
    // Ticks are coarse: in a short window the difference may come out below nothing.
    others: all === null ? null : Math.max(0, all - own),
    steal: share(before.stealS, after.stealS),
  };
}

/**
 * From the first line of `/proc/stat`, proc(5): user nice system idle iowait irq softirq steal. Guests' time is part of user
 * time; what the hypervisor took counts as nobody's here and is told apart.
 */
export function cpuSeconds(text: string): { readonly usedS: number; readonly stealS: number } | undefined {
  const line = /^cpu +(.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).map(Number);
  return { usedS: (user + nice + system + irq + softirq) / TICKS_PER_S, stealS: steal / TICKS_PER_S };
}
