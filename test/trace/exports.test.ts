/** A run's trace for ShiViz and as Chrome trace events, read back. */
import { describe, expect, it } from 'vitest';
import { ChromeTracer } from '../../harness/spacetime/chrome-trace.ts';
import { SHIVIZ_PATTERN, ShivizTracer } from '../../harness/spacetime/shiviz.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';

const spec = resolveSpec({
  algorithm: 'multi-paxos',
  nodes: 3,
  seed: 4,
  network: { delay: { type: 'lognormal', median: 1, sigma: 0.5 }, loss: 0.01, duplicate: 0.02 },
  faults: { crashLeaderAtMs: [100] },
  phases: { warmupMs: 20, ops: 150 },
});

describe('the log for ShiViz', () => {
  let log = '';
  runTrial(spec, { tracer: new ShivizTracer((text) => (log += text)) });
  const events = [...log.matchAll(new RegExp(SHIVIZ_PATTERN, 'g'))].map(({ groups }) => ({
    event: groups!['event']!,
    host: groups!['host']!,
    clock: JSON.parse(groups!['clock']!) as Record<string, number>,
  }));

  it('is read whole by the pattern that ShiViz offers first', () => {
    expect(events.length).toBeGreaterThan(1000);
    expect(events).toHaveLength(log.split('\n').length / 2 - 0.5);
    expect(new Set(events.map(({ host }) => host))).toContain('node-0');
    expect(new Set(events.map(({ host }) => host))).toContain('client-0');
  });

  it('counts the events of each host from one without a gap, and never forgets', () => {
    const former = new Map<string, Record<string, number>>();
    for (const { host, clock } of events) {
      const before = former.get(host) ?? {};
      expect(clock[host]).toBe((before[host] ?? 0) + 1);
      for (const [other, count] of Object.entries(before)) expect(clock[other]).toBeGreaterThanOrEqual(count);
      former.set(host, clock);
    }
  });

  it('knows at each receipt what the sender knew when it sent', () => {
    const sends = events.filter(({ event }) => event.includes(': sends '));
    const receipts = events.filter(({ event }) => / from node-\d+$/.test(event));
    expect(receipts.length).toBeGreaterThan(500);
    for (const { event, host, clock } of receipts) {
      const [, text = '', from = ''] = /receives (.*) from (node-\d+)$/.exec(event) ?? [];
      const known = clock[from] ?? 0;
      const knew = (sent: Readonly<Record<string, number>>) => (sent[from] ?? Infinity) <= known;
      const end = `sends ${text} to ${host}`;
      expect(sends.some((send) => send.host === from && knew(send.clock) && send.event.endsWith(end))).toBe(true);
    }
  });

  it('lets a client know of the node that answered it', () => {
    const replies = events.filter(({ event }) => event.includes('hears of operation'));
    expect(replies.length).toBeGreaterThan(100);
    expect(replies.every(({ clock }) => Object.keys(clock).some((host) => host.startsWith('node-')))).toBe(true);
  });
});

interface ChromeEvent {
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: number;
  readonly name: string;
}

describe('the Chrome trace events', () => {
  let text = '';
  const tracer = new ChromeTracer(spec, (part) => (text += part));
  runTrial(spec, { tracer });
  tracer.close();
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: readonly ChromeEvent[] };
  const of = (phase: string) => traceEvents.filter(({ ph }) => ph === phase);

  it('name the threads of each node and draw an operation as a slice', () => {
    expect(of('M').map(({ name }) => name)).toContain('thread_name');
    expect(of('X').filter(({ name }) => name.startsWith('operation')).length).toBeGreaterThan(100);
  });

  it('end no arrow that did not begin, and none before it began', () => {
    const begun = new Map(of('s').map(({ id, ts }) => [id, ts]));
    expect(of('f').length).toBeGreaterThan(500);
    for (const { id, ts } of of('f')) expect(begun.get(id)!).toBeLessThanOrEqual(ts);
  });

  it('begin and end each arrow in a slice of its thread', () => {
    const slices = new Map<number, ChromeEvent[]>();
    for (const slice of of('X')) if (slice.pid === 1) slices.set(slice.tid, [...(slices.get(slice.tid) ?? []), slice]);
    for (const { ts, tid } of [...of('s'), ...of('f')]) {
      expect(slices.get(tid)!.some((slice) => slice.ts <= ts && ts <= slice.ts + slice.dur!)).toBe(true);
    }
  });

  it('have no two slices of a CPU at one time', () => {
    const cpu = of('X')
      .filter(({ pid, tid }) => pid === 1 && tid === 1)
      .sort((a, b) => a.ts - b.ts);
    cpu.slice(1).forEach(({ ts }, i) => expect(ts).toBeGreaterThanOrEqual(cpu[i]!.ts + cpu[i]!.dur! - 1e-6));
  });
});
