/** The table of partial connectivity: which protocol recovers while only some links are left. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectivityTable, type ConnectivityRow } from '../../harness/fuzz/partial-connectivity.ts';
import { renderTable } from '../terminal/table.ts';
import type { Style } from '../terminal/style.ts';

const HEAD = ['protocol', 'case', 'quorums', 'outcome', 'slots committed', 'leader changes'];
const NAME = 'partial-connectivity';

/** Runs it, writes it to `out` as JSON and Markdown, and returns it for the screen. */
export function connectivityReport(seed: number, out: string, style: Style): string {
  const rows = connectivityTable(seed);
  const table = rows.map(cells);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${NAME}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  const lines = [HEAD, HEAD.map(() => '---'), ...table].map((row) => `| ${row.join(' | ')} |`);
  const about =
    'Five nodes (chained: three), the leader is node 2 (1); what happens while the partition holds, after ten election time-outs.';
  writeFileSync(
    join(out, `${NAME}.md`),
    `# Partial connectivity\n\n${about} Written by \`quorum-bench fuzz --connectivity\`.\n\n${lines.join('\n')}\n`,
  );
  return renderTable(HEAD, table, style, [4, 5]);
}

function cells(row: ConnectivityRow): string[] {
  return [row.variant, row.scenario, row.quorums, row.outcome, String(row.commits), String(row.leader_changes)];
}
