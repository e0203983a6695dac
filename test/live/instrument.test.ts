/** The instrument of live runs sees what would spoil them, each by itself, and nothing where there is nothing. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_BOUNDS, voidReasons, type InstrumentReading } from '../../harness/live/instrument-bounds.ts';
import { cpuSeconds, hostLoad, hostReport, type HostReport } from '../../harness/live/instrument-host.ts';
import { Instrument, type InstrumentReport } from '../../harness/live/instrument-thread.ts';

const quiet: InstrumentReport = {
  name: 'node 0',
  windowMs: 1000,
  events: 5000,
  lateP50Ms: 0.01,
  lateP99Ms: 0.2,
  lateMaxMs: 3,
  turns: 5000,
  turnP99Ms: 0.3,
  turnMaxMs: 4,
  gcCount: 7,
  gcTotalMs: 9,
  gcMaxMs: 3,
  busy: 0.5,
  clockStepNs: 40,
};
const host: HostReport = { cpus: 2, own: 0.6, others: 0.02, steal: 0 };

function reading(
  node: Partial<InstrumentReport>,
  clients: Partial<InstrumentReport>,
  load: Partial<HostReport>,
): InstrumentReading {
  return {
    nodes: [{ ...quiet, ...node }],
    clients: { ...quiet, name: 'the clients', ...clients },
    host: { ...host, ...load },
  };
}

describe('a run is void', () => {
  it('for no reason if there is none, and where the system tells nothing', () => {
    expect(voidReasons(reading({}, {}, {}))).toEqual([]);
    expect(voidReasons(reading({ lateP99Ms: null, turnMaxMs: null }, {}, { others: null, steal: null }))).toEqual([]);
  });

  it.each([
    ['others took 50 % of the machine (bound 10 %)', reading({}, {}, { others: 0.5 })],
    ['the hypervisor took 20 % of it (bound 5 %)', reading({}, {}, { steal: 0.2 })],
    ['node 0 was 12.0 ms late at p99 (bound 10 ms)', reading({ lateP99Ms: 12 }, {}, {})],
    ['one turn of the clients took 60.0 ms (bound 50 ms)', reading({}, { turnMaxMs: 60 }, {})],
    ['node 0 paused 70.0 ms to collect garbage (bound 50 ms)', reading({ gcMaxMs: 70 }, {}, {})],
    ['the clock of node 0 goes in steps of 1000000 ns (bound 10000 ns)', reading({ clockStepNs: 1e6 }, {}, {})],
    [
      'the clients were the bottleneck: busy 97 %, no node more than 50 % (bound 95 %)',
      reading({}, { busy: 0.97 }, {}),
    ],
  ])('because %s', (sentence, disturbed) => {
    expect(voidReasons(disturbed)).toEqual([sentence]);
  });

  it('not because the clients are busy where a node is busier', () => {
    expect(voidReasons(reading({ busy: 0.99 }, { busy: 0.97 }, {}))).toEqual([]);
  });

  it('by bounds that can be moved', () => {
    expect(voidReasons(reading({}, {}, { others: 0.5 }), { ...DEFAULT_BOUNDS, others: 0.6 })).toEqual([]);
  });
});

describe('a thread’s instrument', () => {
  it('counts what is late and what takes long, in its window only', async () => {
    const instrument = new Instrument('a thread');
    instrument.onLate(9e9, 1);
    instrument.start();
    for (let i = 0; i < 100; i++) instrument.onLate(i < 90 ? 1e5 : 5e6, 10);
    instrument.onTurn(2e6);
    instrument.end();
    instrument.onTurn(9e9);
    const report = await instrument.stop();
    expect(report).toMatchObject({
      name: 'a thread',
      events: 1000,
      lateMaxMs: 5,
      turns: 1,
      turnMaxMs: 2,
      turnP99Ms: null,
    });
    expect(report.lateP50Ms).toBeCloseTo(0.1, 2);
    expect(report.lateP99Ms).toBeCloseTo(5, 2);
    expect(report.busy).toBeCloseTo(2 / report.windowMs, 3);
    expect(report.clockStepNs).toBeLessThan(DEFAULT_BOUNDS.clockStepNs);
  });

  it('sees the garbage collector although the event loop does not turn meanwhile', async () => {
    const instrument = new Instrument('a thread');
    instrument.start();
    let kept: object[] = [];
    for (let i = 0; i < 400_000; i++) {
      if (i % 1000 === 0) kept = [];
      kept.push({ i });
    }
    const report = await instrument.stop();
    expect(kept.length).toBe(1000);
    expect(report.gcCount).toBeGreaterThan(0);
    expect(report.gcMaxMs).toBeGreaterThan(0);
    expect(report.gcTotalMs).toBeGreaterThanOrEqual(report.gcMaxMs);
  });
});

describe('the machine’s load', () => {
  const before = 'cpu  1000 10 200 5000 30 1 2 40 900 0\ncpu0 500 5 100 2500 15 0 1 20 450 0\n';

  it('is read as proc(5) has it, what waits left out and what the hypervisor took apart', () => {
    expect(cpuSeconds(before)).toEqual({ usedS: 12.13, stealS: 0.4 });
    expect(cpuSeconds('nothing of the kind')).toBeUndefined();
  });

  it('is shared out between the run, others and the hypervisor', () => {
    const report = hostReport(
      { atMs: 0, ownS: 1, allS: 10, stealS: 0 },
      { atMs: 1000, ownS: 1.6, allS: 11.6, stealS: 0.1 },
      2,
    );
    expect(report.own).toBeCloseTo(0.3);
    expect(report.others).toBeCloseTo(0.5);
    expect(report.steal).toBeCloseTo(0.05);
  });

  it('is that of others only where this process does not cause it', () => {
    const start = hostLoad();
    for (const until = performance.now() + 100; performance.now() < until;);
    const { own, others } = hostReport(start, hostLoad());
    expect(own).toBeGreaterThan(0);
    if (others !== null) expect(others).toBeGreaterThanOrEqual(0);
  });
});
