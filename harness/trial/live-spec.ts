/**
 * What a spec may ask of a run in real time. Delays, losses, costs and faults are added to what the machine itself takes, so
 * that their defaults are none; what cannot be added is refused, and never left out in silence.
 */
import type { PlannedFault } from '../faults/catalogue.ts';
import { UserError } from '../user-error.ts';
import type { TrialSpec } from './spec.ts';

const NOTHING = { type: 'constant', value: 0 } as const;

/** The defaults of fields that are left out: nothing is added to what the machine takes. */
const NOTHING_ADDED = {
  network: { delay: NOTHING, bandwidthBitPerS: null },
  costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, byteMs: 0, fsync: NOTHING },
} as const;

/** Faults that would have to strike within a process or on its disk at one instant of its own. */
const REFUSED_FAULTS: readonly PlannedFault['kind'][] = [
  'crash-writing',
  'torn-write',
  'corrupt-record',
  'disk-full',
  'lying-disk',
  'empty-disk',
  'client-repeat',
];

/** A spec as it was given, with the defaults of a live run if it is one. What has another shape is for the schema to refuse. */
export function withLiveDefaults(input: object): object {
  if (!('driver' in input) || input.driver !== 'threads') return input;
  const given = (name: 'network' | 'costs'): unknown => Reflect.get(input, name);
  const network = given('network') ?? {};
  const costs = given('costs') ?? {};
  if (typeof network !== 'object' || typeof costs !== 'object') return input;
  const { delay, ...rest } = NOTHING_ADDED.network;
  const delays = 'topology' in network || 'delay' in network ? {} : { delay };
  return { ...input, network: { ...rest, ...delays, ...network }, costs: { ...NOTHING_ADDED.costs, ...costs } };
}

/** @throws UserError for what no run in real time can do */
export function checkLive({ driver, storage, workload, costs, faults, start }: TrialSpec): void {
  if (driver === 'sim') {
    if (storage === undefined) return;
    throw new UserError(
      `storage is "${storage}", but driver sim has no files; leave storage out, or take driver threads`,
    );
  }
  if (driver === 'tcp') {
    throw new UserError('driver is "tcp", which is not there yet; take "sim", or "threads" for real time');
  }
  if (start !== undefined) {
    throw new UserError('start is given, but a live run begins with empty disks and a set-up; leave it out');
  }
  if (costs.cpus !== undefined) {
    throw new UserError(`costs.cpus is ${costs.cpus}, but live nodes share the CPUs of this machine; leave it out`);
  }
  if (workload.answeredBy !== undefined) {
    throw new UserError(
      `workload.answeredBy is "${workload.answeredBy}", but live clients are answered by the node that they ask; leave it out`,
    );
  }
  if (storage === 'file' && (costs.fsync.type !== 'constant' || costs.fsync.value > 0)) {
    throw new UserError(
      'costs.fsync is given, but with storage "file" the disk takes what it takes; leave one of them out',
    );
  }
  faults.plan.forEach(({ kind }, i) => {
    if (REFUSED_FAULTS.includes(kind)) {
      throw new UserError(
        `faults.plan[${i}] is a ${kind}, which strikes in virtual time only; take driver "sim", or another fault`,
      );
    }
    if (kind === 'slow' && costs.cpuInMs + costs.cpuOutMs + costs.applyMs + costs.byteMs === 0) {
      throw new UserError(
        `faults.plan[${i}] makes a node's costs a multiple of themselves, and live they are 0; give costs such as costs.cpuInMs 0.01`,
      );
    }
  });
}
