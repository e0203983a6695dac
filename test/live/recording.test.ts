/** Live runs that are recorded, and replayed from their files as a user would. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { openRecording } from '../../harness/live/recording/recording-folder.ts';
import { replayRecording } from '../../harness/live/recording/replay-recording.ts';
import { runLive } from '../../harness/live/run-live.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { quorumBench } from '../cli/command-line.ts';
import { BuggedEnv, withBug } from '../support/bugged-env.ts';
import { UNBOUND } from '../support/unbound.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function spec(more: object) {
  return resolveSpec({
    nodes: 3,
    driver: 'threads',
    workload: { clients: 4 },
    policy: { electionMs: [300, 600] },
    faults: { crashLeaderAtMs: [50], repair: '50ms' },
    phases: { warmupMs: 50, durationMs: 300 },
    ...more,
  });
}

async function record(recordDir: string, more: object): Promise<void> {
  const { outcome } = await runLive(spec(more), { bounds: UNBOUND, recordDir });
  expect(outcome.reason).toBe('');
  expect(outcome.row['leader_crashes']).toBe(1);
}

interface Report {
  readonly same: boolean;
  readonly verdict: string;
  readonly lives: readonly { inputs: number; recorded_hash: string; replayed_hash: string; whole: boolean }[];
}

async function replayed(path: string): Promise<Report & { status: number }> {
  const { status, out } = await quorumBench('replay', path, '--json');
  return { status, ...(JSON.parse(out) as Report) };
}

describe.each(['raft', 'multi-paxos'])('a live run of %s that loses its leader', (algorithm) => {
  it('is recorded, and every replica does again what it did', async () => {
    const path = join(folder, algorithm);
    await record(path, { algorithm });
    const { status, same, verdict, lives } = await replayed(path);
    expect({ status, same, verdict }).toEqual({ status: 0, same: true, verdict: 'ok' });
    expect(lives).toHaveLength(4);
    for (const { recorded_hash, replayed_hash, inputs, whole } of lives) {
      expect(replayed_hash).toBe(recorded_hash);
      expect(inputs).toBeGreaterThan(10);
      expect(whole).toBe(true);
    }
  });

  it('is recorded with files too, where a killed thread leaves a life that breaks off', async () => {
    const path = join(folder, `${algorithm}-files`);
    await record(path, { algorithm, storage: 'file' });
    const { status, lives } = await replayed(path);
    expect(status).toBe(0);
    expect(lives.map(({ whole }) => whole).filter((whole) => !whole)).toHaveLength(1);
    expect(lives).toHaveLength(4);
  });
});

describe('a recording', () => {
  const whole = join(folder, 'raft');
  const copy = (name: string): string => {
    const path = join(folder, name);
    cpSync(whole, path, { recursive: true });
    return path;
  };
  const edit = (file: string, from: string, to: string): void =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

  it('tells replicas of other code, and where they part', () => {
    const misled = withBug(
      algorithmNamed('raft')!,
      (world) =>
        new (class extends BuggedEnv {
          override commit(slot: number, batch: Batch): void {
            super.commit(slot === 5 ? 6 : slot, batch);
          }
        })(world),
    );
    const lives = replayRecording(openRecording(whole), undefined, misled);
    const parted = lives.filter(({ parting }) => parting !== undefined);
    expect(parted.length).toBeGreaterThanOrEqual(3);
    for (const { parting } of parted) expect(parting!.checkpoint).toBeGreaterThanOrEqual(1);
  });

  it('is written out as a trace: each input, and what it brought about', async () => {
    const file = join(folder, 'trace.jsonl');
    const { status, out } = await quorumBench('replay', whole, '--trace', file);
    expect(status).toBe(0);
    expect(out).toMatch(/^raft, 3 nodes; the run was: ok\n/);
    expect(out).toMatch(/same {2}every replica does again what it did live\n$/);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const events = new Set(lines.map((line) => (JSON.parse(line) as { event: string }).event));
    for (const event of ['start', 'message', 'request', 'timer', 'persist', 'commit']) expect(events).toContain(event);
  });

  it('says where it was changed, and that it is not replayed', async () => {
    const path = copy('changed');
    const file = join(path, 'node-1.life-0');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const { status, err } = await quorumBench('replay', path);
    expect(status).toBe(2);
    expect(err).toMatch(/node-1\.life-0 is damaged: its (head|content) in block \d+ is not what was written/);
  });

  it('says what is missing', async () => {
    const path = copy('missing');
    rmSync(join(path, 'node-2.life-0'));
    const { status, err } = await quorumBench('replay', path);
    expect(status).toBe(2);
    expect(err).toMatch(/node-2\.life-0 is missing; take a copy of the recording that is whole\n$/);
  });

  it('of other sources is replayed only when asked for', async () => {
    const path = copy('other-sources');
    edit(join(path, 'recording.json'), '"sources": "', '"sources": "0');
    const { status, err } = await quorumBench('replay', path);
    expect(status).toBe(2);
    expect(err).toMatch(/was recorded with other sources of raft; take those, or add --other-sources/);
    expect((await quorumBench('replay', path, '--other-sources')).status).toBe(0);
  });

  it('of another version, or of another spec than it says, is refused', async () => {
    const version = copy('version');
    edit(join(version, 'recording.json'), '"format": 1', '"format": 9');
    expect((await quorumBench('replay', version)).err).toMatch(/has the format 9, this version reads 1/);
    const seed = copy('seed');
    edit(join(seed, 'recording.json'), '"seed": 1', '"seed": 2');
    expect((await quorumBench('replay', seed)).err).toMatch(/the spec in .*recording\.json is not that of trial/);
  });

  it('takes no flags that make no sense with it, nor they anything else', async () => {
    expect((await quorumBench('replay', whole, '--history', 'h')).err).toMatch(/--history tells of a whole cluster/);
    expect((await quorumBench('replay', folder, '--other-sources')).err).toMatch(/is no recording/);
  });

  it('is not made in a folder that is not empty', async () => {
    const { status, err } = await quorumBench('live', '--algorithm', 'raft', '--nodes', '3', '--record', whole);
    expect(status).toBe(2);
    expect(err).toMatch(/is not empty; a recording has a folder of its own, so name a new one\n$/);
  });

  it('of a run that is interrupted leaves nothing', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const made = join(folder, 'deep', 'er');
    const there = join(folder, 'there');
    mkdirSync(there);
    for (const recordDir of [made, there]) {
      const { outcome } = await runLive(spec({ algorithm: 'raft' }), { signal: abort.signal, recordDir });
      expect(outcome).toMatchObject({ verdict: 'void', reason: 'interrupted' });
    }
    expect(existsSync(join(folder, 'deep'))).toBe(false);
    expect(readdirSync(there)).toEqual([]);
  });
});
