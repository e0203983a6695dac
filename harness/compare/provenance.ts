/** In what two result sets differ before any figure is looked at: version, sources, sweep, seeds, machine. */
import type { ResultSet } from '../report/result-set.ts';

export interface ProvenanceDifference {
  readonly what: string;
  readonly base: string;
  readonly candidate: string;
}

/** Short: a hash is told by its first digits. */
const HASH_DIGITS = 12;

export function provenanceDifferences(base: ResultSet, candidate: ResultSet): ProvenanceDifference[] {
  const told = (what: string, of: (set: ResultSet) => string): ProvenanceDifference => {
    return { what, base: of(base), candidate: of(candidate) };
  };
  const all = [
    told('version of quorum-bench', ({ manifest }) => manifest.version),
    told('sources that run a trial', ({ manifest }) => manifest.sources_hash.slice(0, HASH_DIGITS)),
    told('verification of these sources', ({ verification }) => verification?.verified ?? 'not known'),
    told('sweep', ({ manifest }) => `${manifest.name} ${manifest.sweep_hash.slice(0, HASH_DIGITS)}`),
    told('seeds', seedsText),
    told('costs', ({ manifest }) => JSON.stringify(manifest.costs)),
    told('Node', ({ run }) => fieldOf(run, 'node')),
    told('complete', ({ manifest }) => (manifest.complete ? 'yes' : 'no')),
  ];
  return all.filter((each) => each.base !== each.candidate);
}

/** What a difference of the programs means for a verdict; empty where both were run by the same. */
export function programText(base: ResultSet, candidate: ResultSet): string {
  if (base.manifest.sources_hash === candidate.manifest.sources_hash) return '';
  return base.manifest.sweep_hash === candidate.manifest.sweep_hash
    ? 'The same sweep, run by different sources: a change is that of the program.'
    : 'Different sweeps, run by different sources: a change may be that of the program or of what was asked.';
}

/** `1 to 3`, `4, 9, 12`. */
function seedsText({ trials }: ResultSet): string {
  const seeds = [...new Set(trials.map(({ seed }) => seed))].sort((a, b) => a - b);
  const [first, last] = [seeds[0], seeds[seeds.length - 1]];
  if (first === undefined || last === undefined) return 'not known';
  if (seeds.length > 2 && last - first === seeds.length - 1) return `${first} to ${last}`;
  return seeds.join(', ');
}

function fieldOf(run: string, field: string): string {
  try {
    const data = JSON.parse(run) as Readonly<Record<string, unknown>>;
    const value = data[field];
    return typeof value === 'string' ? value : 'not known';
  } catch (error) {
    if (error instanceof SyntaxError) return 'not known';
    throw error;
  }
}
