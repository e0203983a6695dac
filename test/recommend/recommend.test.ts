/** The command from its flags to its answer, on a profile that takes a second. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recommend, type Ran } from '../quorum/command.ts';

interface Candidate {
  readonly algorithm: string;
  readonly quorums: string;
  readonly predicted: Readonly<Record<string, number>>;
  readonly measured: Readonly<Record<string, number>>;
}

interface Answer {
  readonly legal: number;
  readonly feasible: number;
  readonly choice: Candidate;
  readonly runner_up: Candidate & { readonly difference: { readonly mean: number } };
  readonly why: readonly string[];
  readonly regret: readonly {
    readonly assumption: string;
    readonly factor: number;
    readonly regret: number | null;
    readonly best: readonly Candidate[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'recommend-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The tutorial's own command, and what it prints of the answer: all but the tables. */
const readme = new URL('../../algorithms/quorum/README.md', import.meta.url);
const [, line, printed] = /```console\n\$ quorum-bench recommend (.*)\n([\s\S]*?)\n```/.exec(
  readFileSync(readme, 'utf8'),
)!;
const argv = line!.split(' ');

describe('recommend', () => {
  let ran: Ran;
  let answer: Answer;
  beforeAll(async () => {
    ran = await recommend(...argv, '--report', folder);
    answer = JSON.parse(readFileSync(join(folder, 'recommendation.json'), 'utf8')) as Answer;
  }, 180_000);

  it('prints what the tutorial prints', () => {
    const [said] = ran.out.split('\n\nShort list');
    if (process.env['UPDATE_README'] === '1') {
      const text = readFileSync(readme, 'utf8');
      writeFileSync(
        readme,
        text.replace(`${line!}\n${printed!}`, () => `${line!}\n${said!}`),
      );
    } else expect(said).toBe(printed);
  });

  it('chooses what is best of those that keep the constraints, and names the runner-up', () => {
    expect(ran.status).toBe(0);
    expect(answer.choice.quorums).toBe('majority');
    expect(answer.legal).toBeGreaterThan(answer.feasible);
    expect(answer.runner_up.predicted['client_mean_ms']).toBeGreaterThan(answer.choice.predicted['client_mean_ms']!);
    expect(answer.runner_up.difference.mean).toBeGreaterThan(0);
    expect(answer.why.some((sentence) => sentence.includes('breaks --survive 1-node'))).toBe(true);
  });

  it('measures what it predicted: latency, and the time to be back without the leader', () => {
    const { predicted, measured } = answer.choice;
    for (const figure of ['client_mean_ms', 'commit_p50_ms']) {
      expect(measured[figure]! / predicted[figure]!).toBeCloseTo(1, 1);
    }
    expect(measured['back_ms']! / predicted['back_ms']!).toBeGreaterThan(0.6);
    expect(measured['back_ms']! / predicted['back_ms']!).toBeLessThan(1.6);
  });

  it('says what each wrong assumption costs, off by 2 and by 10 either way', () => {
    const rows = answer.regret.map(({ assumption, factor }) => `${assumption} ${factor}`);
    const assumptions = ['failure rate', 'latency', 'load', 'read share'];
    expect(rows).toEqual(assumptions.flatMap((name) => [0.1, 0.5, 2, 10].map((factor) => `${name} ${factor}`)));
    expect(answer.regret.every(({ regret }) => regret === null || regret >= 0)).toBe(true);
  });

  it('names all that tie for the best where an assumption was wrong, the choice first', () => {
    const none = answer.regret.filter(({ regret }) => regret === 0);
    expect(none.length).toBeGreaterThan(0);
    for (const { best } of none) {
      const [first] = best;
      expect([first?.algorithm, first?.quorums]).toEqual([answer.choice.algorithm, answer.choice.quorums]);
      expect(new Set(best.map(({ algorithm }) => algorithm)).size, 'predicted alike').toBeGreaterThan(1);
    }
    expect(ran.out).toMatch(/still the choice, tied with .* or .*, quorums majority of \d/);
  });

  it('writes a page with pictures that needs nothing else', () => {
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page.match(/<svg/g)!.length).toBe(4);
    expect(/<script|src="http/.test(page)).toBe(false);
    for (const file of ['recommendation.json', 'charts/regret.svg', 'charts/candidates.vl.json']) {
      expect(existsSync(join(folder, file))).toBe(true);
    }
  });

  it('says which constraint nothing meets, and who comes nearest', async () => {
    const { err, status } = await recommend(...argv, '--max-p99', '1ms');
    expect(status).toBe(1);
    expect(err).toMatch(/nothing meets --max-p99 1ms: the nearest, .* has a p99 of [\d.]+ ms; relax it/);
  });

  it.each([
    ['--profile nowhere', 'take some of five-regions, one-data-centre'],
    ['--survive two', 'write how many of what may be lost'],
    ['--p-fail 1.5', 'a number between 0 and 1'],
    ['--p-fail 1', 'give less than 1'],
    ['--p-fail 0.1:0.2', 'one per node of a single size'],
    ['--objective speed', 'take one of latency, tail, availability, throughput'],
    ['--nodes 32', 'from 1 to 31'],
    ['--topology atlantis', 'no topology atlantis'],
    ['--objective availability --p-fail 0', 'where nothing fails'],
    ['--quorums 2/2 --nodes 5', 'none of these quorums is legal'],
  ])('refuses %s', async (line, reason) => {
    const { err, status } = await recommend(...line.split(' '));
    expect(status).toBe(2);
    expect(err).toContain(reason);
  });
});
