/** The thread of the clients, where all is checked and recorded. It ends when the trial is over, or called off. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import { outcomeOf } from '../trial/outcome-of.ts';
import { clockSince } from './clock.ts';
import { Instrument } from './instrument-thread.ts';
import { KillRounds } from './kill-rounds.ts';
import { LiveTrial } from './live-trial.ts';
import { Mesh } from './mesh.ts';
import { RealTime } from './real-time.ts';
import { RemoteNode, RemoteThread } from './remote.ts';
import { settle } from './settle.ts';
import type { ClientsStart, FromThread } from './threads.ts';

function tell(message: FromThread): void {
  parentPort!.postMessage(message);
}

/** `undefined`: the run was called off. */
function runClients(start: ClientsStart, instrument: Instrument): FromThread | undefined {
  const { spec, epochNs, memory, intervalMs, killRounds } = start;
  const mesh = new Mesh(spec.nodes, memory);
  const simulator = new RealTime(clockSince(epochNs), mesh.bell, 'as-due', instrument);
  const window = {
    start: () => {
      instrument.start();
      tell({ type: 'window', at: 'start' });
      if (rounds !== undefined) rounds.next();
    },
    end: () => {
      instrument.end();
      tell({ type: 'window', at: 'end' });
    },
  };
  const trial = new LiveTrial(spec, simulator, mesh, window, intervalMs, (node, nodes) =>
    spec.storage === 'file'
      ? new RemoteThread(node, nodes, (type, at) => tell({ type, node: at }))
      : new RemoteNode(node, nodes),
  );
  const isUp = (node: number) => mesh.board.get(node, 'isUp') === 1;
  const rounds = killRounds === undefined ? undefined : new KillRounds(trial, killRounds, isUp, () => simulator.stop());
  const done = () => ({
    type: 'done' as const,
    kills: rounds?.kills ?? 0,
    failoversMs: trial.counters.allFailoversNs().map((ns) => ns / NS_PER_MS),
  });
  try {
    trial.run();
    if (mesh.isOver) return undefined;
    const settled = settle(trial, mesh);
    trial.clients.countUnfinished();
    return { ...done(), outcome: outcomeOf(trial, 'ok', ''), settled };
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    return { ...done(), outcome: outcomeOf(trial, 'violation', error.message), settled: undefined };
  }
}

const instrument = new Instrument('the clients');
const over = runClients(workerData as ClientsStart, instrument);
if (over !== undefined) {
  tell({ type: 'instrument', node: undefined, report: await instrument.stop() });
  tell(over);
}
