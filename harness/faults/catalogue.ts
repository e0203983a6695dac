/** All kinds of faults. To add one, write its file and name it here; plans, lists, `fuzz` and reports then know it. */
import { z } from 'zod';
import type { RandomStream } from '../sim/random.ts';
import { clientLoss, clientRepeat, clientRestart } from './client-trouble.ts';
import { clockDrift, clockJump } from './clock.ts';
import { clog } from './clog.ts';
import { corruptMessage } from './corrupt-message.ts';
import { crashWriting } from './crash-writing.ts';
import { crash, outage } from './crash.ts';
import { cut } from './cut.ts';
import { corruptRecord, tornWrite } from './damaged-disk.ts';
import { delay } from './delay.ts';
import { diskFull } from './disk-full.ts';
import { duplicate } from './duplicate.ts';
import { emptyDisk } from './empty-disk.ts';
import type { Fault, FaultKind } from './fault.ts';
import { flap } from './flap.ts';
import { isolate } from './isolate.ts';
import { loss } from './loss.ts';
import { lyingDisk } from './lying-disk.ts';
import { overflow } from './overflow.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { reorder } from './reorder.ts';
import { restartStorm } from './restart-storm.ts';
import { shape } from './shapes.ts';
import { slow, slowDisk } from './slow.ts';
import { swizzle } from './swizzle.ts';

/** One entry of `faults.plan`. */
export const plannedFaultSchema = z.discriminatedUnion('kind', [
  crash.schema,
  outage.schema,
  crashWriting.schema,
  restartStorm.schema,
  pause.schema,
  slow.schema,
  partition.schema,
  isolate.schema,
  cut.schema,
  shape.schema,
  flap.schema,
  swizzle.schema,
  loss.schema,
  duplicate.schema,
  reorder.schema,
  delay.schema,
  clog.schema,
  overflow.schema,
  corruptMessage.schema,
  clockDrift.schema,
  clockJump.schema,
  slowDisk.schema,
  tornWrite.schema,
  corruptRecord.schema,
  diskFull.schema,
  lyingDisk.schema,
  emptyDisk.schema,
  clientLoss.schema,
  clientRepeat.schema,
  clientRestart.schema,
]);

export type PlannedFault = z.infer<typeof plannedFaultSchema>;

/** In the order of lists and reports: nodes, partitions, messages, clocks, disks, clients. */
export const faultKinds: readonly FaultKind<PlannedFault>[] = [
  crash,
  outage,
  crashWriting,
  restartStorm,
  pause,
  slow,
  partition,
  isolate,
  cut,
  shape,
  flap,
  swizzle,
  loss,
  duplicate,
  reorder,
  delay,
  clog,
  overflow,
  corruptMessage,
  clockDrift,
  clockJump,
  slowDisk,
  tornWrite,
  corruptRecord,
  diskFull,
  lyingDisk,
  emptyDisk,
  clientLoss,
  clientRepeat,
  clientRestart,
];

const byName = new Map(faultKinds.map((kind) => [kind.kind, kind]));

export function faultKindOf(kind: PlannedFault['kind']): FaultKind<PlannedFault> {
  return byName.get(kind)!;
}

export function createFault(entry: PlannedFault, nodes: number, random: RandomStream): Fault {
  return faultKindOf(entry.kind).create(entry, nodes, random);
}

/** Does the plan break an assumption of the protocols? Which kinds do. */
export function brokenAssumptions(plan: readonly PlannedFault[]): string[] {
  return [...new Set(plan.map(({ kind }) => kind))].filter((kind) => faultKindOf(kind).class === 'break');
}
