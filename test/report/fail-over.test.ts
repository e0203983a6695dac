/** What a sweep varies beside protocol, quorums and network is named wherever its configurations are. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failOver } from '../../harness/report/charts/fail-over.ts';
import { filterAxes, filterValues } from '../../harness/report/charts/filter-axes.ts';
import { protocolScale } from '../../harness/report/protocols.ts';
import { readResultSet } from '../../harness/report/result-set.ts';
import { columnsFor } from '../../harness/report/text/configuration-table.ts';

const published = (name: string) => readResultSet(join(import.meta.dirname, '../../results', name));
const set = published('fail-over');
const settings = [
  'election time-outs of 50 to 100 ms and heartbeats every 16 ms',
  'election time-outs of 150 to 300 ms and heartbeats every 50 ms',
  'election time-outs of 500 to 1000 ms and heartbeats every 160 ms',
  'election time-outs of 1500 to 3000 ms and heartbeats every 500 ms',
];

describe('a set that varies time-outs', () => {
  it('tells configurations apart by them in its table', () => {
    const inputs = columnsFor(set.configurations).filter(({ numeric }) => !numeric);
    const rows = set.configurations.map((each) => inputs.map(({ text }) => text(each)).join(' | '));
    expect(new Set(rows).size).toBe(set.configurations.length);
    expect(inputs.map(({ title }) => title)).toContain('settings');
  });

  it('is filtered by them', () => {
    expect(
      filterValues(
        filterAxes.find(({ field }) => field === 'settings')!,
        set.configurations,
      ),
    ).toEqual(settings);
  });

  it('is drawn by them: the longer the time-outs, the longer nobody is served in one place', () => {
    const chart = failOver(set, protocolScale(['multi-paxos', 'flexible-paxos', 'raft']));
    if (chart.kind !== 'chart') throw new Error(chart.reason);
    const ended = set.configurations.filter((each) => each.figure('failover_mean_ms') !== undefined);
    expect(chart.data).toHaveLength(ended.length);
    const raft = chart.data.filter(
      ({ protocol, place, majority }) => protocol === 'Raft' && place !== 'gcp7-2020' && majority,
    );
    expect(raft.map(({ at }) => at)).toEqual(['50–100|16', '150–300|50', '500–1000|160', '1500–3000|500']);
    const means = raft.map(({ value }) => Number(value));
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    for (const { value, longest } of chart.data) expect(Number(longest)).toBeGreaterThanOrEqual(Number(value));
  });
});

describe('a set that varies none', () => {
  const byQuorums = published('default');

  it('has no settings, and draws fail-overs by quorums', () => {
    expect(byQuorums.configurations.flatMap((each) => each.settings)).toEqual([]);
    expect(columnsFor(byQuorums.configurations).map(({ title }) => title)).not.toContain('settings');
    const chart = failOver(byQuorums, protocolScale(['paxos', 'multi-paxos', 'flexible-paxos', 'raft']));
    if (chart.kind !== 'chart') throw new Error(chart.reason);
    expect(new Set(chart.data.map(({ quorums }) => quorums))).toEqual(new Set(['majority 3/3', '4/2']));
  });
});
