/** What more nodes, distance and patience do, in sentences, from the published sets that ask for it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldInWords, fieldName, fieldValue } from '../../harness/report/field-words.ts';
import { findingsOf } from '../../harness/report/findings/findings.ts';
import { readResultSet } from '../../harness/report/result-set.ts';

const published = (name: string) => readResultSet(join(import.meta.dirname, '../../results', name));
const FIGURE = /[\d.,]+ (?:µs|ms|s) \[[\d.,]+, [\d.,]+\]/.source;

describe('the set that asks what agreement costs', () => {
  const findings = findingsOf(published('agreement'));
  const about = (topic: string) => findings.find((each) => each.topic === topic)?.text;

  it('says what it costs beside one node', () => {
    expect(about('More nodes')).toMatch(
      new RegExp(
        `from 1 node to 7: median latency of Paxos from ${FIGURE} to ${FIGURE}, [\\d.]+ times as much; of Multi-Paxos`,
      ),
    );
  });

  it('says how it grows with distance', () => {
    expect(about('Distance')).toMatch(
      new RegExp(`from 0\\.1 ms one way to 50 ms one way: median latency of Paxos from ${FIGURE} to ${FIGURE}`),
    );
  });
});

describe('the set that crashes every leader', () => {
  const findings = findingsOf(published('fail-over'));

  it('says first how long nobody is served, and then what decides it, network by network', () => {
    expect(findings[0]!.text).toMatch(/has the shortest time from the crash to the next commit/);
    const deciding = findings.slice(1).filter(({ topic }) => topic.startsWith('What decides it'));
    expect(findings.slice(1, 1 + deciding.length)).toEqual(deciding);
    expect(deciding).toHaveLength(2);
    for (const { text } of deciding) {
      expect(text).toMatch(new RegExp(`nothing is committed for ${FIGURE} with election time-outs of 50 to 100 ms`));
      expect(text).toMatch(/with election time-outs of 1500 to 3000 ms and heartbeats every 500 ms\.$/);
    }
  });
});

describe('a field without an axis', () => {
  it.each([
    ['policy.electionMs=[150,300]', 'election time-outs of 150 to 300 ms'],
    ['policy.heartbeatMs=50', 'heartbeats every 50 ms'],
    ['workload.at=[0,4]', 'clients at node 0 and 4'],
    ['workload.at="all"', 'clients everywhere'],
    ['costs.cpuInUs=10', 'costs.cpuInUs=10'],
  ])('%s is read as %s', (line, words) => {
    expect(fieldInWords(line)).toBe(words);
  });

  it.each([
    ['policy.electionMs=[150,300]', 'election time-outs, ms', '150–300'],
    ['policy.heartbeatMs=50', 'heartbeats every, ms', '50'],
    ['workload.at="all"', 'clients at node', 'all'],
    ['costs.fsync.value=0.25', 'costs.fsync.value', '0.25'],
  ])('%s is at an axis of %s at %s', (line, name, value) => {
    expect([fieldName(line), fieldValue(line)]).toEqual([name, value]);
  });
});
