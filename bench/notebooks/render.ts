/** `npm run notebooks:render`: writes every notebook as Markdown and SVG into `notebooks/rendered/`, for readers on a code host. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderedNotebook } from './rendered-notebook.ts';

const FOLDER = 'notebooks';
const RENDERED = join(FOLDER, 'rendered');

// What is left over from a notebook or a chart that is no more goes.
rmSync(RENDERED, { recursive: true, force: true });
mkdirSync(RENDERED);
for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.html'))) {
  const files = await renderedNotebook(join(FOLDER, name));
  for (const file of files) writeFileSync(join(RENDERED, file.name), file.text);
  process.stdout.write(`${join(RENDERED, files[0]!.name)}, ${files.length - 1} charts\n`);
}
