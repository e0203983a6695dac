/** The command from outside: kills, interruptions, refusals and what it prints. Runs the compiled program. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../harness/trial/csv-rows.ts';
import { filesOf, inFolder, small } from './fixture.ts';

const program = fileURLToPath(new URL('../../dist/bench/quorum-bench.js', import.meta.url));

/** Enough trials to be killed in the middle of. */
const long = { ...small, name: 'long', seeds: 12 };

function sweep(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'sweep', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function write(folder: string, name: string, data: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(data));
  return path;
}

const journalOf = (dir: string) => join(dir, 'trials.partial.jsonl');
const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0);

/** Starts the sweep, sends `signal` once the journal has `lines` lines, and waits for the end. @returns exit status */
async function stopAt(file: string, dir: string, lines: number, signal: NodeJS.Signals): Promise<number | null> {
  const child = spawn(process.execPath, [program, 'sweep', file, '--out', dir, '--resume'], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  while (linesOf(journalOf(dir)) < lines && child.exitCode === null) await sleep(2);
  child.kill(signal);
  return ended;
}

describe('a sweep that is killed', () => {
  it('at three moments and resumed has the same bytes as one that was not', () =>
    inFolder(async (folder) => {
      const file = write(folder, 'long.json', long);
      const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
      expect(sweep(folder, file, '--out', whole, '--workers', '1').status).toBe(0);
      // Moments that differ from run to run: the property holds at all of them.
      for (const lines of [1, 14, 28]) {
        await stopAt(file, killed, lines + Math.floor(Math.random() * 8), 'SIGKILL');
      }
      const kept = linesOf(journalOf(killed));
      const { status, stdout } = sweep(folder, file, '--out', killed, '--resume', '--json');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ complete: true, trials: { planned: 48, finished: 48 } });
      expect(filesOf(killed)).toEqual(filesOf(whole));
      expect(Object.keys(filesOf(whole))).toContain('report.html');
      expect(kept).toBeGreaterThan(1);
    }));

  it('by Ctrl-C leaves a result set that can be read, says how to go on, and ends with status 130', () =>
    inFolder(async (folder) => {
      const file = write(folder, 'long.json', long);
      const dir = join(folder, 'rows');
      expect(await stopAt(file, dir, 4, 'SIGINT')).toBe(130);
      const rows = parseCsv(readFileSync(join(dir, 'trials.csv'), 'utf8'));
      expect(rows.length).toBe(linesOf(journalOf(dir)) - 1);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      expect(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'))).toMatchObject({ complete: false });
      expect(sweep(folder, file, '--out', dir, '--resume').status).toBe(0);
      expect(existsSync(journalOf(dir))).toBe(false);
    }));
});

describe('the sweep command', () => {
  it('sweeps flags with lists, and can sweep the manifest of a result set again', () =>
    inFolder((folder) => {
      const flags = ['--algorithm', 'paxos', '--nodes', '3,5', '--clients', '1,2', '--ops', '100', '--warmup', '10ms'];
      const first = sweep(folder, ...flags, '--seeds', '1', '--json', '--out', 'one');
      expect(JSON.parse(first.stdout)).toMatchObject({ schema: 1, trials: { planned: 4 }, verdicts: { ok: 4 } });
      expect(first.stderr).toContain('4 of 4 trials');
      expect(sweep(folder, 'one/manifest.json', '--out', 'two').status).toBe(0);
      expect(filesOf(join(folder, 'two'))).toEqual(filesOf(join(folder, 'one')));
    }));

  it('has every row replayed to the same hash', () =>
    inFolder((folder) => {
      const file = write(folder, 'small.json', { ...small, seeds: 1 });
      sweep(folder, file, '--out', 'rows');
      const rows = parseCsv(readFileSync(join(folder, 'rows', 'trials.csv'), 'utf8'));
      expect(rows).toHaveLength(4);
      for (const { trial_id } of rows.slice(0, 2)) {
        const { status } = spawnSync(process.execPath, [program, 'replay', 'rows', trial_id!], { cwd: folder });
        expect(status).toBe(0);
      }
    }));

  it('refuses a folder with rows, a bad value and a wrong number of workers with one sentence and status 2', () =>
    inFolder((folder) => {
      const file = write(folder, 'small.json', { ...small, axes: {}, seeds: 1 });
      expect(sweep(folder, file, '--out', 'rows').status).toBe(0);
      for (const [args, sentence] of [
        [[file, '--out', 'rows'], /rows holds rows already; go on with --resume, or name another folder with --out/],
        [[file, '--nodes', '3,99', '--out', 'new'], /axis nodes, value 99: nodes is 99; .*31/],
        [[file, '--workers', '0', '--out', 'new'], /--workers is 0; give a whole number/],
        [['nosuch.yaml'], /nosuch\.yaml is neither a file nor an experiment/],
        [[file, '--set', 'seed=4', '--out', 'new'], /base\.seed has no place there/],
      ] as const) {
        const { status, stderr } = sweep(folder, ...args);
        expect(stderr).toMatch(sentence);
        expect(stderr.trimEnd().split('\n')).toHaveLength(1);
        expect(status).toBe(2);
      }
      expect(existsSync(join(folder, 'new'))).toBe(false);
    }));

  it('says in one sentence what it could not write, with status 1, and goes on from there', () =>
    inFolder((folder) => {
      const file = write(folder, 'small.json', { ...small, axes: {}, seeds: 1 });
      // A folder in the place of a file fails as a full disk does: at the end, when all trials have run.
      mkdirSync(join(folder, 'rows', 'summary.csv'), { recursive: true });
      const failed = sweep(folder, file, '--out', 'rows');
      expect(failed.status).toBe(1);
      expect(failed.stderr).toMatch(/cannot write rows\/summary\.csv: it is a folder; .*--resume/);
      expect(linesOf(journalOf(join(folder, 'rows')))).toBe(2);
    }));

  it('says what would run, and prints the JSON Schema of its files', () =>
    inFolder((folder) => {
      const plan = sweep(folder, '--algorithm', 'raft', '--nodes', '6', '--quorums', '3/4,majority', '--dry-run');
      expect(plan.stdout).toContain('3 trials of 1 configurations');
      expect(plan.stdout).toMatch(/left out of custom, raft, 1 configurations: quorums 3\/4 are not legal for raft/);
      expect(JSON.parse(sweep(folder, '--schema').stdout)).toMatchObject({ title: 'A sweep of quorum-bench' });
    }));
});
