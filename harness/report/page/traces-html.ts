/** Single operations, message by message: diagrams that were kept, to which points lead by their row. */
import { escapeHtml } from '../text/document.ts';
import type { DrawnOperation } from '../traces.ts';

export function tracesHtml(traces: readonly DrawnOperation[]): string {
  if (traces.length === 0) return '';
  return `<section id="traces"><h2>Single operations, message by message</h2>
${traces.map(traceHtml).join('\n')}</section>`;
}

/** From the row of a configuration to the diagrams of its trials. */
export function traceLinks(traces: readonly DrawnOperation[], trialIds: readonly string[]): string {
  const own = traces.filter(({ trialId }) => trialIds.includes(trialId));
  return own.map((each) => `<a href="#${idOf(each)}">${escapeHtml(each.request)}, drawn</a> `).join('');
}

function traceHtml(trace: DrawnOperation): string {
  const { trialId, request, svg } = trace;
  const command = `quorum-bench trace . ${trialId} --request ${request}`;
  const image = `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;
  return `<div class="trace" id="${idOf(trace)}"><p><code>${escapeHtml(command)}</code></p>
<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(command)}"><img src="${image}" alt="${escapeHtml(titleOf(svg))}"></div></div>`;
}

function idOf({ trialId, request }: DrawnOperation): string {
  return `trace-${trialId}-${request.replace(/[^\w.]/g, '-')}`;
}

/** What the diagram says of itself to who cannot see it. */
function titleOf(svg: string): string {
  return /aria-label="([^"]*)"/.exec(svg)?.[1] ?? '';
}
