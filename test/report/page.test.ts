/** `report.html` in a real browser, without network: Debian's Chromium. Where there is none, the tests are skipped. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../harness/report/report.ts';
import { sweptFolder } from './fixture.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SWEEP_MS = 240_000;
const DRAWN_MS = 120_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page, and all that it complained of or asked for. */
interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

describe.skipIf(!existsSync(CHROMIUM))(`report.html in ${CHROMIUM} (skipped where there is none; set CHROMIUM)`, () => {
  let dir = '';
  let browser: Browser;

  beforeAll(async () => {
    dir = await sweptFolder();
    await writeReport(dir);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, SWEEP_MS);

  afterAll(async () => {
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function visit(options: BrowserContextOptions, folder = dir): Promise<Visit> {
    const page = await (await browser.newContext(options)).newPage();
    const visited: Visit = { page, complaints: [], requests: [] };
    page.on('console', (message) => visited.complaints.push(message.text()));
    page.on('pageerror', (error) => visited.complaints.push(error.message));
    page.on('request', (request) => visited.requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.waitForSelector('html[data-drawn=true]', { timeout: DRAWN_MS });
    return visited;
  }

  it.each([
    ['default', 1280, 'light'],
    ['fail-over', 390, 'dark'],
    ['agreement', 390, 'light'],
    ['fail-over', 1280, 'light'],
  ] as const)(
    'the published report of %s at %i pixels, %s: no complaint, nothing overflows, and every chart has marks',
    async (name, width, colorScheme) => {
      const published = join(import.meta.dirname, '../../results', name);
      const { page, complaints, requests } = await visit({ viewport: { width, height: 800 }, colorScheme }, published);
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      for (const figure of await page.locator('figure').all()) {
        const name = (await figure.getAttribute('id'))!;
        expect(await figure.locator('.role-mark :is(path, line, text)').count(), name).toBeGreaterThan(3);
        // Where one thing varies, the map of winners is a strip with one axis.
        const axes = name.includes('crossover') ? 1 : 2;
        expect(await figure.locator('.role-axis-title').count(), name).toBeGreaterThanOrEqual(axes);
      }
    },
    DRAWN_MS,
  );

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'at %i pixels, %s: no complaint, no request, nothing overflows, and every chart has marks, axes and legend',
    async (width, colorScheme) => {
      const { page, complaints, requests } = await visit({ viewport: { width, height: 800 }, colorScheme });
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
      expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(1);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const figures = await page.locator('figure').all();
      expect(figures.length).toBeGreaterThan(6);
      for (const figure of figures) {
        const name = (await figure.getAttribute('id'))!;
        expect(await figure.locator('.role-mark :is(path, line, text)').count(), name).toBeGreaterThan(3);
        expect(await figure.locator('.role-axis-title').count(), name).toBeGreaterThan(1);
        expect(await figure.locator('.role-legend').count(), name).toBeGreaterThan(0);
        const color = await figure.locator('.role-axis-title text').first().getAttribute('fill');
        expect(color, name).toBe(colorScheme === 'dark' ? '#e6edf3' : '#1b1f24');
      }
      await page.context().close();
    },
    DRAWN_MS,
  );

  it(
    'answers the question on the first screen',
    async () => {
      const { page } = await visit({ viewport: { width: 1280, height: 800 } });
      const box = await page.locator('.findings dd').first().boundingBox();
      expect(box!.y + box!.height).toBeLessThan(800);
      expect(await page.locator('.findings dd').first().textContent()).toMatch(
        /has the lowest p99 latency, .+ms \[.+\]/,
      );
      await page.context().close();
    },
    DRAWN_MS,
  );

  it(
    'shows what is under the pointer, follows a point to its row, and picks out a protocol by its legend',
    async () => {
      const { page } = await visit({ viewport: { width: 1280, height: 900 } });
      // One that is unseen keeps the titles of panels in line.
      const point = page.locator('#p99-by-nodes .mark-symbol.role-mark path:not([opacity="0"])').first();
      await point.scrollIntoViewIfNeeded();
      await point.hover({ force: true });
      const tooltip = page.locator('#vg-tooltip-element.visible');
      await tooltip.waitFor();
      expect(await tooltip.textContent()).toMatch(/protocol.*quorums q1\/q2.*nodes.*p99 latency/s);
      await point.click({ force: true });
      await page.waitForURL(/#c\d+$/);
      const row = page.locator('tr:target');
      expect(await row.count()).toBe(1);
      await expect.poll(() => row.locator('code').first().isVisible()).toBe(true);
      expect(await row.locator('code').allTextContents()).toEqual(
        expect.arrayContaining([expect.stringMatching(/^quorum-bench trace \. [0-9a-f]{16} --request p99\.9$/)]),
      );

      const faded = page.locator('#p99-by-nodes .role-mark path[opacity="0.1"]');
      expect(await faded.count()).toBe(0);
      await page.locator('#p99-by-nodes .role-legend-label text').first().click({ force: true });
      await expect.poll(() => faded.count()).toBeGreaterThan(0);
      await page.context().close();
    },
    DRAWN_MS,
  );

  it(
    'filters charts and table by protocol, chooses the nodes, and sorts and searches the table, all by keyboard',
    async () => {
      const { page } = await visit({ viewport: { width: 1280, height: 900 } });
      const marks = page.locator('#p99-by-nodes .mark-symbol.role-mark path');
      const [before, rows] = [await marks.count(), await page.locator('#configurations tbody tr').count()];
      await page.locator('input[name=protocol]').first().press('Space');
      await expect.poll(() => marks.count()).toBeLessThan(before);
      const visible = page.locator('#configurations tbody tr:not([hidden])');
      expect(await visible.count()).toBeLessThan(rows);

      const nodes = page.locator('[data-axis=nodes]');
      await nodes.locator('summary').press('Enter');
      await nodes.locator('input[value="3"]').press('Space');
      const choice = page.locator('#choices-commit-latency-by-quorums input');
      await expect.poll(() => choice.last().isChecked()).toBe(true);
      expect(await choice.first().isDisabled()).toBe(true);
      expect(await page.locator('#configurations tbody tr:not([hidden])[data-nodes="3"]').count()).toBe(0);
      await page.locator('#all').press('Enter');
      expect(await visible.count()).toBe(rows);
      await page.locator('input[name=protocol]').first().press('Space');

      await page.locator('#words').fill('raft load');
      expect(await visible.count()).toBe(6);
      expect(await page.locator('#count').textContent()).toBe(`6 of ${rows} configurations`);
      const head = page.locator('#configurations th', { hasText: 'throughput' });
      await head.locator('button').press('Enter');
      await head.locator('button').press('Enter');
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      const titles = await page.locator('#configurations th').allTextContents();
      const cells = visible.locator(`td:nth-child(${titles.indexOf('throughput') + 1})`);
      const values: number[] = [];
      for (const cell of await cells.all()) values.push(Number(await cell.getAttribute('data-value')));
      expect(values).toHaveLength(6);
      expect(values).toEqual([...values].sort((a, b) => b - a));

      const label = page.locator('#commit-latency-by-quorums .role-axis-label text', { hasText: '2/3' });
      // The choice stays where the filter has moved it.
      await expect.poll(() => label.count()).toBeGreaterThan(0);
      await choice.first().press('Space');
      await expect.poll(() => label.count()).toBe(0);
      await page.context().close();
    },
    DRAWN_MS,
  );

  it(
    'is complete without scripts but for the drawn charts, and prints without controls',
    async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(pathToFileURL(join(dir, 'report.html')).href);
      expect(await page.locator('#configurations tbody tr').count()).toBeGreaterThan(20);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.filter').isVisible()).toBe(false);
      await context.close();
    },
    DRAWN_MS,
  );
});
