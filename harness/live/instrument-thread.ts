/**
 * What one thread of a live run says of its own timekeeping: how late it handled what was due, how long its turns took, how
 * long the garbage collector stopped it, how busy it was, and how fine its clock is.
 */
import { performance, PerformanceObserver } from 'node:perf_hooks';
import { LatencyHistogram } from '../record/latency-histogram.ts';
import { Lateness } from './lateness.ts';

const NS_PER_MS = 1_000_000;
const CLOCK_SAMPLES = 2000;

/** Plain data, to be sent to the thread that judges. `null`: too few for such a percentile, or none at all. */
export interface InstrumentReport {
  /** Such as `node 0`. */
  readonly name: string;
  readonly windowMs: number;
  /** Events that were due in the window, and how long after that they were handled. */
  readonly events: number;
  readonly lateP50Ms: number | null;
  readonly lateP99Ms: number | null;
  readonly lateMaxMs: number | null;
  /** Turns in which something happened, and how long they took: nothing else gets in meanwhile. */
  readonly turns: number;
  readonly turnP99Ms: number | null;
  readonly turnMaxMs: number | null;
  /** Pauses of the garbage collector in the window. */
  readonly gcCount: number;
  readonly gcTotalMs: number;
  readonly gcMaxMs: number;
  /** Share of the window that it spent in such turns. */
  readonly busy: number;
  /** The smallest step that its clock was seen to make, ns. */
  readonly clockStepNs: number;
}

interface Pause {
  readonly startMs: number;
  readonly durationMs: number;
}

export class Instrument {
  private readonly name: string;
  private readonly observer: PerformanceObserver;
  private readonly pauses: Pause[] = [];
  private late = new Lateness();
  private turns = new LatencyHistogram();
  private running = false;
  private startMs = 0;
  private endMs = 0;

  constructor(name: string) {
    this.name = name;
    this.observer = new PerformanceObserver((list) => this.note(list.getEntries()));
    this.observer.observe({ entryTypes: ['gc'] });
  }

  /** The window begins: what was before does not count. */
  start(): void {
    this.late = new Lateness();
    this.turns = new LatencyHistogram();
    this.startMs = performance.now();
    this.running = true;
  }

  /** So many events were due at once, and are handled so long after that. */
  onLate(ns: number, events: number): void {
    if (this.running) this.late.record(ns, events);
  }

  /** A turn in which something happened took so long. */
  onTurn(ns: number): void {
    if (this.running) this.turns.record(ns);
  }

  /** The window ends: what comes behind does not count. */
  end(): void {
    if (!this.running) return;
    this.running = false;
    this.endMs = performance.now();
  }

  /**
   * Ends the window, if it is open, and reports. Pauses are told by the event loop, which may not have turned for the whole
   * run: it does so here.
   */
  async stop(): Promise<InstrumentReport> {
    this.end();
    await new Promise((resolve) => setImmediate(resolve));
    this.note(this.observer.takeRecords());
    this.observer.disconnect();
    const { late, turns, startMs, endMs } = this;
    const windowMs = endMs - startMs;
    const pauses = this.pauses.filter(({ startMs: at, durationMs }) => at + durationMs >= startMs && at <= endMs);
    return {
      name: this.name,
      windowMs,
      events: late.count,
      lateP50Ms: late.percentileMs(50),
      lateP99Ms: late.percentileMs(99),
      lateMaxMs: late.maxMs,
      turns: turns.count,
      turnP99Ms: turns.percentileMs(990),
      turnMaxMs: turns.maxMs,
      gcCount: pauses.length,
      gcTotalMs: pauses.reduce((sum, { durationMs }) => sum + durationMs, 0),
      gcMaxMs: pauses.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
      busy: windowMs === 0 ? 0 : turns.sumNs / NS_PER_MS / windowMs,
      clockStepNs: clockStepNs(),
    };
  }

  private note(entries: readonly { readonly startTime: number; readonly duration: number }[]): void {
    for (const { startTime, duration } of entries) this.pauses.push({ startMs: startTime, durationMs: duration });
  }
}

/** The smallest step of the clock among some thousand readings, ns. */
function clockStepNs(): number {
  let least = Infinity;
  let before = performance.now();
  for (let i = 0; i < CLOCK_SAMPLES; i++) {
    const now = performance.now();
    if (now > before && now - before < least) least = now - before;
    before = now;
  }
  return Math.round(least * NS_PER_MS);
}
