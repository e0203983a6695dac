/** How the figures were made: the panels, the rules of measuring, and the costs of the simulated world. */
import type { ResultSet } from '../result-set.ts';
import { formatNumber } from '../format.ts';
import { paragraph, table, type Block, type Section } from './document.ts';

export function methodSection({ manifest }: ResultSet): Section {
  const panels = manifest.sweep.panels ?? [];
  const rows = panels.map(({ name, base = {}, axes = {}, seeds }) => [
    name,
    Object.entries(axes)
      .map(([path, values]) => `${path}: ${values.map(short).join(', ')}`)
      .join('; '),
    short(base),
    Array.isArray(seeds) ? seeds.join(', ') : String(seeds ?? ''),
  ]);
  return {
    id: 'method',
    title: 'Method',
    blocks: [
      paragraph(
        'Each configuration runs once per seed, in virtual time: the same specification gives the same outcome to the byte. Network delays, losses, faults and arrivals are drawn from the seed without looking at the protocol, so that all protocols and quorums meet the same weather.',
      ),
      paragraph(
        'The window is measured after a warm-up that is cut off. Latency and availability are those of the operations sent in the window, followed to their end; in an open loop, latency runs from the intended send time (no coordinated omission). Throughput is completed operations divided by the window. Availability is the share of operations that completed within the deadline. Percentiles come from the merged histograms of all seeds, never from averaged percentiles, and are printed only where at least ten operations lie beyond.',
      ),
      paragraph(
        'Intervals are 95 %: the value ± Student’s t times the standard error of the per-seed values. Where two intervals overlap, this report says “no evidence of a difference”, which is not evidence that there is none. With few seeds, intervals of tail latencies under failures are wide.',
      ),
      table(['panel', 'axes', 'held', 'seeds'], rows),
    ],
  };
}

/** What the cost parameters mean; sources are those of the defaults. */
const COSTS: Readonly<Record<string, readonly [what: string, source: string]>> = {
  cpuInMs: ['CPU per message received, ms', 'Ailijiang, Charapko, Demirbas, SIGMOD 2019, §3 (AWS m5.large)'],
  cpuOutMs: ['CPU per serialisation sent, ms, whatever the number of receivers', 'the same'],
  applyMs: ['CPU per command applied, ms', 'assumed'],
  byteMs: ['CPU per byte received or sent, ms', 'assumed'],
  fsync: ['one disk flush; what waits shares the next one', 'Ongaro, Consensus: Bridging Theory and Practice, ch. 10'],
};

export function costSection({ manifest }: ResultSet): Section {
  const blocks: Block[] = [
    paragraph(
      'A node is one CPU and one disk; links have delay and bandwidth. Throughput below is what this world allows, not what some machine does: change a cost with the flag or field of its name, and run again.',
    ),
  ];
  for (const costs of manifest.costs) {
    const rows = Object.entries(costs).map(([name, value]) => {
      const [what = '', source = ''] = COSTS[name] ?? [];
      return [`costs.${name}`, typeof value === 'number' ? formatNumber(value) : short(value), what, source];
    });
    blocks.push(table(['parameter', 'value', 'meaning', 'source of the default'], rows));
  }
  return { id: 'costs', title: 'Cost model', blocks };
}

/** A value as people write it. */
export function short(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(short).join(', ')}]`;
  return Object.entries(value)
    .map(([key, part]) => `${key} ${short(part)}`)
    .join(', ');
}
