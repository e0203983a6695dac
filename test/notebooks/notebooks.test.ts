/** Notebooks build with npm alone, ask for nothing from the network, and every chart in them has marks. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweptFolder } from '../report/fixture.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const notebooks = readdirSync(join(ROOT, 'notebooks')).filter((name) => name.endsWith('.html'));
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const BUILD_MS = 240_000;
const VISIT_MS = 60_000;

/** A project with these notebooks, and a small sweep with the panels of the default one in place of the published. */
let project = '';

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'quorum-bench-notebooks-'));
  cpSync(join(ROOT, 'notebooks'), join(project, 'notebooks'), {
    recursive: true,
    filter: (source) => !source.startsWith(join(ROOT, 'notebooks', 'dist')),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  const swept = await sweptFolder({
    name: 'sample',
    base: { nodes: 5, policy: { leader: 0 }, phases: { warmupMs: 50, ops: 200 } },
    seeds: 2,
    panels: [
      { name: 'node-count', axes: { algorithm: ['multi-paxos'] } },
      { name: 'node-count', axes: { algorithm: ['flexible-paxos', 'raft'], quorums: ['majority', 'minimal'] } },
    ],
  });
  cpSync(swept, join(project, 'results', 'default'), { recursive: true });
  rmSync(swept, { recursive: true });
  const program = join(ROOT, 'node_modules/@observablehq/notebook-kit/dist/bin/notebooks.js');
  const files = notebooks.map((name) => join('notebooks', name));
  await promisify(execFile)(process.execPath, [program, 'build', '--root', '.', '--out', 'built', '--', ...files], {
    cwd: project,
  });
}, BUILD_MS);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe.each(notebooks)('%s', (name) => {
  it('imports nothing but packages of ours, by their bare names, and reads only results/', () => {
    const text = readFileSync(join(ROOT, 'notebooks', name), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imports = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
    expect(imports.length).toBeGreaterThan(0);
    for (const specifier of imports) expect(Object.keys(dependencies)).toContain(specifier);
    for (const [, file] of text.matchAll(/FileAttachment\('([^']+)'\)/g)) expect(file).toMatch(/^\.\.\/results\/default\//);
    expect(text).not.toMatch(/\b(Plot|d3|vl|Inputs)\.|\.csv\(\)|\bnpm:/);
  });

  it('is listed in the README of its folder', () => {
    expect(readFileSync(join(ROOT, 'notebooks/README.md'), 'utf8')).toContain(`\`${name}\``);
  });

  it('builds', () => {
    expect(existsSync(join(project, 'built/notebooks', name))).toBe(true);
  });

  it.skipIf(!existsSync(CHROMIUM))(
    `shows its charts in ${CHROMIUM} without network (skipped where there is none; set CHROMIUM)`,
    async () => {
      const server = await serve(join(project, 'built'));
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const page = await browser.newPage();
        const [complaints, strangers]: [string[], string[]] = [[], []];
        const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => {
          if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) strangers.push(request.url());
        });
        await page.goto(`${origin}/notebooks/${name}`);
        const charts = page.locator('.vega-embed svg.marks');
        await expect.poll(() => charts.count(), { timeout: VISIT_MS / 2 }).toBeGreaterThan(1);
        for (const chart of await charts.all()) {
          expect(await chart.locator('.role-mark path').count()).toBeGreaterThan(3);
          expect(await chart.locator('.role-axis-title').count()).toBeGreaterThan(1);
        }
        expect(await page.locator('li').count()).toBeGreaterThan(1);
        expect(complaints).toEqual([]);
        expect(strangers).toEqual([]);
      } finally {
        await browser.close();
        server.close();
      }
    },
    VISIT_MS,
  );
});

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.csv': 'text/csv',
};

/** Serves a folder on a free port of this machine. */
async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
