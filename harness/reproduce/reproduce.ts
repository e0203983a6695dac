/** Does a published experiment again, and writes what came of it. Start reading here. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeChart } from '../compare/write-charts.ts';
import { writingReport } from '../report/report-failed.ts';
import { NewFile } from '../sweep/new-file.ts';
import type { Lab } from './lab.ts';
import type { PublishedExperiment, Reproduction } from './published-experiment.ts';
import { jsonOf, markdownOf } from './text.ts';

/** @throws CheckFailed if a run broke a rule of its protocol: there are no findings then */
export async function reproduce(lab: Lab, experiment: PublishedExperiment): Promise<Reproduction> {
  const findings = await experiment.run(lab);
  const pass = findings.gates.every(({ verdict }) => verdict !== 'fail');
  return { experiment, seed: lab.seed, findings, pass };
}

/** README.md, result.json and the charts, into a folder of the experiment's name in `dir`. @throws ReportFailed */
export async function writeReproduction(reproduction: Reproduction, dir: string): Promise<string> {
  const folder = join(dir, reproduction.experiment.name);
  writingReport(folder, () => mkdirSync(folder, { recursive: true }));
  for (const chart of reproduction.findings.charts) await writeChart(chart, join(folder, chart.name));
  writeText(join(folder, 'result.json'), `${JSON.stringify(jsonOf(reproduction), null, 2)}\n`);
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
