/** The record of a verification: what is expected of campaigns, the stamp, what it is bound to, and going on after a kill. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { complaintsOf, recordOf } from '../../harness/fuzz/campaign-record.ts';
import { fuzzPool } from '../../harness/fuzz/campaign.ts';
import { emptyReport, runSeeds, type FuzzReport } from '../../harness/fuzz/fuzz.ts';
import { PartsJournal } from '../../harness/fuzz/parts-journal.ts';
import { campaignInRounds } from '../../harness/fuzz/rounds.ts';
import { readStamp, stampWith, verificationNow, writeStamp } from '../../harness/fuzz/stamp.ts';
import { activeInvariants, verifiedSources } from '../../harness/fuzz/verified-sources.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { catalogueHash, fingerprints } from '../../harness/mutants/fingerprint.ts';
import { faultKinds } from '../../harness/faults/catalogue.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quorum-bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SPENT = { wallMs: 1000, cpuMs: 2000 };

function reportOf(schedules: number, mattered: number): FuzzReport {
  const faults = faultKinds.map(({ kind }) => [kind, { struck: mattered, mattered }]);
  return {
    ...emptyReport(),
    schedules,
    events: 500 * schedules,
    faults: Object.fromEntries(faults) as FuzzReport['faults'],
  };
}

describe('of a campaign', () => {
  it('an alarm is a complaint, and so is a fault that mattered less than once in 10,000 schedules', () => {
    expect(complaintsOf(recordOf('raft', 'bear', 1, reportOf(20_000, 2), SPENT))).toEqual([]);
    const rare = complaintsOf(recordOf('raft', 'bear', 1, reportOf(20_000, 1), SPENT));
    expect(rare).toContain('pause mattered 1 times in 20000 schedules, fewer than once in 10000');
    const alarmed = reportOf(10, 1);
    alarmed.failures.push({ seed: 7, invariant: 'VoteOnce', message: 'twice', events: 3, isSafety: true });
    const record = recordOf('raft', 'bear', 1, alarmed, SPENT);
    expect(complaintsOf(record)).toEqual(['1 of 10 schedules broke a rule']);
    expect(record.alarms_by_invariant).toEqual({ VoteOnce: 1 });
    expect(record.schedules_per_cpu_s).toBe(5);
  });

  it('that breaks assumptions silence is the complaint, of each of them', () => {
    const broken = reportOf(2000, 100);
    broken.failures.push({ seed: 7, invariant: 'VoteOnce', message: 'twice', events: 3, isSafety: true });
    broken.brokenBy['lying-disk'] = 1;
    expect(complaintsOf(recordOf('raft', 'break', 1, broken, SPENT))).toEqual([
      'empty-disk breaks an assumption, and none of 2000 schedules noticed',
    ]);
    expect(complaintsOf(recordOf('raft', 'break', 1, reportOf(10, 1), SPENT))).toEqual([
      'no alarm in 10 schedules that break assumptions',
    ]);
  });

  it('a broken assumption is counted where it raised the alarm', () => {
    const { failures, brokenBy } = runSeeds('raft', 1, 40, 'break');
    expect(failures.length).toBeGreaterThan(0);
    expect(Object.values(brokenBy).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(failures.length);
  });
});

describe('a stamp', () => {
  it('is changed field by field, and begun anew for other sources', () => {
    const file = join(folder, 'results', 'verification.json');
    writeStamp(file, stampWith(readStamp(file), 'aa', { algorithms: { raft: { schedules: 5 } } }));
    writeStamp(file, stampWith(readStamp(file), 'aa', { algorithms: { raft: { mutants: 3, mutants_killed: 3 } } }));
    expect(readStamp(file)!.algorithms['raft']).toMatchObject({ schedules: 5, mutants: 3, alarms: 0 });
    const anew = stampWith(readStamp(file), 'bb', { algorithms: { paxos: { schedules: 1 } } });
    expect(Object.keys(anew.algorithms)).toEqual(['paxos']);
  });

  it('says plainly whether it belongs to the sources that run', () => {
    const mutants_sha256 = catalogueHash();
    expect(verificationNow(stampWith(undefined, verifiedSources(), { mutants_sha256 })).verified).toBe('same sources');
    expect(verificationNow(stampWith(undefined, verifiedSources(), {})).verified).toBe('other sources');
    expect(verificationNow(stampWith(undefined, 'aa', { mutants_sha256 })).verified).toBe('other sources');
  });

  it.each(algorithms)('lists the invariants of $name by name, its own and those of all', ({ name }) => {
    const own =
      name === 'raft' ? ['ElectionSafety', 'LeaderCompleteness', 'LogOnDisk'] : ['PromiseKept', 'SafeAt', 'P2c'];
    const others = name === 'raft' ? ['SafeAt'] : ['ElectionSafety'];
    const names = activeInvariants(name);
    expect(names).toEqual(
      expect.arrayContaining([...own, 'Agreement', 'Linearizability', 'CorruptionDetected', 'Progress', 'Quiet']),
    );
    expect(names.filter((found) => others.includes(found))).toEqual([]);
  });
});

describe('the fingerprint of a mutant', () => {
  it('is its own, and the same each time', () => {
    const found = fingerprints();
    expect(new Set(found.values()).size).toBe(mutants.length);
    expect(fingerprints()).toEqual(found);
  });
});

describe('a verification that was killed', () => {
  it('runs no part again, gives the same record, and drops a torn line', async () => {
    const path = join(folder, 'parts.jsonl');
    const threads = fuzzPool(2);
    const run = async (schedules: number, journal: PartsJournal) => {
      let ran = 0;
      const reports: Record<string, FuzzReport> = {};
      await campaignInRounds(threads, ['paxos', 'raft'], {
        campaign: 'bear',
        schedules,
        workers: 2,
        signal: new AbortController().signal,
        journal,
        onPart: (_name, _done, soFar) => (ran = soFar),
        onRound: (name, report) => (reports[name] = report),
      });
      return { ran, reports };
    };
    try {
      const first = await run(40, new PartsJournal(path, 'aa'));
      expect(first.ran).toBe(80);
      appendFileSync(path, '{"key":"bear/raft/41');
      const again = await run(40, new PartsJournal(path, 'aa'));
      expect(again).toEqual({ ran: 0, reports: first.reports });
      expect(again.reports['raft']!.failures).toEqual([]);
      expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3);
      expect((await run(40, new PartsJournal(path, 'bb'))).ran).toBe(80);
    } finally {
      await Promise.resolve(threads.terminate());
    }
  });

  it('is given up at once when the signal comes', async () => {
    const controller = new AbortController();
    const threads = fuzzPool(1);
    const startedAt = performance.now();
    const running = campaignInRounds(threads, ['paxos'], {
      campaign: 'bear',
      schedules: 1_000_000,
      workers: 1,
      signal: controller.signal,
      journal: new PartsJournal(join(folder, 'parts.jsonl'), 'aa'),
      onPart: () => {},
      onRound: () => {},
    });
    controller.abort();
    await running;
    await Promise.resolve(threads.terminate(true));
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
