/** The golden sets: every reachable state of the Paxos specification with 3 acceptors, 2 values and 2 ballots. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export type GoldenName = 'N3_majority_V2_B2' | 'N3_q1-3_q2-1_V2_B2';

/** Sorted lines. */
export function goldenStates(name: GoldenName): string[] {
  const file = new URL(`../reference/oracles/paxos-reachable/${name}.jsonl.gz`, import.meta.url);
  return gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').sort();
}
