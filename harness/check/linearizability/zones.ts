/**
 * One order, proposed and verified, for the histories that are the rule: reads and writes of one key, no value written
 * twice. A read then names the write that it saw, and a value's write and reads stand together in any linearization (their
 * *zone*: Gibbons and Korach, "Testing shared memories", 1997, §4). The search is only for what fails here.
 */
import type { Operation } from './operations.ts';

/** The write of a value and the reads that returned it. All instants are events' numbers. */
interface Zone {
  written: number;
  firstCompletion: number;
  lastInvocation: number;
}

/** Before the first event. */
const BEFORE = -1;

/**
 * True proves that the operations are linearizable; false proves nothing.
 *
 * Zones are proposed by their left ends. If zone j nevertheless must stand before an earlier proposed zone i, then
 * left(i) <= left(j) <= firstCompletion(j) < lastInvocation(i); so left(i) is a completion, and i must stand before j too:
 * where no value is written twice, no other order would do either.
 */
export function isOrderedByZones(operations: readonly Operation[], initial: string): boolean {
  const zones = zonesOf(operations, initial);
  if (zones === undefined) return false;
  zones.sort((a, b) => leftOf(a) - leftOf(b));
  let lastInvocation = BEFORE - 1;
  for (const zone of zones) {
    // In its zone the write comes first, and the reads follow in the order of their invocations.
    if (zone.firstCompletion < zone.written || zone.firstCompletion < lastInvocation) return false;
    if (zone.lastInvocation > lastInvocation) lastInvocation = zone.lastInvocation;
  }
  return true;
}

function leftOf({ firstCompletion, lastInvocation }: Zone): number {
  return firstCompletion < lastInvocation ? firstCompletion : lastInvocation;
}

/** `undefined` if there are other operations than reads and writes, or a value is written twice. */
function zonesOf(operations: readonly Operation[], initial: string): Zone[] | undefined {
  const zones = new Map<string, Zone>();
  zones.set(initial, { written: BEFORE, firstCompletion: BEFORE, lastInvocation: BEFORE });
  for (const { kind, outcome, argument, expected, invoked, completed } of operations) {
    if (outcome === 'none' || (kind === 'read' && outcome === 'unknown')) continue;
    if (kind !== 'read' && kind !== 'write') return undefined;
    const written = kind === 'write' ? invoked : Infinity;
    const value = kind === 'write' ? argument : expected;
    const zone = zones.get(value);
    if (zone === undefined) {
      zones.set(value, { written, firstCompletion: completed, lastInvocation: invoked });
      continue;
    }
    if (kind === 'write') {
      if (zone.written !== Infinity) return undefined;
      zone.written = invoked;
    }
    if (completed < zone.firstCompletion) zone.firstCompletion = completed;
    if (invoked > zone.lastInvocation) zone.lastInvocation = invoked;
  }
  return [...zones.values()];
}
