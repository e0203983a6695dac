/** Does a published experiment again, and writes what came of it. Start reading here. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeChart } from '../compare/write-charts.ts';
import { writingReport } from '../report/report-failed.ts';
import { NewFile } from '../sweep/new-file.ts';
import { UserError } from '../user-error.ts';
import { runRecord } from '../sweep/manifest.ts';
import type { ThreadedLab } from './lab.ts';
import type { RealTimeLab } from './live-lab.ts';
import type { Driver, Findings, PublishedExperiment, Reproduction } from './published-experiment.ts';
import { jsonOf, markdownOf } from './text.ts';

/** @throws CheckFailed if a run broke a rule of its protocol: there are no findings then */
export function reproduce(lab: ThreadedLab, experiment: PublishedExperiment): Promise<Reproduction> {
  return done(experiment, 'sim', lab, lab.workers, () => experiment.run(lab));
}

/** The same in real time. @throws UserError where that makes no sense; CheckFailed */
export function reproduceLive(lab: RealTimeLab, experiment: PublishedExperiment): Promise<Reproduction> {
  const { name, live } = experiment;
  if (typeof live === 'string') throw new UserError(`${name} makes no sense in real time: ${live}; take driver sim`);
  return done(experiment, 'threads', lab, 1, () => live.run(lab));
}

async function done(
  experiment: PublishedExperiment,
  driver: Driver,
  lab: { readonly seed: number; readonly measured: number },
  workers: number,
  run: () => Promise<Findings>,
): Promise<Reproduction> {
  const [startedAt, before] = [new Date(), lab.measured];
  const findings = await run();
  const pass = findings.gates.every(({ verdict }) => verdict === 'pass' || verdict === 'reported');
  const record = runRecord(startedAt, workers, lab.measured - before, 0);
  return { experiment, driver, seed: lab.seed, findings, pass, run: record };
}

/** README.md, result.json, run.json and the charts, into a folder of the experiment's name in `dir`. @throws ReportFailed */
export async function writeReproduction(reproduction: Reproduction, dir: string): Promise<string> {
  const folder = join(dir, reproduction.experiment.name);
  writingReport(folder, () => mkdirSync(folder, { recursive: true }));
  for (const chart of reproduction.findings.charts) await writeChart(chart, join(folder, chart.name));
  writeText(join(folder, 'result.json'), `${JSON.stringify(jsonOf(reproduction), null, 2)}\n`);
  writeText(join(folder, 'run.json'), `${JSON.stringify(reproduction.run, null, 2)}\n`);
  writeText(join(folder, 'README.md'), markdownOf(reproduction));
  return folder;
}

function writeText(path: string, text: string): void {
  writingReport(path, () => {
    const file = new NewFile(path);
    file.write(text);
    file.finish();
  });
}
