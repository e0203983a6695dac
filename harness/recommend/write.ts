/** Writes a recommendation into a folder: its figures as JSON, charts, and a page that needs nothing else. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WIDE } from '../report/charts/chart.ts';
import { stillSpec } from '../report/charts/complete-spec.ts';
import { protocolScale } from '../report/protocols.ts';
import { renderSvg } from '../report/render-svg.ts';
import { themeConfig, themes } from '../report/theme.ts';
import { NewFile } from '../sweep/new-file.ts';
import { chartsOf } from './charts.ts';
import { recommendationJson } from './json.ts';
import { recommendationPage, type Picture } from './page.ts';
import { isRecommendation, type NoRecommendation, type Recommendation } from './recommend.ts';

/** `recommendation.json`, `report.html` and `charts/`, in a folder that exists. */
export async function writeRecommendation(dir: string, result: Recommendation | NoRecommendation): Promise<void> {
  const pictures = isRecommendation(result) ? await picturesOf(result, join(dir, 'charts')) : [];
  writeText(join(dir, 'recommendation.json'), `${JSON.stringify(recommendationJson(result), null, 2)}\n`);
  writeText(join(dir, 'report.html'), recommendationPage(result, pictures));
}

async function picturesOf(result: Recommendation, folder: string): Promise<Picture[]> {
  mkdirSync(folder, { recursive: true });
  const config = themeConfig(themes[0]!, protocolScale([]));
  const pictures: Picture[] = [];
  for (const chart of chartsOf(result)) {
    const spec = stillSpec(chart, WIDE, config);
    const { svg } = await renderSvg(spec);
    writeText(join(folder, `${chart.name}.svg`), svg);
    writeText(join(folder, `${chart.name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
    pictures.push({ chart, svg });
  }
  return pictures;
}

function writeText(path: string, text: string): void {
  const file = new NewFile(path);
  file.write(text);
  file.finish();
}
