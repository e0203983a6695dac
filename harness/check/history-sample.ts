/**
 * A sample of what the clients of a run saw, for the search checker: whole keys, which are independent of each other
 * (Herlihy and Wing 1990, locality), each from the first event on. Keys are ranked by a hash of their names; when the sample
 * is full, those with the highest ranks leave it for good. So it spans the run as far as its keys are many; a single key
 * that fills it alone is kept to that moment, for the beginning of a linearizable history is linearizable.
 */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Command } from '../../algorithms/contract.ts';
import type { KvOperation, KvResult } from '../cluster/key-value.ts';
import { checkOperations, type CheckResult } from './linearizability/linearizability.ts';
import type { Operation, OperationOutcome } from './linearizability/operations.ts';
import { cut } from './linearizability/prefix.ts';
import { causeText } from './linearizability/sentence.ts';

/** What histories of trials seldom need; a search that needs all of it takes about a second. */
const MEMORY_BYTES = 4 * 1024 * 1024;

/** What every key holds before the first event. */
const INITIAL = '';

export class HistorySample {
  private readonly limit: number;
  private operations: SampledOperation[] = [];
  /** Sampled operations without an answer, by client. */
  private readonly open = new Map<number, SampledOperation>();
  /** Events of all keys so far: what the sample tells of is numbered as in the whole history. */
  private eventCount = 0;
  private sampledCount = 0;
  /** Keys of this rank and above are not sampled. */
  private ceiling = Infinity;
  private isOver = false;

  /** @param limit of events */
  constructor(limit: number) {
    this.limit = limit;
  }

  onInvoke(client: number, { op }: Command): void {
    const number = this.eventCount++;
    if (this.isOver) return;
    const rank = rankOf((op as KvOperation).key);
    if (rank >= this.ceiling) return;
    const operation = new SampledOperation(client, op as KvOperation, rank, number);
    this.open.set(client, operation);
    this.operations.push(operation);
    this.count();
  }

  /** The operation that the client invoked last has its result. */
  onDone(client: number, result: KvResult): void {
    const number = this.eventCount++;
    const operation = this.open.get(client);
    if (operation === undefined) return;
    this.open.delete(client);
    operation.complete(result, number);
    this.count();
  }

  /**
   * Never `unknown`: where the search outgrows its memory, the first half is judged, then the first quarter, and so on.
   * Operations without an answer have an unknown outcome.
   */
  judge(): CheckResult {
    let operations: readonly Operation[] = this.operations;
    for (let events = this.eventCount; ; operations = cut(operations, events)) {
      const result = checkOperations(operations, INITIAL, { memoryBytes: MEMORY_BYTES });
      if (result.verdict !== 'unknown') return result;
      events >>= 1;
    }
  }

  /** @throws InvariantViolation Linearizability */
  assertLinearizable(): void {
    const result = this.judge();
    if (result.verdict === 'ok') return;
    throw new InvariantViolation('Linearizability', illegalText(result));
  }

  private count(): void {
    if (++this.sampledCount >= this.limit) this.makeRoom();
  }

  /** Keeps the keys of the lower half of the ranks, or at least the key of the lowest. */
  private makeRoom(): void {
    const ranks = [...new Set(this.operations.map(({ rank }) => rank))].sort((a, b) => a - b);
    if (ranks.length === 1) {
      this.isOver = true;
      this.open.clear();
      return;
    }
    this.ceiling = ranks[ranks.length >> 1]!;
    this.operations = this.operations.filter(({ rank }) => rank < this.ceiling);
    this.sampledCount = 0;
    for (const { completed } of this.operations) this.sampledCount += completed === Infinity ? 1 : 2;
    for (const [client, { rank }] of this.open) if (rank >= this.ceiling) this.open.delete(client);
    if (this.sampledCount >= this.limit) this.makeRoom();
  }
}

/** Of an illegal history: what is wrong with it. */
export function illegalText(result: CheckResult): string {
  return `the first ${result.prefix} events of its history are illegal: ${causeText(result)}`;
}

/** An operation as the checker reads it, written down as it happens. */
class SampledOperation implements Operation {
  readonly process: number;
  readonly key: string;
  readonly kind: Operation['kind'];
  readonly argument: string;
  expected: string;
  outcome: OperationOutcome = 'unknown';
  readonly invoked: number;
  completed = Infinity;
  readonly rank: number;

  constructor(process: number, op: KvOperation, rank: number, invoked: number) {
    this.process = process;
    this.key = op.key;
    this.kind = KINDS[op.kind];
    this.argument = op.kind === 'get' ? '' : op.kind === 'cas' ? op.to : op.value;
    this.expected = op.kind === 'cas' ? op.from : '';
    this.invoked = invoked;
    this.rank = rank;
  }

  complete(result: KvResult, event: number): void {
    this.completed = event;
    this.outcome = result === false ? 'mismatch' : 'ok';
    if (this.kind === 'read') this.expected = String(result);
  }
}

const KINDS: Readonly<Record<KvOperation['kind'], Operation['kind']>> = {
  get: 'read',
  put: 'write',
  append: 'append',
  cas: 'cas',
};

/** FNV-1a of the key, with its bits mixed: alike names get unlike ranks. */
function rankOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
