/**
 * The event queue of the simulator, driven by the machine's clock: an event is handled when its time has come, and not at
 * once. So machines, disks, networks, clients, faults and phases run in a thread as they do in virtual time.
 *
 * A thread takes turns: it reads the clock, takes in what other threads sent, handles what is due, shows the others what it
 * has to say, and sleeps until something comes or is due. The sleep ends a little early and the rest is waited out awake, as
 * sleeping is not accurate to less than a tenth of a millisecond.
 */
import { Simulator } from '../sim/simulator.ts';
import type { Doorbell } from './doorbell.ts';

const NS_PER_MS = 1_000_000;
/** So long before the next event a thread wakes up. */
const SPIN_NS = 120_000;
/** A thread looks at least so often whether it has been told to end. */
const LONGEST_SLEEP_NS = 100_000_000;

/** A thread's way to the others. */
export interface Mail {
  /** Puts what has come into the queue. Returns how many pieces. */
  receive(): number;
  /** Shows the others what this turn has sent. */
  send(): void;
  /** Is there something to receive? */
  readonly ready: boolean;
  /** Has the run been called off? */
  readonly isOver: boolean;
}

/** What a thread does to its events. */
export type Punctuality =
  /** Events that are late happen at the time they were due at: arrivals of an open loop lose nothing of their latency. */
  | 'as-due'
  /** They happen when they happen: a node that was held up goes on from now. */
  | 'as-late';

/** How well the thread keeps time. */
export interface PunctualityWatch {
  /** So many events were due at once, and are handled so long after that. */
  onLate(ns: number, events: number): void;
  /** A turn in which something happened took so long. */
  onTurn(ns: number): void;
}

export class RealTime extends Simulator {
  /** Time in turns in which something happened, ns. */
  busyNs = 0;
  turns = 0;
  readonly clock: () => number;
  private readonly bell: Doorbell;
  private readonly punctuality: Punctuality;
  private readonly watch: PunctualityWatch | undefined;
  private mail: Mail | undefined;
  /** When this turn began: nothing that comes from outside came before. */
  private turnNs = 0;
  private readonly isReady = (): boolean => this.mail!.ready || this.mail!.isOver;

  /** @param clock ns since the start of the run, the same in all threads */
  constructor(clock: () => number, bell: Doorbell, punctuality: Punctuality, watch?: PunctualityWatch) {
    super();
    this.clock = clock;
    this.bell = bell;
    this.punctuality = punctuality;
    this.watch = watch;
    this.now = clock();
    this.turnNs = this.now;
  }

  /** Takes turns until `stop` is called or the run is called off. */
  runWith(mail: Mail): void {
    this.mail = mail;
    this.stopped = false;
    while (!this.stopped && !mail.isOver) this.turn(mail);
    mail.send();
  }

  override arrivalAt(time: number): number {
    return time > this.turnNs ? time : this.turnNs;
  }

  private turn(mail: Mail): void {
    const start = this.clock();
    this.turnNs = start;
    const before = this.events;
    if (this.punctuality === 'as-due') this.handleDue(start);
    if (start > this.now) this.now = start;
    const received = mail.receive();
    this.handleDue(start);
    mail.send();
    if (received > 0 || this.events > before) {
      const took = this.clock() - start;
      this.busyNs += took;
      this.turns++;
      this.watch?.onTurn(took);
      return;
    }
    const leftNs = this.queue.nextTime - start;
    if (leftNs < SPIN_NS) return;
    const sleepNs = leftNs - SPIN_NS < LONGEST_SLEEP_NS ? leftNs - SPIN_NS : LONGEST_SLEEP_NS;
    this.bell.sleep(sleepNs / NS_PER_MS, this.isReady);
  }

  private handleDue(until: number): void {
    const { queue, watch } = this;
    let due = 0;
    let together = 0;
    while (!this.stopped && queue.nextTime <= until) {
      const time = queue.nextTime;
      if (time !== due) {
        if (together > 0) watch?.onLate(until - due, together);
        due = time;
        together = 0;
      }
      together++;
      const cell = queue.pop();
      if (this.punctuality === 'as-due' && time > this.now) this.now = time;
      this.events++;
      queue.target[cell]!.onEvent(cell);
    }
    if (together > 0) watch?.onLate(until - due, together);
  }
}
