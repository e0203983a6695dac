/** Where the lives of a node lie in a recording. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../../algorithms/contract.ts';

export function lifePath(folder: string, node: NodeId, life: number): string {
  return join(folder, `node-${node}.life-${life}`);
}

/** How many lives of the node are recorded: the number of the next one. */
export function lifeCount(folder: string, node: NodeId): number {
  let count = 0;
  while (existsSync(lifePath(folder, node, count))) count++;
  return count;
}
