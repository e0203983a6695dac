/** The sentences of Paxos Made Simple on learners, and what they do about gaps. */
import { describe, expect, it } from 'vitest';
import { A, B, ALL, OTHERS, Bench, prepare, accept, accepted, chosen, promise, durably, sent } from './bench.ts';

describe('the learner', () => {
  it('§2.3: the proposer that sees a majority accept tells all learners', () => {
    const bench = new Bench();
    bench.request(A);
    bench.promises(1, 5);
    bench.receive(0, accepted(1, 5));
    bench.receive(4, accepted(1, 5));
    expect(bench.receive(2, accepted(1, 5))).toEqual([
      sent(OTHERS, chosen(1, A)),
      { effect: 'commit', slot: 1, batch: A },
    ]);
  });

  it('§3: executes command i only when all commands below i are executed', () => {
    const bench = new Bench();
    expect(bench.receive(3, chosen(2, B))).toEqual([]);
    expect(bench.receive(3, chosen(1, A))).toEqual([
      { effect: 'commit', slot: 1, batch: A },
      { effect: 'commit', slot: 2, batch: B },
    ]);
    expect(bench.receive(3, chosen(2, B))).toEqual([]);
  });

  it('tells a late proposer what is chosen instead of voting', () => {
    const bench = new Bench();
    bench.receive(3, chosen(1, A));
    expect(bench.receive(2, prepare(1, 7))).toEqual([sent(0b00100, chosen(1, A))]);
    expect(bench.receive(2, accept(1, 7, B))).toEqual([sent(0b00100, chosen(1, A))]);
  });

  it('asks the informant for a gap that persists, then everybody, and then proposes a no-op (§3)', () => {
    const bench = new Bench();
    bench.receive(3, chosen(3, B));
    bench.fire('heartbeat');
    expect(bench.fire('heartbeat')).toContainEqual(sent(0b01000, { type: 'learn', slot: 1 }));
    expect(bench.fire('heartbeat')).toContainEqual(sent(OTHERS, { type: 'learn', slot: 1 }));
    bench.env.time = 225;
    const effects = bench.fire('heartbeat');
    expect(effects).toContainEqual(durably(ALL, prepare(1, 5)));
    expect(effects).toContainEqual(durably(ALL, prepare(2, 5)));
    expect(bench.promises(1, 5)).toEqual([sent(ALL, accept(1, 5, []))]);
    expect(bench.promises(2, 5, promise(2, 5, 3, A)), 'unless one was accepted').toEqual([sent(ALL, accept(2, 5, A))]);
  });

  it('answers with the run of values that it has, and goes on asking who has more', () => {
    const bench = new Bench();
    for (const slot of [1, 2, 4]) bench.receive(3, chosen(slot, A));
    expect(bench.receive(2, { type: 'learn', slot: 1 })).toEqual([
      sent(0b00100, { type: 'learned', slot: 1, values: [A, A], upTo: 3 }),
    ]);
    expect(bench.receive(2, { type: 'learn', slot: 3 })).toEqual([]);
    expect(bench.receive(2, { type: 'learned', slot: 3, values: [B], upTo: 9 })).toEqual([
      { effect: 'commit', slot: 3, batch: B },
      { effect: 'commit', slot: 4, batch: A },
      { effect: 'count', event: 'catch-up' },
      sent(0b00100, { type: 'learn', slot: 5 }),
    ]);
  });

  it('asks at once after a restart, and never at the first start', () => {
    expect(new Bench().env.effects.some((effect) => effect.effect === 'send')).toBe(false);
    const bench = new Bench([{ type: 'round', round: 1 }], 7);
    expect(bench.env.effects).toContainEqual(sent(OTHERS, { type: 'learn', slot: 7 }));
  });

  it('finds out what was chosen in a slot that it accepted, when the proposer of it says nothing for long', () => {
    const bench = new Bench();
    bench.receive(3, accept(1, 8, A));
    bench.fire('heartbeat');
    bench.env.time = 300;
    expect(bench.fire('heartbeat')).toContainEqual(durably(ALL, prepare(1, 5)));
  });

  it('says how far it is after news of its own, and when nobody as far has said so for an election time-out', () => {
    const bench = new Bench();
    const progress = sent(OTHERS, { type: 'chosenUpTo', slot: 2 });
    bench.receive(3, chosen(1, A));
    expect(bench.fire('heartbeat')).not.toContainEqual(progress);
    bench.env.time = 200;
    bench.receive(3, { type: 'chosenUpTo', slot: 2 });
    bench.env.time = 400;
    expect(bench.fire('heartbeat')).not.toContainEqual(progress);
    bench.env.time = 430;
    expect(bench.fire('heartbeat')).toContainEqual(progress);
  });
});
