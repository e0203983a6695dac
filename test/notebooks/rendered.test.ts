/** What readers on a code host see of the notebooks is what the notebooks say today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { renderedNotebook, type RenderedFile } from '../../bench/notebooks/rendered-notebook.ts';

const FOLDER = resolve(import.meta.dirname, '../../notebooks');
const RENDERED = join(FOLDER, 'rendered');
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.html'));
const all: RenderedFile[] = [];

it.each(names)('%s is rendered as it is (else: npm run notebooks:render)', async (name) => {
  const files = await renderedNotebook(join(FOLDER, name));
  all.push(...files);
  const [markdown, ...pictures] = files;
  expect(pictures.length).toBeGreaterThan(1);
  for (const { name: picture, text } of pictures) {
    expect(markdown!.text).toContain(`](${picture})`);
    expect(text.match(/<(path|line)[^>]*aria-roledescription|role-mark/g)!.length).toBeGreaterThan(0);
  }
  expect(markdown!.text).not.toMatch(/undefined|NaN|\[object|\$\{/);
  for (const file of files) expect(file.text, file.name).toBe(readFileSync(join(RENDERED, file.name), 'utf8'));
});

it('has no rendered file of a notebook that is no more', () => {
  expect(readdirSync(RENDERED).sort()).toEqual(all.map(({ name }) => name).sort());
});
