/** Points of figures: filled for majorities, hollow for other quorums. Of the data, `majority` says which. */
import type { Datum, Layout, Spec } from './chart.ts';
import { legendSelection } from './encodings.ts';

const HOLLOW = {
  majority: false,
  filter: '!datum.majority',
  mark: { type: 'point', filled: false, size: 42, strokeWidth: 1.5, opacity: 1 },
};
const FILLED = {
  majority: true,
  filter: 'datum.majority',
  mark: { type: 'point', filled: true, size: 90, opacity: 1 },
};

/** How to read them, for a caption; it begins one. */
export const MAJORITY_CAPTION =
  'Filled: majorities. Hollow: the other quorums that were run. Lines through the points are 95 % intervals over seeds, cut at a tenth of the value';

/** Layers of a chart, the first of them with its legend. */
export function majorityPoints(data: readonly Datum[], encoding: Spec, layout: Layout): Spec[] {
  // A layer without rows would leave its scale without an extent.
  const kinds = [HOLLOW, FILLED].filter(({ majority }) => data.some((row) => row['majority'] === majority));
  return kinds.map(({ filter, mark }, i) => ({
    ...(i === 0 ? legendSelection(layout) : {}),
    transform: [{ filter }],
    mark,
    encoding,
  }));
}
