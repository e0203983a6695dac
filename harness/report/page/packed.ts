/** Data of a chart by columns, texts as numbers of a list: a fifth of the size. `page-script.ts` unpacks it. */
import type { Cell, Datum } from '../charts/chart.ts';

export interface Packed {
  readonly count: number;
  readonly columns: Readonly<Record<string, PackedColumn>>;
}

/** With `texts`, the values are positions in it. A datum that lacks the field has `null`. */
export interface PackedColumn {
  readonly texts?: readonly string[];
  readonly values: readonly Cell[];
}

export function packed(data: readonly Datum[]): Packed {
  const fields = new Set(data.flatMap((datum) => Object.keys(datum)));
  return { count: data.length, columns: Object.fromEntries([...fields].map((field) => [field, column(data, field)])) };
}

function column(data: readonly Datum[], field: string): PackedColumn {
  const values = data.map((datum) => datum[field] ?? null);
  if (!values.some((value) => typeof value === 'string')) return { values };
  const positions = new Map<string, number>();
  const indexes = values.map((value) => {
    if (typeof value !== 'string') return null;
    if (!positions.has(value)) positions.set(value, positions.size);
    return positions.get(value)!;
  });
  return { texts: [...positions.keys()], values: indexes };
}
