/** What links promise: FIFO links keep the order sent, copies included; datagram links do not. */
import { describe, expect, it } from 'vitest';
import { Network } from '../../harness/sim/network.ts';
import { Simulator } from '../../harness/sim/simulator.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const MESSAGES = 500;

/** The numbers of messages sent one after the other over one link, in the order in which they arrive. */
function arrivals(fifo: boolean): number[] {
  const network = { delay: { type: 'exponential', mean: 5 }, duplicate: 0.3, fifo };
  const simulator = new Simulator();
  const link = new Network(simulator, resolveSpec({ algorithm: 'raft', nodes: 2, network }));
  const arrived: number[] = [];
  const { queue } = simulator;
  const receiver = {
    targetId: 1,
    onEvent: (cell: number) => {
      arrived.push(queue.payload[cell] as number);
      queue.free(cell);
    },
  };
  for (let i = 0; i < MESSAGES; i++) link.transmit(0, 1, i * 100_000, 100, receiver, 0, i, undefined);
  simulator.run();
  return arrived;
}

const inOrder = (numbers: readonly number[]) => numbers.every((number, i) => i === 0 || number >= numbers[i - 1]!);

describe('a link on which messages are doubled', () => {
  it('delivers in the order sent where it is FIFO, each copy right behind the first', () => {
    const arrived = arrivals(true);
    expect(arrived.length).toBeGreaterThan(1.2 * MESSAGES);
    expect(inOrder(arrived)).toBe(true);
  });

  it('lets copies and messages overtake where it is a datagram link', () => {
    const arrived = arrivals(false);
    expect(arrived.length).toBe(arrivals(true).length);
    expect(inOrder(arrived)).toBe(false);
  });
});
