/** The thread of the clients, where all is checked and recorded. It ends when the trial is over, or called off. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { outcomeOf } from '../trial/run-trial.ts';
import { clockSince } from './clock.ts';
import { LiveTrial } from './live-trial.ts';
import { Mesh } from './mesh.ts';
import { RealTime } from './real-time.ts';
import { RemoteNode } from './remote.ts';
import { settle } from './settle.ts';
import type { ClientsStart, FromThread } from './threads.ts';

function runClients({ spec, epochNs, memory, intervalMs }: ClientsStart): void {
  const mesh = new Mesh(spec.nodes, memory);
  const simulator = new RealTime(clockSince(epochNs), mesh.bell, 'as-due');
  const window = { start: () => {}, end: () => {} };
  const trial = new LiveTrial(spec, simulator, mesh, window, intervalMs, (node, nodes) => new RemoteNode(node, nodes));
  let message: FromThread;
  try {
    trial.run();
    if (mesh.isOver) return;
    const settled = settle(trial, mesh);
    trial.clients.countUnfinished();
    message = { type: 'done', outcome: outcomeOf(trial, 'ok', ''), settled };
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    message = { type: 'done', outcome: outcomeOf(trial, 'violation', error.message), settled: undefined };
  }
  parentPort!.postMessage(message);
}

runClients(workerData as ClientsStart);
