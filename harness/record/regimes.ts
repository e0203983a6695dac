/**
 * Steady operation, outages and recoveries, defined by service alone, so that leaderless protocols have them too.
 *
 * An outage is an interval longer than the deadline in which no operation completes while some are outstanding. An operation
 * that was outstanding during one belongs to it; one that was invoked afterwards belongs to the recovery while any of those
 * is still outstanding; all others are steady.
 */
import type { Regime } from '../trial/outcome.ts';

export type OperationRegime = Exclude<Regime, 'all'>;

export class Regimes {
  outageCount = 0;
  outageTotalNs = 0;
  outageLongestNs = 0;
  private readonly deadlineNs: number;
  private outstanding = 0;
  /** Since when nothing has completed although something was outstanding. */
  private waitingSince = 0;
  /** When the last operation that was outstanding left. */
  private idleSince = -1;
  private outageEndedAt = -1;
  /** Operations of the last outage that are still outstanding. */
  private backlog = 0;
  private windowStart = Infinity;

  constructor(deadlineNs: number) {
    this.deadlineNs = deadlineNs;
  }

  /** Outages are counted from here on, and only their part from here on. */
  startWindow(now: number): void {
    this.windowStart = now;
  }

  /** An operation is invoked. True if it belongs to a recovery unless an outage comes over it. */
  onInvoke(now: number): boolean {
    // Who is replaced at the instant that it gives up has not stopped waiting.
    if (this.outstanding === 0 && now > this.idleSince) {
      this.endInterval(this.idleSince);
      this.waitingSince = now;
    }
    this.outstanding++;
    return this.backlog > 0;
  }

  /** An operation completes. @param inRecovery what `onInvoke` said of it */
  onComplete(now: number, invokedAt: number, inRecovery: boolean): OperationRegime {
    this.endInterval(now);
    const regime = this.regimeOf(now, invokedAt, inRecovery);
    this.leave(now, invokedAt);
    this.waitingSince = now;
    return regime;
  }

  /** Its client gives an operation up: that is no service, and ends no outage while others wait. */
  onAbandon(now: number, invokedAt: number, inRecovery: boolean): OperationRegime {
    const regime = this.regimeOf(now, invokedAt, inRecovery);
    this.leave(now, invokedAt);
    return regime;
  }

  /** Of an operation that is outstanding. */
  regimeOf(now: number, invokedAt: number, inRecovery: boolean): OperationRegime {
    if (invokedAt <= this.outageEndedAt || now - this.waitingSince > this.deadlineNs) return 'outage';
    return inRecovery ? 'recovery' : 'steady';
  }

  /** The window ends: an outage that still lasts is counted up to here. */
  endWindow(now: number): void {
    this.count(this.outstanding > 0 ? now : this.idleSince);
    this.windowStart = Infinity;
  }

  private leave(now: number, invokedAt: number): void {
    if (invokedAt <= this.outageEndedAt && this.backlog > 0) this.backlog--;
    if (--this.outstanding === 0) this.idleSince = now;
  }

  private endInterval(now: number): void {
    if (now - this.waitingSince <= this.deadlineNs) return;
    this.count(now);
    this.outageEndedAt = now;
    this.backlog = this.outstanding;
  }

  private count(now: number): void {
    if (now - this.waitingSince <= this.deadlineNs) return;
    const ns = now - Math.max(this.waitingSince, this.windowStart);
    if (ns <= 0) return;
    this.outageCount++;
    this.outageTotalNs += ns;
    if (ns > this.outageLongestNs) this.outageLongestNs = ns;
  }
}
