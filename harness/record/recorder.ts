/**
 * What is measured of the clients in the window: latency by kind and regime, throughput, availability, outages, the time
 * operations were in flight or their clients thinking, and where the time of each operation went.
 *
 * Latency and availability are those of the operations *sent* in the window, followed until they end: no coordinated
 * omission. Throughput counts what *completed* in the window.
 */
import type { BatchTimes, Reply } from '../cluster/host.ts';
import type { Regime } from '../trial/outcome.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { LatencySplit } from './latency-split.ts';
import { Regimes, type OperationRegime } from './regimes.ts';
import { TimeIntegral } from './time-integral.ts';
import type { Timeline } from './timeline.ts';

const REGIMES: readonly OperationRegime[] = ['steady', 'outage', 'recovery'];

/** Reads in the first half, writes in the second, each by regime. */
type Histograms = readonly LatencyHistogram[];

export class Recorder {
  readonly commit = new LatencyHistogram();
  readonly split = new LatencySplit();
  readonly stragglers: number[];
  readonly regimes: Regimes;
  /** Completed in the window. */
  completed = 0;
  /** Sent in the window, and of these not ended, and ended within the deadline. */
  sent = 0;
  open = 0;
  /** Outstanding when the window started, and of these not ended. */
  carried = 0;
  private carriedOpen = 0;
  /** Of those sent in the window: given up by clients that crashed. */
  abandoned = 0;
  /** Sent in the window or carried into it, and given up before the deadline: they say nothing of availability. */
  private abandonedEarly = 0;
  /** Of those sent in the window and ended: how many met a fault on the way. */
  inFault = 0;
  private inTime = 0;
  private readonly inFlight = new TimeIntegral();
  private inFlightNs = 0;
  private readonly deadlineNs: number;
  private readonly clients: number | undefined;
  private readonly histograms: Histograms = REGIMES.concat(REGIMES).map(() => new LatencyHistogram());
  private readonly timeline: Timeline | undefined;
  private windowStart = Infinity;
  private windowEnd = Infinity;
  /** By client: whether its operation was sent in a recovery. */
  private readonly inRecovery: boolean[] = [];

  /** @param clients of a closed loop: so many operations are under way at most */
  constructor(nodes: number, deadlineNs: number, clients: number | undefined, timeline: Timeline | undefined) {
    this.stragglers = new Array<number>(nodes).fill(0);
    this.deadlineNs = deadlineNs;
    this.regimes = new Regimes(deadlineNs);
    this.clients = clients;
    this.timeline = timeline;
  }

  startWindow(now: number): void {
    this.windowStart = now;
    this.inFlight.restart(now);
    this.carried = this.inFlight.current;
    this.carriedOpen = this.carried;
    this.regimes.startWindow(now);
  }

  endWindow(now: number): void {
    this.windowEnd = now;
    this.inFlightNs = this.inFlight.until(now);
    this.regimes.endWindow(now);
  }

  onInvoke(now: number, client: number): void {
    this.inFlight.add(now, 1);
    // After the window fresh operations are invoked beside the clients'.
    if (this.inFlight.current > (this.clients ?? Infinity) && this.windowEnd === Infinity) {
      throw new Error(`${this.inFlight.current} operations of ${this.clients} clients are under way`);
    }
    this.inRecovery[client] = this.regimes.onInvoke(now);
    if (now < this.windowStart || now >= this.windowEnd) return;
    this.sent++;
    this.open++;
  }

  /** @param metFault whether any fault lasted while it was outstanding */
  onDone(
    now: number,
    client: number,
    read: boolean,
    invokedNs: number,
    reply: Reply,
    departedNs: number,
    metFault: boolean,
  ): void {
    this.inFlight.add(now, -1);
    const regime = this.regimes.onComplete(now, invokedNs, this.inRecovery[client]!);
    if (now >= this.windowStart && now < this.windowEnd) {
      this.completed++;
      this.timeline?.onComplete(now - invokedNs);
    }
    const latency = now - invokedNs;
    const sentInWindow = this.leave(now, invokedNs);
    if (sentInWindow === undefined) return;
    if (latency <= this.deadlineNs) this.inTime++;
    if (!sentInWindow) return;
    if (metFault) this.inFault++;
    this.of(read, regime).record(latency);
    this.recordSplit(now, invokedNs, reply, departedNs);
  }

