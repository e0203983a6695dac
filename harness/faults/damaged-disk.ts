/**
 * A node crashes while its disk is damaged, in the bytes of its log as `record-log.ts` lays them out: the last record that
 * was being written is torn (`torn-write`), or a byte of one that was acknowledged has flipped (`corrupt-record`).
 */
import { z } from 'zod';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { decodeLog, encodeLog } from '../cluster/record-log.ts';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind, FaultWorld } from './fault.ts';
import { node, when } from './fields.ts';
import { Crash } from './crash.ts';

const tornSchema = z.strictObject({ kind: z.literal('torn-write'), node, ...when });
const corruptSchema = z.strictObject({ kind: z.literal('corrupt-record'), node, ...when });
type TornEntry = z.infer<typeof tornSchema>;
type CorruptEntry = z.infer<typeof corruptSchema>;

/** What is torn was never acknowledged: the node drops it, and starts from what is whole. */
class TornWrite extends Crash {
  private readonly node: number;
  private readonly random: RandomStream;

  constructor(node: number, random: RandomStream) {
    super(() => [node]);
    this.node = node;
    this.random = random;
  }

  override begin(world: FaultWorld): void {
    super.begin(world);
    const { platter, disk } = world.machines[this.node]!;
    const { records } = platter;
    this.mattered = 0;
    if (disk.firstLost === undefined) return;
    const whole = encodeLog(records, records.length);
    const all = encodeLog([...records, disk.firstLost], records.length);
    const torn = all.subarray(0, whole.length + 1 + this.random.below(all.length - whole.length - 1));
    const decoded = decodeLog(torn);
    if (decoded.kind !== 'whole' || decoded.records.length !== records.length) {
      const found = decoded.kind === 'whole' ? `${decoded.records.length} records` : decoded.reason;
      throw new InvariantViolation('TornTailDropped', `node ${this.node}: ${found} of ${records.length}`);
    }
    this.mattered = 1;
  }
}

/** What is damaged was acknowledged: the node must not start, for it has forgotten what others rely on. */
class CorruptRecord extends Crash {
  private readonly node: number;
  private readonly random: RandomStream;

  constructor(node: number, random: RandomStream) {
    super(() => [node]);
    this.node = node;
    this.random = random;
  }

  override begin(world: FaultWorld): void {
    super.begin(world);
    const { records } = world.machines[this.node]!.platter;
    this.mattered = 0;
    if (records.length === 0) return;
    const bytes = encodeLog(records, records.length);
    const start = encodeLog([], 0).length;
    const at = start + this.random.below(bytes.length - start);
    bytes[at]! ^= 1 << this.random.below(8);
    if (decodeLog(bytes).kind === 'whole') {
      throw new InvariantViolation('CorruptionDetected', `node ${this.node} does not notice that byte ${at} flipped`);
    }
    this.mattered = 1;
    world.trace('corrupt-record', { node: this.node, at });
  }

  override end(world: FaultWorld): void {
    // It stays down for good, unless there was nothing to damage.
    if (this.mattered === 0) super.end(world);
  }
}

export const tornWrite: FaultKind<TornEntry> & { readonly schema: typeof tornSchema } = {
  kind: 'torn-write',
  class: 'survive',
  about: 'a node crashes in the middle of a record: the torn tail is dropped',
  schema: tornSchema,
  example: { node: 0 },
  nodesOf: (entry) => [entry.node],
  create: (entry, _nodes, random) => new TornWrite(entry.node, random),
  draw: (random, nodes) => ({ node: random.below(nodes) }),
};

export const corruptRecord: FaultKind<CorruptEntry> & { readonly schema: typeof corruptSchema } = {
  kind: 'corrupt-record',
  class: 'detect',
  about: 'a node crashes, and a record that it acknowledged is damaged: it notices, and stays down',
  schema: corruptSchema,
  example: { node: 0 },
  nodesOf: (entry) => [entry.node],
  create: (entry, _nodes, random) => new CorruptRecord(entry.node, random),
  draw: (random, nodes) => ({ node: random.below(nodes) }),
};
