/**
 * The timers of one life of a node. One event per timer, whose deadline moves: setting a timer again, which protocols do at
 * each message, is a store and not an event; an event that comes before the deadline is armed anew.
 */
import type { EventTarget } from './event-queue.ts';
import type { Simulator } from './simulator.ts';

export class Timer {
  readonly name: string;
  readonly key: number | undefined;
  /** When it is to fire, ns; Infinity = cancelled. */
  deadline = Infinity;
  /** Time of its event in the queue; Infinity = none. */
  armedFor = Infinity;

  constructor(name: string, key: number | undefined) {
    this.name = name;
    this.key = key;
  }
}

export class Timers {
  private readonly simulator: Simulator;
  private readonly target: EventTarget;
  private readonly kind: number;
  private readonly plain = new Map<string, Timer>();
  private readonly keyed = new Map<string, Map<number, Timer>>();

  /** @param kind of the events that `target` gets, with the timer as payload; it hands them to `due` */
  constructor(simulator: Simulator, target: EventTarget, kind: number) {
    this.simulator = simulator;
    this.target = target;
    this.kind = kind;
  }

  set(name: string, key: number | undefined, afterNs: number): void {
    const timer = this.find(name, key) ?? this.add(name, key);
    timer.deadline = this.simulator.now + afterNs;
    if (timer.armedFor > timer.deadline) this.arm(timer);
  }

  cancel(name: string, key: number | undefined): void {
    const timer = this.find(name, key);
    if (timer === undefined) return;
    timer.deadline = Infinity;
    if (key !== undefined) this.keyed.get(name)!.delete(key);
  }

  /** An event of `timer` has come, in real time late. True if it is due; if so, its deadline then names this firing. */
  due(timer: Timer): boolean {
    if (timer.armedFor <= this.simulator.now) timer.armedFor = Infinity;
    if (timer.deadline === Infinity) return false;
    if (timer.deadline > this.simulator.now) {
      if (timer.armedFor > timer.deadline) this.arm(timer);
      return false;
    }
    return true;
  }

  /** Whether the firing for `deadline` is still wanted, after it waited for the CPU; if so, it is taken. */
  take(timer: Timer, deadline: number): boolean {
    if (timer.deadline !== deadline) return false;
    timer.deadline = Infinity;
    if (timer.key !== undefined) this.keyed.get(timer.name)?.delete(timer.key);
    return true;
  }

  /** The clock goes at another rate: what is left to wait takes `factor` times as long. */
  stretch(factor: number): void {
    for (const timer of this.plain.values()) this.move(timer, factor);
    for (const timers of this.keyed.values()) for (const timer of timers.values()) this.move(timer, factor);
  }

  private move(timer: Timer, factor: number): void {
    const { now } = this.simulator;
    if (timer.deadline <= now || timer.deadline === Infinity) return;
    timer.deadline = now + Math.round((timer.deadline - now) * factor);
    if (timer.armedFor > timer.deadline) this.arm(timer);
  }

  /** The node stopped: none fires. */
  clear(): void {
    for (const timer of this.plain.values()) timer.deadline = Infinity;
    for (const timers of this.keyed.values()) for (const timer of timers.values()) timer.deadline = Infinity;
    this.plain.clear();
    this.keyed.clear();
  }

  private find(name: string, key: number | undefined): Timer | undefined {
    return key === undefined ? this.plain.get(name) : this.keyed.get(name)?.get(key);
  }

  private add(name: string, key: number | undefined): Timer {
    const timer = new Timer(name, key);
    if (key === undefined) {
      this.plain.set(name, timer);
      return timer;
    }
    let timers = this.keyed.get(name);
    if (timers === undefined) {
      timers = new Map<number, Timer>();
      this.keyed.set(name, timers);
    }
    timers.set(key, timer);
    return timer;
  }

  private arm(timer: Timer): void {
    timer.armedFor = timer.deadline;
    this.simulator.queue.add(timer.deadline, this.target, this.kind, 0, 0, timer);
  }
}
