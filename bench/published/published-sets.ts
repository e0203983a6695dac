/** What stands in `results/` and can be made anew by one command line each: `npm run results`. To add one, list it here. */

export interface PublishedSet {
  /** Its folder in `results/`. */
  readonly folder: string;
  /** The command line of `quorum-bench` that makes it, but for where it goes. */
  readonly command: readonly string[];
  /** The flag that says where; `--out` if not given. */
  readonly into?: string;
}

/** Only what is simulated, and so the same wherever it is made. The record of the checks is made by `npm run verify`. */
export const publishedSets: readonly PublishedSet[] = [
  { folder: 'default', command: ['sweep', 'default'] },
  { folder: 'fail-over', command: ['sweep', 'fail-over'] },
  { folder: 'agreement', command: ['sweep', 'agreement'] },
];
