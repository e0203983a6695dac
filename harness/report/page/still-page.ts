/** A page without scripts, for what needs no filters: style and pictures are in it, and it asks the network for nothing. */
import { blockToHtml, escapeHtml, type Block } from '../text/document.ts';
import { pageStyle } from './page-style.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface StillPage {
  readonly title: string;
  /** What stands under the title, as HTML. */
  readonly intro: string;
  /** Rules beside those of all pages. */
  readonly style: string;
  /** As HTML. */
  readonly main: string;
}

export function stillPage({ title, intro, style, main }: StillPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}
${style}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1>
${intro}</header>
<main>
${main}
</main>
</body>
</html>
`;
}

export function sectionHtml(title: string, blocks: readonly Block[]): string {
  return `<section><h2>${escapeHtml(title)}</h2>\n${blocks.map(blockToHtml).join('\n')}</section>`;
}

/** Of pictures in `figureHtml`: on a light ground in every theme; where the page is narrow they are scrolled, not shrunk. */
export const FIGURE_STYLE = `.chart { min-height: 0; overflow-x: auto; }
.chart svg { background: white; border-radius: 6px; }
@media screen and (max-width: 640px) { .chart svg { max-width: none; } }
`;

/** @param svg as drawn in the light theme */
export function figureHtml(id: string, title: string, svg: string, caption: string): string {
  return `<figure id="${id}"><div class="chart" tabindex="0" role="region" aria-label="${escapeHtml(title)}">${svg}</div>
<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}
