/** What stands in `results/` and can be made anew by one command line each: `npm run results`. To add one, list it here. */
import { publishedExperiments } from '../experiments/published-experiments.ts';

export interface PublishedSet {
  /** Its folder in `results/`. */
  readonly folder: string;
  /** The command line of `quorum-bench` that makes it, but for where it goes. */
  readonly command: readonly string[];
  /** The flag that says where. */
  readonly into: '--out' | '--report';
  /** Does the flag name the folder above, as the command makes one of the set's name in it? */
  readonly above: boolean;
}

/** Only what is simulated, and so the same wherever it is made. The record of the checks is made by `npm run verify`. */
export const publishedSets: readonly PublishedSet[] = [
  ...['default', 'fail-over', 'agreement'].map(swept),
  recommended('five-regions'),
  recommended('one-data-centre', '--seeds', '16', '--crash-time', '600s'),
  ...publishedExperiments.map(({ name }) => reproduced(name)),
];

function swept(name: string): PublishedSet {
  return { folder: name, command: ['sweep', name], into: '--out', above: false };
}

function recommended(profile: string, ...flags: readonly string[]): PublishedSet {
  const command = ['recommend', '--profile', profile, '--exhaustive', ...flags];
  return { folder: `recommend/${profile}`, command, into: '--report', above: false };
}

function reproduced(name: string): PublishedSet {
  return { folder: `reproductions/${name}`, command: ['reproduce', name], into: '--out', above: true };
}
