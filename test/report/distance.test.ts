/** The picture of latency by distance says what the paper of each protocol says of its message delays. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distance } from '../../harness/report/charts/distance.ts';
import { protocolScale } from '../../harness/report/protocols.ts';
import { readResultSet } from '../../harness/report/result-set.ts';

const published = (name: string) => readResultSet(join(import.meta.dirname, '../../results', name));
const scale = protocolScale(['paxos', 'multi-paxos', 'raft']);

describe('median latency by delay', () => {
  it('is two delays for clients at the leader, and four where there is none or it is elsewhere', () => {
    const chart = distance(published('agreement'), scale);
    if (chart.kind !== 'chart') throw new Error(chart.reason);
    const delays = (protocol: string, settings: string) => {
      const far = chart.data.find(
        (row) => row['protocol'] === protocol && row['settings'] === settings && row['delay'] === 50,
      )!;
      return Math.round(Number(far['value']) / 50);
    };
    expect(['Paxos', 'Multi-Paxos', 'Raft'].map((name) => delays(name, 'clients at node 0'))).toEqual([4, 2, 2]);
    expect(['Paxos', 'Multi-Paxos', 'Raft'].map((name) => delays(name, 'clients at node 4'))).toEqual([4, 4, 4]);
  });

  it('is left out where no panel varies a constant delay', () => {
    expect(distance(published('fail-over'), scale)).toMatchObject({ kind: 'left out' });
  });
});
