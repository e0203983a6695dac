/** What the checks of client histories cost: the sample that each trial keeps, and the search that zones spare it. */
import { HistorySample } from '../../harness/check/history-sample.ts';
import { KeySearch } from '../../harness/check/linearizability/key-search.ts';
import type { Operation } from '../../harness/check/linearizability/operations.ts';
import { isOrderedByZones } from '../../harness/check/linearizability/zones.ts';
import { KeyValue, type KvOperation } from '../../harness/cluster/key-value.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { measure, type Measurement } from './measure.ts';

const OPERATIONS = 20_000;
const SAMPLED_EVENTS = 600;
/** As many at once on one key as a closed loop of 64 clients has with ten keys. */
const CONCURRENCY = 6;
const ON_ONE_KEY = 300;

/** A history sample told of 20,000 operations on 1000 keys, and judged. */
export async function measureSample(): Promise<Measurement> {
  const store = new KeyValue();
  const done = Array.from({ length: OPERATIONS }, (_, seq) => {
    const key = `k${((seq >> 1) * 7919) % 1000}`;
    const op: KvOperation =
      seq % 2 === 0 ? { kind: 'get', key, bytes: 64 } : { kind: 'put', key, value: `0.${seq}`, bytes: 64 };
    return { command: { client: seq & 63, seq, op }, result: store.apply(op) };
  });
  return measure('sampling an operation, judging included', 'operation', OPERATIONS, () => {
    const sample = new HistorySample(SAMPLED_EVENTS);
    for (const { command, result } of done) {
      sample.onInvoke(command.client, command);
      sample.onDone(command.client, result);
    }
    if (sample.judge().verdict !== 'ok') throw new Error('a sequential history was refused');
  });
}

/** 300 operations on one key, by zones and by the search. */
export async function measureJudging(): Promise<Measurement[]> {
  const operations = concurrentOperations();
  return [
    await measure('an operation by zones', 'operation', ON_ONE_KEY, () => {
      if (!isOrderedByZones(operations, '')) throw new Error('a linearizable history was refused');
    }),
    await measure('an operation by search', 'operation', ON_ONE_KEY, () => {
      const search = new KeySearch(operations, '');
      while (search.run(1_000) === 'running');
      if (search.run(0) === 'illegal') throw new Error('a linearizable history was refused');
    }),
  ];
}

/** Operation i takes effect at instant i, and lies open around it. */
function concurrentOperations(): Operation[] {
  const random = new RandomStream(1, 'micro/checking');
  const width = CONCURRENCY / 2;
  let value = '';
  const operations = Array.from({ length: ON_ONE_KEY }, (_, i): Operation => {
    const isRead = random.next() < 0.5;
    if (!isRead) value = `0.${i}`;
    const span = { invoked: i - width * random.next(), completed: i + width * random.next() };
    const base = { process: i, key: 'k', outcome: 'ok', ...span } as const;
    return isRead
      ? { ...base, kind: 'read', argument: '', expected: value }
      : { ...base, kind: 'write', argument: value, expected: '' };
  });
  return operations.sort((a, b) => a.invoked - b.invoked);
}
