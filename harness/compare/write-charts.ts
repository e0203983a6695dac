/** Writes a chart as SVG, light or dark as the page that shows it, with its Vega-Lite specification beside it. */
import { inBothThemes } from '../report/both-themes.ts';
import { stillSpec } from '../report/charts/complete-spec.ts';
import { WIDE, type Chart } from '../report/charts/chart.ts';
import { protocolScale } from '../report/protocols.ts';
import { renderSvg } from '../report/render-svg.ts';
import { writingReport } from '../report/report-failed.ts';
import { themeConfig, themes } from '../report/theme.ts';
import { NewFile } from '../sweep/new-file.ts';

/** @param path without its end. @throws ReportFailed */
export async function writeChart(chart: Chart, path: string): Promise<void> {
  const spec = stillSpec(chart, WIDE, themeConfig(themes[0]!, protocolScale([])));
  const { svg } = await renderSvg(spec);
  for (const [name, text] of [
    [`${path}.svg`, inBothThemes(svg)],
    [`${path}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`],
  ] as const) {
    writingReport(name, () => {
      const file = new NewFile(name);
      file.write(text);
      file.finish();
    });
  }
}
