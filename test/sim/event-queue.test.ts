import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue, type EventTarget } from '../../harness/sim/event-queue.ts';

const target: EventTarget = { targetId: 0, onEvent: () => undefined };

describe('the event queue', () => {
  it('gives events by time, and those of one time in the order in which they were added', () => {
    const step = fc.oneof(fc.constant('pop' as const), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const queue = new EventQueue();
        const expected: { time: number; order: number }[] = [];
        let order = 0;
        for (const s of steps) {
          if (s === 'pop') {
            const next = expected.sort((a, b) => a.time - b.time || a.order - b.order).shift();
            expect(queue.length === 0 ? undefined : queue.nextTime).toBe(next?.time);
            if (next === undefined) continue;
            const cell = queue.pop();
            expect(queue.value[cell]).toBe(next.order);
            queue.free(cell);
          } else {
            queue.add(s, target, 0, 0, order, undefined);
            expected.push({ time: s, order: order++ });
          }
        }
        expect(queue.length).toBe(expected.length);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('grows, and uses a freed cell again', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 5000; i++) queue.add(5000 - i, target, 1, i, i, { i });
    expect(queue.kind.length).toBeGreaterThanOrEqual(5000);
    const { length } = queue.kind;
    for (let i = 0; i < 5000; i++) {
      const cell = queue.pop();
      expect(queue.value[cell]).toBe(4999 - i);
      queue.free(cell);
      queue.add(10_000 + i, target, 1, 0, 0, undefined);
    }
    expect(queue.kind.length).toBe(length);
  });
});
