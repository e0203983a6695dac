/** The table of partial connectivity: which protocol recovers while only some links are left, beside what is published. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectivityTable, type ConnectivityRow } from '../../harness/fuzz/partial-connectivity.ts';
import { publishedCell } from '../../harness/fuzz/published-connectivity.ts';
import { renderTable } from '../terminal/table.ts';
import type { Style } from '../terminal/style.ts';

const HEAD = ['protocol', 'case', 'quorums', 'outcome', 'slots committed', 'leader changes'];
const PUBLISHED_HEAD = ['protocol', 'case', 'published', 'measured', 'leader changes', 'agrees', 'why', 'published by'];
const NAME = 'partial-connectivity';

/** Runs it, writes it to `out` as JSON and Markdown, and returns it for the screen. */
export function connectivityReport(seed: number, out: string, style: Style): string {
  const rows = connectivityTable(seed);
  const all = rows.map(cells);
  const published = rows.filter((row) => row.published !== null).map(publishedCells);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${NAME}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  writeFileSync(join(out, `${NAME}.md`), markdown(seed, published, all));
  const tables = [renderTable(PUBLISHED_HEAD, published, style, [4]), renderTable(HEAD, all, style, [4, 5])];
  return `${tables.join('\n\n')}\n\n${summary(published)}`;
}

function cells(row: ConnectivityRow): string[] {
  return [row.variant, row.scenario, row.quorums, row.outcome, String(row.commits), String(row.leader_changes)];
}

function publishedCells({
  variant,
  scenario,
  outcome,
  leader_changes: changes,
  published,
  agrees,
}: ConnectivityRow): string[] {
  const { why, source } = publishedCell(variant, scenario)!;
  return [variant, scenario, published!, outcome, String(changes), agrees ? 'yes' : 'NO', why, source];
}

function summary(published: readonly string[][]): string {
  const agreeing = published.filter((row) => row[5] === 'yes').length;
  return `${agreeing} of ${published.length} published cells agree`;
}

function markdown(seed: number, published: readonly string[][], all: readonly string[][]): string {
  return `# Partial connectivity

Five nodes (chained: three), the leader is node 2 (1); what happens while the partition holds, after ten election time-outs. Written by \`quorum-bench fuzz --connectivity --seed ${seed}\`. The cases are told in \`harness/fuzz/partial-connectivity.ts\`, the sources in \`harness/fuzz/published-connectivity.ts\`.

## Beside what is published

${summary(published)}. \`degraded\` agrees with commits that go on under leaders that change again and again.

${tableOf(PUBLISHED_HEAD, published)}

## All

A leader that is elected again counts as a change.

${tableOf(HEAD, all)}
`;
}

function tableOf(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
