/** What a live run says of its instrument, a line per thread. */
import type { InstrumentReading } from '../../harness/live/instrument-bounds.ts';
import { formatMs, formatShare } from './format.ts';

/** Empty where there is nothing to say. */
export function instrumentText(reading: InstrumentReading | undefined): string {
  if (reading === undefined) return '';
  const { nodes, clients, host } = reading;
  const lines = [...nodes, clients].map(
    ({ name, busy, lateP50Ms, lateP99Ms, turnMaxMs, gcMaxMs }) =>
      `${name.padEnd(11)} busy ${formatShare(busy)}, late ${formatMs(lateP50Ms)} at p50, ${formatMs(lateP99Ms)} at p99, longest turn ${formatMs(turnMaxMs)}, longest collection ${formatMs(gcMaxMs)}`,
  );
  lines.push(`others on this machine ${formatShare(host.others)}, its hypervisor ${formatShare(host.steal)}`);
  return `\n${lines.join('\n')}\n`;
}
