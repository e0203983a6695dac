/** A disk keeps what it has flushed, in the order written; what a crash has lost never comes back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Disk, type DiskOwner } from '../../harness/sim/disk.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { Simulator } from '../../harness/sim/simulator.ts';

const FSYNC_NS = 1000;

interface Entry {
  readonly life: number;
  readonly number: number;
}

class Owner implements DiskOwner {
  readonly self = 0;
  readonly durable: Entry[] = [];
  readonly sent: number[] = [];
  readonly simulator = new Simulator();
  readonly disk = new Disk(
    2,
    this.simulator,
    this,
    { type: 'constant', value: FSYNC_NS / 1e6 },
    new RandomStream(1, 'fsync'),
  );
  life = 0;
  private count = 0;
  private readonly survivors = new RandomStream(1, 'survivors');

  onDurable(entry: object): void {
    this.durable.push(entry as Entry);
  }

  /** Each message names the entries that were written before it. */
  onSendDue(_to: number, message: unknown): void {
    this.sent.push(message as number);
    expect(this.durable.filter(({ life }) => life === this.life).length).toBeGreaterThanOrEqual(message as number);
  }

  onFlushed(): void {
    this.disk.flush(this.simulator.now);
  }

  at(time: number, action: () => void): void {
    const { queue } = this.simulator;
    queue.add(time, { targetId: 9, onEvent: (cell) => (queue.free(cell), action()) }, 0, 0, 0, undefined);
  }

  /** A step that writes and sends, and keeps the CPU busy for some time. */
  write(entries: number, busyNs: number): void {
    for (let i = 0; i < entries; i++) this.disk.write({ life: this.life, number: this.count++ } satisfies Entry);
    this.disk.sendOnceDurable(1, this.count, { durableSlot: 1, forgettableSlot: 1 });
    this.disk.flush(this.simulator.now + busyNs);
  }

  crash(): void {
    this.disk.crash(this.survivors);
    this.life++;
    this.count = 0;
  }
}

const step = fc.record({
  at: fc.nat(10_000),
  entries: fc.nat(3),
  busyNs: fc.nat(300),
  isCrash: fc.boolean(),
});

describe('a disk', () => {
  it('holds a prefix of each life, and nothing of a life that has ended comes later', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const owner = new Owner();
        for (const { at, entries, busyNs, isCrash } of steps) {
          owner.at(at, () => (isCrash ? owner.crash() : owner.write(entries, busyNs)));
        }
        owner.simulator.run();
        const lives = owner.durable.map(({ life }) => life);
        expect(lives).toEqual(lives.toSorted((a, b) => a - b));
        for (let life = 0; life <= owner.life; life++) {
          const numbers = owner.durable.filter((entry) => entry.life === life).map(({ number }) => number);
          expect(numbers).toEqual(numbers.map((_, i) => i));
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('keeps nothing of a flush that has not begun when the node crashes', () => {
    for (let seed = 0; seed < 20; seed++) {
      const owner = new Owner();
      owner.at(0, () => owner.write(3, 500));
      owner.at(400, () => owner.disk.crash(new RandomStream(seed, 'survivors')));
      owner.simulator.run();
      expect(owner.durable).toEqual([]);
      expect(owner.disk.firstLost).toEqual({ life: 0, number: 0 });
    }
  });

  it('keeps a prefix of a flush under way, sometimes all and sometimes nothing', () => {
    const kept = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const owner = new Owner();
      owner.at(0, () => owner.write(2, 0));
      owner.at(400, () => owner.disk.crash(new RandomStream(seed, 'survivors')));
      owner.simulator.run();
      kept.add(owner.durable.length);
    }
    expect([...kept].sort()).toEqual([0, 1, 2]);
  });

  it.each([
    ['written', 0],
    ['durable', 2],
  ] as const)('that is trapped when a flush is %s holds %i of its records, and sends nothing', (at, durable) => {
    const owner = new Owner();
    owner.disk.trap = { at, spring: () => owner.crash() };
    owner.at(0, () => owner.write(2, 0));
    owner.simulator.run();
    expect(owner.durable.length).toBe(durable);
    expect(owner.sent).toEqual([]);
  });
});
