/** The README promises nothing that is not there: commands, flags, files, and the figures under its picture. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { read } from 'vega';
import { expect, it } from 'vitest';
import { quorumBench } from '../cli/command-line.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const lines = [...README.matchAll(/^ {4}(?:\$ )?quorum-bench ([^#\n]+)/gm)].map((match) => match[1]!.trim());

it('names commands and flags that there are', async () => {
  expect(lines.length).toBeGreaterThan(9);
  const helps = new Map<string, string>();
  for (const line of lines) {
    const [command = '', ...words] = line.split(' ');
    const out = helps.get(command) ?? (await quorumBench(command, '--help')).out;
    helps.set(command, out);
    expect(out, line).toContain(`Usage: quorum-bench ${command} `);
    for (const flag of words.filter((word) => word.startsWith('--'))) expect(out, line).toContain(flag);
  }
});

it('links to files that there are, and names folders that there are', () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
  const named = [...README.matchAll(/`((?:algorithms|bench|harness|notebooks|results|test)\/[^`*]*)`/g)].map(
    (m) => m[1]!,
  );
  expect(links.length + named.length).toBeGreaterThan(15);
  for (const path of [...links, ...named]) expect(existsSync(join(ROOT, path)), path).toBe(true);
});

interface SummaryRow {
  readonly algorithm: string;
  readonly nodes: number;
  readonly q2: number;
  readonly topology: string | null;
  readonly panels: string;
  readonly commit_mean_ms: number;
}

it('says under its picture what the published result set says', () => {
  const text = readFileSync(join(ROOT, 'results/default/summary.csv'), 'utf8');
  const rows = read(text, { type: 'csv', parse: 'auto' }) as SummaryRow[];
  const commitMs = (q2: number) => {
    const row = rows.find(
      (each) =>
        each.algorithm === 'raft' &&
        each.nodes === 5 &&
        each.q2 === q2 &&
        each.topology === 'gcp7-2020' &&
        each.panels.includes('node-count'),
    );
    return Math.round(row!.commit_mean_ms);
  };
  expect(README.replaceAll(/\s+/g, ' ')).toContain(
    `commit in ${commitMs(2)} ms where majorities take ${commitMs(3)} ms`,
  );
});
