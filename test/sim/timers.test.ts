import { describe, expect, it } from 'vitest';
import type { EventTarget } from '../../harness/sim/event-queue.ts';
import { Simulator } from '../../harness/sim/simulator.ts';
import { Timers, type Timer } from '../../harness/sim/timers.ts';

const MS = 1_000_000;

/** When timers fire that are set for 100 ms at 0, if `at` ms later the clock goes at another rate. */
function firesAt(at: number, factor: number): number[] {
  const simulator = new Simulator();
  const fired: number[] = [];
  const node: EventTarget = {
    targetId: 1,
    onEvent(cell) {
      const timer = simulator.queue.payload[cell] as Timer;
      simulator.queue.free(cell);
      if (timers.due(timer) && timers.take(timer, timer.deadline)) fired.push(simulator.now / MS);
    },
  };
  const timers = new Timers(simulator, node, 0);
  const clock: EventTarget = {
    targetId: 2,
    onEvent(cell) {
      simulator.queue.free(cell);
      timers.stretch(factor);
    },
  };
  timers.set('election', undefined, 100 * MS);
  timers.set('retransmission', 7, 100 * MS);
  simulator.queue.add(at * MS, clock, 0, 0, 0, undefined);
  simulator.run();
  return fired;
}

describe('a timer that runs while its clock changes its rate', () => {
  it('fires when that clock has gone the whole time', () => {
    expect(firesAt(40, 0.5)).toEqual([70, 70]);
    expect(firesAt(40, 2)).toEqual([160, 160]);
  });

  it('is left alone once it has fired', () => {
    expect(firesAt(120, 0.5)).toEqual([100, 100]);
  });
});
