/**
 * The phases of a trial: set-up (until the first client command is committed), warm-up (cut off), the measured window, drain
 * (operations sent in the window are followed to their end, faults have stopped, the load goes on).
 */
import type { Agenda } from '../sim/agenda.ts';
import { nsOf } from '../sim/simulator.ts';
import type { TrialSpec } from './spec.ts';

export type Phase = 'set-up' | 'warm-up' | 'window' | 'drain' | 'over';

/** What has to happen when a phase begins. */
export interface PhaseListener {
  onWindowStart(): void;
  onWindowEnd(): void;
  onOver(): void;
}

/** Without a commit the window starts all the same, so that a cluster that cannot commit is measured as such. */
const SET_UP_ELECTIONS = 50;
const SET_UP_LEAST_MS = 10_000;
/** A window that ends by operations ends without them when nothing completes for so long. */
const STUCK_ELECTIONS = 100;
const STUCK_LEAST_MS = 60_000;
/** Operations still outstanding this long after the window are unfinished. */
const DRAIN_ELECTIONS = 30;
const DRAIN_DEADLINES = 3;

export class Phases {
  phase: Phase = 'set-up';
  windowStart = 0;
  windowEnd = 0;
  private readonly spec: TrialSpec;
  private readonly agenda: Agenda;
  private readonly now: () => number;
  private readonly listener: PhaseListener;
  private completed = 0;

  constructor(spec: TrialSpec, agenda: Agenda, now: () => number, listener: PhaseListener) {
    this.spec = spec;
    this.agenda = agenda;
    this.now = now;
    this.listener = listener;
    const limitMs = Math.max(SET_UP_LEAST_MS, SET_UP_ELECTIONS * spec.policy.electionMs[1]);
    agenda.after(nsOf(limitMs), () => this.onFirstCommit());
  }

  /** Operations still outstanding so long after the faults have stopped are not coming back. */
  get drainLimitNs(): number {
    const { policy, workload } = this.spec;
    return nsOf(Math.max(DRAIN_ELECTIONS * policy.electionMs[1], DRAIN_DEADLINES * workload.deadlineMs));
  }

  /** Before the first event: the window begins with the trial. */
  startCold(): void {
    this.startWindow();
  }

  /** A client command is committed. */
  onFirstCommit(): void {
    if (this.phase !== 'set-up') return;
    this.phase = 'warm-up';
    this.agenda.after(nsOf(this.spec.phases.warmupMs), () => this.startWindow());
  }

  /** An operation has completed. @param open operations of the window that are still outstanding */
  onDone(open: number): void {
    if (this.phase === 'window') {
      this.completed++;
      if (this.completed === this.spec.phases.ops) this.endWindow(open);
    } else if (this.phase === 'drain' && open === 0) {
      this.end();
    }
  }

  private startWindow(): void {
    this.phase = 'window';
    this.windowStart = this.now();
    this.listener.onWindowStart();
    const { durationMs } = this.spec.phases;
    if (durationMs !== null) this.agenda.after(nsOf(durationMs), () => this.endWindow(1));
    else this.watch(0);
  }

  /** Ends a window that waits for operations which do not come. */
  private watch(completedBefore: number): void {
    const patienceMs = Math.max(STUCK_LEAST_MS, STUCK_ELECTIONS * this.spec.policy.electionMs[1]);
    this.agenda.after(nsOf(patienceMs), () => {
      if (this.phase !== 'window') return;
      if (this.completed === completedBefore) this.endWindow(1);
      else this.watch(this.completed);
    });
  }

  private endWindow(open: number): void {
    if (this.phase !== 'window') return;
    this.phase = 'drain';
    this.windowEnd = this.now();
    this.listener.onWindowEnd();
    if (open === 0) this.end();
    else this.agenda.after(this.drainLimitNs, () => this.end());
  }

  private end(): void {
    if (this.phase !== 'drain') return;
    this.phase = 'over';
    this.listener.onOver();
  }
}
