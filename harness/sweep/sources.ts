/** A hash of the code that makes the numbers: all modules of ours that a trial is run by, found by following imports. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/**
 * SHA-256 in hex over path and text of every module that `entry` needs, itself included; packages are pinned by the version
 * of ours. Compiled and uncompiled code differ.
 */
export function sourcesHash(entry: string): string {
  return hashOf(modulesOf(entry));
}

/** Path from the top, and text, of every module of ours that `entry` needs, itself included; in the order of their paths. */
export function modulesOf(entry: string): Map<string, string> {
  const files = new Map<string, string>();
  follow(entry, files);
  const root = dirname(dirname(dirname(entry)));
  const paths = [...files].map(([file, text]) => [relative(root, file).replaceAll('\\', '/'), text] as const);
  return new Map(paths.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 in hex over paths and texts. */
export function hashOf(modules: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of modules) hash.update(`${path}\n${text.replaceAll('\r\n', '\n')}\n`);
  return hash.digest('hex');
}

function follow(file: string, files: Map<string, string>): void {
  if (files.has(file)) return;
  const text = readFileSync(file, 'utf8');
  files.set(file, text);
  for (const [, path] of text.matchAll(/^\s*(?:import|export)\b[^'";]*?(?:from\s*)?['"](\.{1,2}\/[^'"]+)['"]/gm)) {
    follow(resolve(dirname(file), path!), files);
  }
}
