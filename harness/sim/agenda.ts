/** Actions at set virtual times, for what happens rarely: phases and faults. */
import type { EventTarget } from './event-queue.ts';
import type { Simulator } from './simulator.ts';

const ACTION = 0;

export class Agenda implements EventTarget {
  readonly targetId = 97;
  private readonly simulator: Simulator;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  at(time: number, action: () => void): void {
    this.simulator.queue.add(time, this, ACTION, 0, 0, action);
  }

  after(ns: number, action: () => void): void {
    this.at(this.simulator.now + ns, action);
  }

  onEvent(cell: number): void {
    const action = this.simulator.queue.payload[cell] as () => void;
    this.simulator.queue.free(cell);
    action();
  }

  describe(): string {
    return 'a phase or fault at a set time';
  }
}
