/** A CPU accounts for what it did, and for nothing that a crash or a pause took away. */
import { describe, expect, it } from 'vitest';
import { Cpu, type Worker } from '../../harness/sim/cpu.ts';
import { Simulator } from '../../harness/sim/simulator.ts';

/** Work of 100 ns a piece, and when each was done. */
function busyWorld() {
  const simulator = new Simulator();
  const { queue } = simulator;
  const done: number[] = [];
  const worker: Worker = {
    targetId: 0,
    onEvent: (cell) => cpu.accept(cell),
    costNs: () => 100,
    serve: (cell) => {
      queue.free(cell);
      done.push(simulator.now);
    },
    describe: () => 'work',
  };
  const cpu = new Cpu(1, simulator, worker);
  const at = (time: number, action: () => void): void => {
    const target = { targetId: 2, onEvent: (cell: number) => (queue.free(cell), action()) };
    queue.add(time, target, 0, 0, 0, undefined);
  };
  const work = (time: number, whose = worker): void => void queue.add(time, whose, 0, 0, 0, undefined);
  return { simulator, cpu, worker, done, at, work };
}

describe('a CPU', () => {
  it('that crashes was busy as far as its work had got', () => {
    const { simulator, cpu, worker, done, at, work } = busyWorld();
    work(0);
    work(10);
    at(130, () => cpu.clear(worker));
    simulator.run();
    expect(done).toEqual([100]);
    expect(cpu.busyNs).toBe(130);
  });

  it('that crashes while it stands still was not busy meanwhile', () => {
    const { simulator, cpu, worker, at, work } = busyWorld();
    work(0);
    at(50, () => cpu.standStill(500));
    work(60);
    at(300, () => cpu.clear(worker));
    simulator.run();
    expect(cpu.busyNs).toBe(100);
  });

  it('that stands still does nothing until then, and goes on with what came', () => {
    const { simulator, cpu, done, at, work } = busyWorld();
    work(0);
    at(50, () => cpu.standStill(500));
    work(60);
    simulator.run();
    expect(done).toEqual([100, 600]);
    expect(cpu.busyNs).toBe(200);
  });

  it('that is told twice to stand still does so until the later end', () => {
    const { simulator, cpu, done, at, work } = busyWorld();
    at(0, () => cpu.standStill(200));
    work(50);
    at(100, () => cpu.standStill(500));
    at(110, () => cpu.standStill(300));
    simulator.run();
    expect(done).toEqual([600]);
  });

  it('that two share serves them in the order in which their work came', () => {
    const { simulator, cpu, worker, done, work } = busyWorld();
    const other: Worker = { ...worker, costNs: () => 30 };
    work(0);
    work(10, other);
    work(20);
    simulator.run();
    expect(done).toEqual([100, 130, 230]);
    expect(cpu.busyNs).toBe(230);
  });

  it('that two share goes on with the work of the one when the other crashes', () => {
    const { simulator, cpu, worker, done, at, work } = busyWorld();
    const other: Worker = { ...worker, costNs: () => 30 };
    work(0);
    work(10, other);
    work(20);
    work(30, other);
    at(50, () => cpu.clear(worker));
    at(60, () => work(60, other));
    simulator.run();
    // What was begun and is lost blocks the CPU until it would have ended; nobody overtakes.
    expect(done).toEqual([130, 160, 190]);
  });
});