  /** Its client has crashed: an operation sent in the window is counted with the time it has waited, a lower bound. */
  onAbandoned(now: number, client: number, read: boolean, invokedNs: number): void {
    this.inFlight.add(now, -1);
    const regime = this.regimes.onAbandon(now, invokedNs, this.inRecovery[client]!);
    const waited = now - invokedNs;
    const sentInWindow = this.leave(now, invokedNs);
    if (sentInWindow === undefined) return;
    if (waited <= this.deadlineNs) this.abandonedEarly++;
    if (!sentInWindow) return;
    this.abandoned++;
    this.of(read, regime).record(waited);
  }

  /** An operation that was sent in the window and never ended: it is counted with the time it has waited, a lower bound. */
  onUnfinished(now: number, client: number, read: boolean, invokedNs: number): void {
    if (invokedNs < this.windowStart || invokedNs >= this.windowEnd) return;
    const regime = this.regimes.regimeOf(now, invokedNs, this.inRecovery[client]!);
    this.of(read, regime).record(now - invokedNs);
  }

  /** A batch is committed at the node that it was submitted to. */
  onBatchCommitted(now: number, times: BatchTimes, straggler: number): void {
    if (times.submittedNs < this.windowStart || times.submittedNs >= this.windowEnd) return;
    this.commit.record(now - times.submittedNs);
    this.stragglers[straggler]! += 1;
  }

  /** `undefined` kind: reads and writes together. */
  latency(kind: 'read' | 'write' | undefined, regime: Regime): LatencyHistogram {
    const merged = new LatencyHistogram();
    for (const read of [true, false]) {
      if (kind !== undefined && read !== (kind === 'read')) continue;
      for (const one of REGIMES) if (regime === 'all' || regime === one) merged.add(this.of(read, one));
    }
    return merged;
  }

  /**
   * Share of the operations sent in the window, or outstanding when it started, that ended within the deadline. So a closed
   * loop that stands still has none, though it sends nothing. `null` if there was no operation.
   */
  get availability(): number | null {
    const counted = this.sent + this.carried - this.abandonedEarly;
    return counted === 0 ? null : this.inTime / counted;
  }

  /** Of those counted in `availability`: not ended. */
  get pending(): number {
    return this.open + this.carriedOpen;
  }

  /** Operations x ns within the window. */
  get inFlightIntegral(): number {
    return this.inFlightNs;
  }

  /** Thinking clients x ns within the window. */
  get thinkingIntegral(): number {
    return this.clients === undefined ? 0 : this.clients * (this.windowEnd - this.windowStart) - this.inFlightNs;
  }

  /** An operation is no longer outstanding. Was it sent in the window, or carried into it? `undefined`: neither. */
  private leave(now: number, invokedNs: number): boolean | undefined {
    if (invokedNs >= this.windowEnd || now < this.windowStart || this.windowStart === Infinity) return undefined;
    if (invokedNs < this.windowStart) {
      this.carriedOpen--;
      return false;
    }
    this.open--;
    return true;
  }

  private of(read: boolean, regime: OperationRegime): LatencyHistogram {
    return this.histograms[(read ? 0 : REGIMES.length) + REGIMES.indexOf(regime)]!;
  }

  private recordSplit(now: number, invokedNs: number, reply: Reply, departedNs: number): void {
    const { sentNs, arrivedNs } = reply.request;
    const submittedNs = reply.batch?.submittedNs ?? reply.executedNs;
    const durableNs = reply.batch?.durableNs ?? reply.executedNs;
    const locallyDurable = durableNs < reply.executedNs ? durableNs : reply.executedNs;
    this.split.record(
      sentNs - invokedNs,
      arrivedNs - sentNs + (now - departedNs),
      submittedNs - arrivedNs,
      locallyDurable - submittedNs,
      reply.executedNs - locallyDurable,
      departedNs - reply.executedNs,
    );
  }
}
