/** Space-time diagrams of single operations that `quorum-bench trace --keep` has put beside a result set. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'traces';

/** `0a1b2c3d4e5f6071-p99.9.svg`, `0a1b2c3d4e5f6071-3-17.svg`. */
const FILE = /^([0-9a-f]{16})-(.+)\.svg$/;

export interface DrawnOperation {
  readonly trialId: string;
  /** As after `--request`: `p99.9`, `max`, `3:17`. */
  readonly request: string;
  /** From the folder of the result set. */
  readonly path: string;
  readonly svg: string;
}

/** Where the diagram of an operation is kept, from the folder of its result set. */
export function tracePath(trialId: string, request: string): string {
  return `${FOLDER}/${trialId}-${request.replace(':', '-')}.svg`;
}

/** By trial and request; what is of no trial of the set becomes a note. */
export function readTraces(dir: string, known: ReadonlySet<string>, notes: string[]): DrawnOperation[] {
  if (!existsSync(join(dir, FOLDER))) return [];
  const files = readdirSync(join(dir, FOLDER)).sort();
  return files.flatMap((file) => {
    const [, trialId, name] = FILE.exec(file) ?? [];
    if (trialId === undefined || name === undefined || !known.has(trialId)) {
      notes.push(`${FOLDER}/${file} is a diagram of no trial of this result set`);
      return [];
    }
    const path = `${FOLDER}/${file}`;
    return [
      { trialId, request: name.replace(/^(\d+)-(\d+)$/, '$1:$2'), path, svg: readFileSync(join(dir, path), 'utf8') },
    ];
  });
}
