/**
 * Host costs of the suite itself: `npm run micro`. Everything stands beside the bare event queue of the same run, since the
 * ratio travels between machines and the figure does not.
 */
import { algorithms } from '../../algorithms/registry.ts';
import { makeRoomForYoungObjects } from '../young-generation.ts';
import { measureJudging, measureSample } from './checking.ts';
import { measureEventQueue } from './event-queue.ts';
import { measureSteps } from './handler-steps.ts';
import { table, type Measurement } from './measure.ts';
import { measureQuorumTest } from './quorum-test.ts';
import { measureHistogram, measureRecording } from './recording.ts';
import { measureScaling } from './sweep-scaling.ts';
import { measureTrial } from './whole-trials.ts';

const SIZES = [3, 5, 7];

async function main(): Promise<void> {
  makeRoomForYoungObjects();
  const queue = await measureEventQueue(256);
  const print = (title: string, measurements: readonly Measurement[]) =>
    process.stdout.write(`\n${title}\n${table(measurements, queue)}\n`);

  print('Event queue and quorum tests', [
    queue,
    await measureEventQueue(10_000),
    await measureQuorumTest(5, 'majority'),
    await measureQuorumTest(6, '4/3'),
    await measureQuorumTest(6, 'grid:2x3'),
    await measureQuorumTest(5, 'weighted:3:1:1:1:1'),
  ]);
  print(
    'One step of a replica, five nodes',
    algorithms.flatMap(({ name }) => measureSteps(name)),
  );

  print('Recording', [await measureHistogram(), await measureRecording()]);
  print('Checking histories', [await measureSample(), ...(await measureJudging())]);

  const whole = algorithms.flatMap(({ name, leader }) =>
    SIZES.map((nodes) => {
      const operations = leader ? 30_000 : 5_000;
      return {
        checked: measureTrial(name, nodes, operations, true),
        bare: measureTrial(name, nodes, operations, false),
      };
    }),
  );
  print(
    'Whole trials: commits a second of CPU time, all checks on',
    whole.map(({ checked }) => checked.commits),
  );
  print(
    'The same without checks',
    whole.map(({ bare }) => bare.commits),
  );
  print(
    'Whole trials: events a second of CPU time, all checks on',
    whole.map(({ checked }) => checked.events),
  );

  const { inProcessS, oneWorkerS, twoWorkersS } = await measureScaling();
  process.stdout.write(
    `\nThe same trials, wall-clock: ${inProcessS.toFixed(2)} s in this process, ${oneWorkerS.toFixed(2)} s with one worker, ` +
      `${twoWorkersS.toFixed(2)} s with two: two are ${(oneWorkerS / twoWorkersS).toFixed(2)} times as fast as one\n`,
  );
}

await main();
