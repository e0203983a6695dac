/** The prose of a report as data, from which the page and the Markdown are both made. */

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly text: string }
  /** Quoted from `run.json`: between marks, as it is what differs between two runs of one sweep. */
  | { readonly kind: 'run'; readonly text: string };

export interface Section {
  /** Of its anchor. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const RUN_BEGIN = '<!-- run.json: begin -->';
export const RUN_END = '<!-- run.json: end -->';

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', head, rows };
}

/** Text between backticks is code. */
export function blockToHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(block.head.join(', '))}"><table>${rowHtml(block.head, 'th')}${block.rows.map((row) => rowHtml(row, 'td')).join('')}</table></div>`;
    case 'code':
      return `<pre tabindex="0">${escapeHtml(block.text)}</pre>`;
    case 'run':
      return `${RUN_BEGIN}<pre tabindex="0">${escapeHtml(block.text)}</pre>${RUN_END}`;
  }
}

function rowHtml(cells: readonly string[], tag: 'th' | 'td'): string {
  return `<tr>${cells.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${inline(cell)}</${tag}>`).join('')}</tr>`;
}

function inline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** A unit stays on the line of its number. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/(?<=\d) (?=(ms|µs|s|%)(?![a-z]))/g, '\u00a0')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function blockToMarkdown(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'table':
      return markdownTable(block.head, block.rows);
    case 'code':
      return fenced(block.text);
    case 'run':
      return `${RUN_BEGIN}\n\n${fenced(block.text)}\n\n${RUN_END}`;
  }
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => escapeMarkdown(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** What would be taken for a tag, but for code. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/`[^`]+`|[<*_]/g, (found) => (found.length > 1 ? found : `\\${found}`));
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
