/** Renders a specification to SVG without a browser. Vega is loaded when the first chart is drawn: it takes half a second. */
import type { LoggerInterface } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { Spec } from './charts/chart.ts';

export interface Rendered {
  readonly svg: string;
  /** What Vega-Lite had to say against the specification; nothing, if it is sound. */
  readonly warnings: readonly string[];
}

export async function renderSvg(spec: Spec): Promise<Rendered> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const warnings: string[] = [];
  const logger = collecting(warnings);
  const compiled = compile(spec as Spec & TopLevelSpec, { logger });
  // Clip paths are numbered on from chart to chart, and the same chart is to have the same bytes.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return { svg, warnings };
}

/** A logger that keeps what is said instead of printing it. */
function collecting(warnings: string[]): LoggerInterface {
  const keep = (...words: readonly (string | object)[]): LoggerInterface => {
    warnings.push(words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' '));
    return logger;
  };
  const drop = (): LoggerInterface => logger;
  const logger: LoggerInterface = { level: () => logger, error: keep, warn: keep, info: drop, debug: drop };
  return logger;
}
