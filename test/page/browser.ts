import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { program } from '../cli/program.js';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** A folder for pages, which goes when the tests end. */
export const folder = mkdtempSync(join(tmpdir(), 'pages-'));

let connected: Promise<Browser> | undefined;

/** The one Chromium of the run. */
function browser(): Promise<Browser> {
  connected ??= chromium.connect(inject('chromium'));
  return connected;
}

let written = 0;

/** Writes a page as its file, and returns the path. */
export function fileOf(html: string): string {
  written += 1;
  const path = join(folder, `${written}.html`);
  writeFileSync(path, html);
  return path;
}

/** Writes a report as a page: `argv` without format and output, its paths from the package's folder or `cwd`. Returns the page's path. */
export async function pageOf(argv: readonly string[], cwd = PACKAGE): Promise<string> {
  written += 1;
  const path = join(folder, `${written}.html`);
  const { status, stderr } = await program([...argv, '--output', path], { cwd, env: { XDG_CONFIG_HOME: '/nonexistent' } });
  expect({ argv, status, stderr: status === 0 ? '' : stderr }).toEqual({ argv, status: 0, stderr: '' });
  return path;
}

/** A page in a browser, and what should not have happened there. */
export interface Opened {
  page: Page;
  /** Errors of scripts and of the policy, and each request for anything but the page itself. */
  problems: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a page is opened. */
interface Opening extends BrowserContextOptions {
  /** Whether its packed script will be there: not where a test keeps the page from starting it. */
  starts?: boolean;
}

/** Opens a page, by its path or address, in a context of its own: `await using opened = await open(path)`. */
export async function open(path: string, { starts = true, ...options }: Opening = {}): Promise<Opened> {
  const url = /^(https?|file):/.test(path) ? path : pathToFileURL(path).href;
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const problems: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#', 1)[0] !== url.split('#', 1)[0]) problems.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  // The packed script is there a moment after the page, behind the one that starts it.
  if (starts && options.javaScriptEnabled !== false)
    await page.waitForFunction(
      () => document.getElementById('code') === null || document.querySelector('#code ~ script ~ script') !== null,
    );
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe finds wrong in a page, a line each: rule, element, and what to do. The page may be changed before by `prepare`. */
export async function violations(
  path: string,
  colorScheme: 'light' | 'dark',
  { width = 1280, prepare = openAll }: { width?: number; prepare?: (page: Page) => Promise<void> } = {},
): Promise<string[]> {
  await using opened = await open(path, { bypassCSP: true, colorScheme, viewport: { width, height: 800 } });
  const { page } = opened;
  await prepare(page);
  await page.evaluate(AXE);
  const found = await page.evaluate<AxeResults>('axe.run()');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

/** Opens all that is folded, so that all is looked at. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
}
