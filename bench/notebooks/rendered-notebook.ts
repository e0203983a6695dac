/**
 * Runs the cells of a notebook without a browser: its prose becomes Markdown, its charts SVG, for readers on a code host. The
 * cells are compiled by notebook-kit itself and run in the order in which they stand.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { transpile } from '@observablehq/notebook-kit';
import type { Spec } from '../../harness/report/charts/chart.ts';
import { renderSvg } from '../../harness/report/render-svg.ts';

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

interface Cell {
  readonly mode: 'md' | 'js';
  readonly value: string;
}

/** What a chart becomes here. */
interface Drawing {
  readonly svg: string;
  readonly description: string;
}

type Scope = Record<string, unknown>;
type Body = (...inputs: readonly unknown[]) => Promise<Scope> | Scope | string | undefined;

/** @param file a notebook. @returns the Markdown first, then its pictures */
export async function renderedNotebook(file: string): Promise<RenderedFile[]> {
  const name = basename(file, '.html');
  const parts: string[] = [
    `<!-- Made from ../${name}.html by npm run notebooks:render: edit that one. Its charts can be played with: npm run notebooks:preview -->`,
  ];
  const pictures: RenderedFile[] = [];
  const display = (value: unknown): void => {
    if (!isDrawing(value)) return void parts.push(String(value));
    const picture = `${name}-${pictures.length + 1}.svg`;
    pictures.push({ name: picture, text: `${value.svg}\n` });
    parts.push(`![${value.description.replaceAll(/[[\]]/g, '')}](${picture})`);
  };
  const scope: Scope = { display, FileAttachment: fileBeside(file), md: joined };
  for (const cell of cellsOf(readFileSync(file, 'utf8'))) await runCell(cell, scope, display, dirname(file));
  return [{ name: `${name}.md`, text: `${parts.join('\n\n')}\n` }, ...pictures];
}

/** Notebooks are one element per cell, as notebook-kit writes them. */
function cellsOf(text: string): Cell[] {
  return [...text.matchAll(/<script id="\d+" type="(text\/markdown|module)">\n([\s\S]*?)\n *<\/script>/g)].map(
    ([, type, value]) => ({ mode: type === 'module' ? 'js' : 'md', value: dedented(value!) }),
  );
}

function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}

async function runCell(cell: Cell, scope: Scope, display: (value: unknown) => void, folder: string): Promise<void> {
  const { body, inputs = [], autodisplay } = transpile(cell.value, cell.mode);
  const globals = globalThis as Scope;
  const missing = inputs.find((input) => !(input in scope) && !(input in globals));
  if (missing !== undefined) throw new Error(`${missing} is used before the cell that defines it`);
  // The imports of a cell are calls by now; they are led to where the modules are.
  const run = runInThisContext(`(load) => (${body.replaceAll(/\bimport\("/g, 'load("')})`) as (load: Load) => Body;
  const result = await run(loaderOf(folder))(...inputs.map((input) => scope[input] ?? globals[input]));
  if (autodisplay) display(result);
  else if (typeof result === 'object') Object.assign(scope, result);
}

type Load = (specifier: string) => Promise<object>;

function loaderOf(folder: string): Load {
  return async (specifier) => {
    if (specifier === './chart.js') return { chart: drawingWith(await configOf(folder)) };
    const place = specifier.startsWith('.') ? pathToFileURL(join(folder, specifier)).href : specifier;
    return (await import(place)) as object;
  };
}

async function configOf(folder: string): Promise<object> {
  const look = (await import(pathToFileURL(join(folder, 'look.js')).href)) as { readonly config: object };
  return look.config;
}

/** In the place of `chart.js`. A specification that Vega-Lite complains about is a mistake. */
function drawingWith(config: object): (spec: Spec) => Promise<Drawing> {
  return async (spec) => {
    const { svg, warnings } = await renderSvg({ config, ...spec });
    if (warnings.length > 0) throw new Error(`a chart is wrong: ${warnings.join('; ')}`);
    const description = spec['description'];
    if (typeof description !== 'string') throw new Error('a chart has no description');
    return { svg, description };
  };
}

function isDrawing(value: unknown): value is Drawing {
  return typeof value === 'object' && value !== null && 'svg' in value;
}

function fileBeside(notebook: string) {
  return (name: string) => {
    const path = resolve(dirname(notebook), name);
    return {
      text: () => Promise.resolve(readFileSync(path, 'utf8')),
      json: () => Promise.resolve(JSON.parse(readFileSync(path, 'utf8')) as unknown),
    };
  };
}

/** The tag of prose: its text as it is. */
function joined(strings: readonly string[], ...values: readonly unknown[]): string {
  return strings.map((text, i) => text + (i < values.length ? String(values[i]) : '')).join('');
}
