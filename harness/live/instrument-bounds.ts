/**
 * When the figures of a live run would be those of a disturbance and not of the protocol: stated bounds, and a sentence for
 * each that was passed. Such a run is `void`.
 */
import type { HostReport } from './instrument-host.ts';
import type { InstrumentReport } from './instrument-thread.ts';

export interface Bounds {
  /** 99th percentile of how late a thread handles what is due, ms. */
  readonly lateMs: number;
  /** One turn of a thread, ms: nothing that comes meanwhile is seen. */
  readonly turnMs: number;
  /** One pause of the garbage collector, ms. */
  readonly gcMs: number;
  /** Share of the time that the clients' thread is busy while no node is busier: then the load is theirs, not the nodes'. */
  readonly clientsBusy: number;
  /** Share of the machine's CPU time that other processes take. */
  readonly others: number;
  /** Share of it that the hypervisor takes. */
  readonly steal: number;
  /** The clock's smallest step, ns. */
  readonly clockStepNs: number;
}

/** A time-out of 150 ms fires up to this much late without changing who wins; a median of 1 ms bears a clock of 10 µs. */
export const DEFAULT_BOUNDS: Bounds = {
  lateMs: 10,
  turnMs: 50,
  gcMs: 50,
  clientsBusy: 0.95,
  others: 0.1,
  steal: 0.05,
  clockStepNs: 10_000,
};

/** What a run says of its instrument. */
export interface InstrumentReading {
  readonly nodes: readonly InstrumentReport[];
  readonly clients: InstrumentReport;
  readonly host: HostReport;
}

/** Why the run is void; empty if it is not. */
export function voidReasons({ nodes, clients, host }: InstrumentReading, bounds: Bounds = DEFAULT_BOUNDS): string[] {
  const reasons: string[] = [];
  const check = (value: number | null, bound: number, sentence: () => string) => {
    if (value !== null && value > bound) reasons.push(sentence());
  };
  const { others, steal } = host;
  check(
    others,
    bounds.others,
    () => `others took ${percent(others!)} of the machine (bound ${percent(bounds.others)})`,
  );
  check(steal, bounds.steal, () => `the hypervisor took ${percent(steal!)} of it (bound ${percent(bounds.steal)})`);
  for (const report of [...nodes, clients]) {
    const { name, lateP99Ms, turnMaxMs, gcMaxMs, clockStepNs } = report;
    check(lateP99Ms, bounds.lateMs, () => `${name} was ${ms(lateP99Ms!)} late at p99 (bound ${bounds.lateMs} ms)`);
    check(turnMaxMs, bounds.turnMs, () => `one turn of ${name} took ${ms(turnMaxMs!)} (bound ${bounds.turnMs} ms)`);
    check(gcMaxMs, bounds.gcMs, () => `${name} paused ${ms(gcMaxMs)} to collect garbage (bound ${bounds.gcMs} ms)`);
    check(
      clockStepNs,
      bounds.clockStepNs,
      () => `the clock of ${name} goes in steps of ${clockStepNs} ns (bound ${bounds.clockStepNs} ns)`,
    );
  }
  const busiestNode = nodes.reduce((most, { busy }) => Math.max(most, busy), 0);
  if (clients.busy > bounds.clientsBusy && clients.busy > busiestNode) {
    reasons.push(
      `the clients were the bottleneck: busy ${percent(clients.busy)}, no node more than ${percent(busiestNode)} (bound ${percent(bounds.clientsBusy)})`,
    );
  }
  return reasons;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
