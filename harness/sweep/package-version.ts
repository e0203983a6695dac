/** The version of this package. */
import { existsSync, readFileSync } from 'node:fs';

export function packageVersion(): string {
  // Two folders up from the sources, three from `dist`.
  const candidates = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));
  const file = candidates.find((url) => existsSync(url));
  if (file === undefined) throw new Error('package.json is missing');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
