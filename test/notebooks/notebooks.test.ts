/** Notebooks build with npm alone, ask for nothing from the network, and every chart in them has marks. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const notebooks = readdirSync(join(ROOT, 'notebooks')).filter((name) => name.endsWith('.html'));
const modules = readdirSync(join(ROOT, 'notebooks')).filter((name) => name.endsWith('.js'));
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(CHROMIUM);
const BUILD_MS = 240_000;
const VISIT_MS = 60_000;

const sourceOf = (name: string) => readFileSync(join(ROOT, 'notebooks', name), 'utf8');
const filesOf = (name: string) => [...sourceOf(name).matchAll(/FileAttachment\('([^']+)'\)/g)].map((match) => match[1]!);

/** A checkout that has nothing but the notebooks, the packages, and the published files that they read. */
let project = '';
let server: Server | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'quorum-bench-notebooks-'));
  mkdirSync(join(project, 'notebooks'));
  for (const name of [...notebooks, ...modules]) {
    cpSync(join(ROOT, 'notebooks', name), join(project, 'notebooks', name));
  }
  for (const file of new Set(notebooks.flatMap(filesOf))) {
    const path = join(project, 'notebooks', file);
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(ROOT, 'notebooks', file), path);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  const program = join(ROOT, 'node_modules/@observablehq/notebook-kit/dist/bin/notebooks.js');
  const files = notebooks.map((name) => join('notebooks', name));
  await promisify(execFile)(process.execPath, [program, 'build', '--root', '.', '--out', 'built', '--', ...files], {
    cwd: project,
  });
  server = await serve(join(project, 'built'));
  if (!hasBrowser) return;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}, BUILD_MS);

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(project, { recursive: true, force: true });
});

it.each([...notebooks, ...modules])('%s imports nothing but packages of ours and modules beside it', (name) => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const known = [...Object.keys(dependencies), ...modules.map((module) => `./${module}`)];
  const imports = [...sourceOf(name).matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
  if (name.endsWith('.html')) expect(imports.length).toBeGreaterThan(1);
  expect(imports.filter((specifier) => !known.includes(specifier))).toEqual([]);
  // These come from a public server when the page is viewed.
  expect(sourceOf(name)).not.toMatch(/\b(Plot|d3|vl|Inputs)\.|\.csv\(\)|\bnpm:/);
});

describe.each(notebooks)('%s', (name) => {
  it('reads published results, and them only', () => {
    expect(filesOf(name).length).toBeGreaterThan(0);
    for (const file of filesOf(name)) expect(file).toMatch(/^\.\.\/results\/(?!local\/)/);
  });

  it('is listed in the README of its folder', () => {
    expect(readFileSync(join(ROOT, 'notebooks/README.md'), 'utf8')).toContain(`\`${name}\``);
  });

  it('builds', () => {
    expect(existsSync(join(project, 'built/notebooks', name))).toBe(true);
  });

  it.skipIf(!hasBrowser)(
    `shows its charts in ${CHROMIUM} without network (skipped where there is none; set CHROMIUM)`,
    async () => {
      const page = await browser!.newPage();
      const [complaints, strangers]: [string[], string[]] = [[], []];
      const origin = `http://127.0.0.1:${(server!.address() as AddressInfo).port}`;
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) strangers.push(request.url());
      });
      await page.goto(`${origin}/notebooks/${name}`);
      const drawn = sourceOf(name).match(/await chart\(/g)!.length;
      const charts = page.locator('.vega-embed svg.marks');
      await expect.poll(() => charts.count(), { timeout: VISIT_MS / 2 }).toBe(drawn);
      for (const chart of await charts.all()) {
        expect(await chart.locator('.role-mark path, .role-mark line').count()).toBeGreaterThan(3);
        expect(await chart.locator('.role-axis-title').count()).toBeGreaterThan(0);
      }
      // A cell that failed shows its error in the page.
      expect(await page.locator('.observablehq--error').count()).toBe(0);
      expect(await page.locator('li, td').count()).toBeGreaterThan(5);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
      await page.close();
    },
    VISIT_MS,
  );
});

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.json': 'application/json',
};

/** Serves a folder on a free port of this machine. */
async function serve(folder: string): Promise<Server> {
  const listener = createServer((request, response) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  return listener;
}
