/** A region matrix: round-trip times between places, measured by someone. */

/** Plain data; the same object may stand in a spec, so that a row of a result set needs no file beside it. */
export interface Topology {
  /** Short name, such as `aws5-2021`. */
  readonly id: string;
  /** Where the numbers come from. */
  readonly source?: string;
  readonly about?: string;
  readonly unit?: 'ms';
  /** Names of the regions. */
  readonly nodes: readonly string[];
  /** Round-trip times, ms. Row = observer: `rttMs[i][j]` is what region i sees to region j; it need not be symmetric. */
  readonly rttMs: readonly (readonly number[])[];
  /** Regions that belong together, such as continents. */
  readonly zones?: Readonly<Record<string, readonly string[]>>;
}
