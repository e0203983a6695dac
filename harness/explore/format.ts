/** Messages, records and batches as a lane diagram writes them: `accept ballot 4 slot 1 value [v0]`. */
import type { Batch } from '../../algorithms/contract.ts';

/** A command of the explorer is known by its client, which is the number of its value. */
export function formatBatch(batch: Batch): string {
  return `[${batch.map(({ client }) => `v${client}`).join(' ')}]`;
}

export function formatMessage({ type, ...fields }: { readonly type: string }): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name} ${formatValue(value)}`);
  return [type, ...parts].join(' ');
}

function formatValue(value: unknown): string {
  if (isBatch(value)) return formatBatch(value);
  if (Array.isArray(value)) return `[${value.map(formatValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([name, part]) => `${name} ${formatValue(part)}`);
  return `{${parts.join(' ')}}`;
}

function isBatch(value: unknown): value is Batch {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'client' in item);
}
