/** The thread of one node. It runs until the run is called off; Node's event loop never turns while it does. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { commonOptions } from '../trial/trial.ts';
import { clockSince } from './clock.ts';
import { LiveNode } from './live-node.ts';
import { Mesh } from './mesh.ts';
import { RealTime } from './real-time.ts';
import type { FromThread, NodeStart } from './threads.ts';

function runNode({ self, spec, epochNs, memory }: NodeStart): void {
  const mesh = new Mesh(self, memory);
  const simulator = new RealTime(clockSince(epochNs), mesh.bell, 'as-late');
  const node = new LiveNode(spec, algorithmNamed(spec.algorithm)!, commonOptions(spec), simulator, mesh);
  try {
    node.run();
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    parentPort!.postMessage({ type: 'violation', message: error.message } satisfies FromThread);
  }
}

runNode(workerData as NodeStart);
