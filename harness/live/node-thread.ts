/** The thread of one node. It runs until the run is called off; Node's event loop does not turn while it does. */
import { parentPort, workerData } from 'node:worker_threads';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { trialId } from '../trial/canonical.ts';
import { commonOptions } from '../trial/common-options.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { clockSince } from './clock.ts';
import { Instrument } from './instrument-thread.ts';
import { LiveNode } from './live-node.ts';
import { DiskFailure, LogFile } from './log-file.ts';
import { Mesh } from './mesh.ts';
import { RealTime } from './real-time.ts';
import type { NodeRecorder } from './recording/node-recorder.ts';
import type { FromThread, NodeStart } from './threads.ts';

function tell(message: FromThread): void {
  parentPort!.postMessage(message);
}

async function runNode(start: NodeStart, instrument: Instrument): Promise<void> {
  const { self, spec, epochNs, memory, folder, recordDir } = start;
  const opened = folder === undefined ? undefined : LogFile.open(folder, { cluster: trialId(spec), node: self });
  const mesh = new Mesh(self, memory);
  const simulator = new RealTime(clockSince(epochNs), mesh.bell, 'as-late', instrument);
  const recorder = recordDir === undefined ? undefined : await recorderIn(recordDir, spec, simulator.clock);
  const named = algorithmNamed(spec.algorithm)!;
  const algorithm = recorder?.recorded(named) ?? named;
  // The catalogue of faults takes longer to load than all the rest: a thread that is killed and begun again does without.
  const faults = spec.faults.plan.length === 0 ? undefined : (await import('./node-faults.ts')).NodeFaults;
  try {
    new LiveNode(spec, algorithm, commonOptions(spec), simulator, mesh, instrument, opened, faults).run();
  } catch (error) {
    recorder?.end(error instanceof Error ? error.message : String(error));
    throw error;
  }
  recorder?.end();
  opened?.log.close();
}

/** Loaded by those only who record. */
async function recorderIn(folder: string, spec: TrialSpec, clock: () => number): Promise<NodeRecorder> {
  const { NodeRecorder } = await import('./recording/node-recorder.ts');
  return new NodeRecorder(folder, trialId(spec), clock);
}

const start = workerData as NodeStart;
const instrument = new Instrument(`node ${start.self}`);
try {
  await runNode(start, instrument);
  tell({ type: 'instrument', node: start.self, report: await instrument.stop() });
} catch (error) {
  if (error instanceof InvariantViolation) tell({ type: 'violation', message: error.message });
  else if (error instanceof UserError || error instanceof DiskFailure)
    tell({ type: 'mistake', message: error.message });
  else throw error;
}
