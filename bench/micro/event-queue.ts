/** The bare event queue: the hold model, one pop and one push with a random delay, as many pending as a trial has. */
import { EventQueue, type EventTarget } from '../../harness/sim/event-queue.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { measure, type Measurement } from './measure.ts';

const HOLDS = 20_000;
const target: EventTarget = { targetId: 0, onEvent: () => undefined };

export async function measureEventQueue(pending: number): Promise<Measurement> {
  const random = new RandomStream(1, 'bench');
  const delays = Float64Array.from({ length: 4096 }, () => random.below(1_000_000));
  const queue = new EventQueue();
  for (let i = 0; i < pending; i++) queue.add(delays[i & 4095]!, target, 0, 0, 0, undefined);
  let next = 0;
  return measure(`event queue, ${pending} pending`, 'pop + push', HOLDS, () => {
    for (let i = 0; i < HOLDS; i++) {
      const time = queue.nextTime;
      queue.free(queue.pop());
      queue.add(time + delays[next++ & 4095]!, target, 0, 0, 0, undefined);
    }
  });
}
