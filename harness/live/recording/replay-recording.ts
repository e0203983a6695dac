/** Replays all lives of a recording. */
import type { NodeId } from '../../../algorithms/contract.ts';
import { algorithmNamed } from '../../../algorithms/registry.ts';
import { commonOptions } from '../../trial/common-options.ts';
import { LifeFile } from './life-file.ts';
import type { Recording } from './recording-folder.ts';
import { replayLife, type Cast, type LifeReplay, type ReplayWatch } from './replay-life.ts';

export interface ReplayedLife extends LifeReplay {
  readonly node: NodeId;
  readonly life: number;
}

/**
 * @param watchOf who looks on at a life
 * @param algorithm another than that which was recorded
 * @throws UserError for files that are damaged
 */
export function replayRecording(
  { spec, trial, lives }: Recording,
  watchOf?: (node: NodeId, life: number) => ReplayWatch,
  algorithm = algorithmNamed(spec.algorithm)!,
): ReplayedLife[] {
  const cast: Cast = { algorithm, options: commonOptions(spec), nodes: spec.nodes };
  return lives.map(({ node, life, path }) => {
    const replay = replayLife(new LifeFile(path), { trial, node, life }, cast, watchOf?.(node, life));
    return { node, life, ...replay };
  });
}
