/** What decides how a replica acts on its inputs: the modules of its algorithm. */
import { fileURLToPath } from 'node:url';
import { hashOf, modulesOf } from '../../sweep/sources.ts';

/** SHA-256 over them, compiled or not as this module is. */
export function replicaSources(algorithm: string): string {
  const ending = import.meta.url.endsWith('.js') ? 'js' : 'ts';
  const entry = new URL(`../../../algorithms/${algorithm}/${algorithm}.${ending}`, import.meta.url);
  return hashOf(modulesOf(fileURLToPath(entry)));
}
