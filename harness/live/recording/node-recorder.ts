/** Records the lives of one node that pass in one thread. */
import type { Algorithm, NodeId } from '../../../algorithms/contract.ts';
import { lifeCount, lifePath } from './life-path.ts';
import { LifeRecorder } from './life-recorder.ts';
import { recordedAlgorithm } from './recorded-algorithm.ts';

export class NodeRecorder {
  private readonly folder: string;
  private readonly trial: string;
  private readonly clock: () => number;
  private current: LifeRecorder | undefined;

  /** @param trial its id; @param clock ns since the start of the run */
  constructor(folder: string, trial: string, clock: () => number) {
    this.folder = folder;
    this.trial = trial;
    this.clock = clock;
  }

  recorded(algorithm: Algorithm): Algorithm {
    return recordedAlgorithm(algorithm, (node) => this.begin(node));
  }

  /** A new life; the one before is over. */
  begin(node: NodeId): LifeRecorder {
    this.end();
    const life = lifeCount(this.folder, node);
    const { folder, trial, clock } = this;
    this.current = new LifeRecorder(lifePath(folder, node, life), { type: 'life', trial, node, life }, clock);
    return this.current;
  }

  /** @param failure what was thrown, if anything */
  end(failure?: string): void {
    this.current?.end(failure);
    this.current = undefined;
  }
}
