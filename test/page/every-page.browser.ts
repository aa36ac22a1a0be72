import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { open, openAll, pageOf, violations } from './browser.js';
import { REPORTS } from './reports.js';

const MOST_BYTES = 500_000;
const NARROW = 360;

describe.each(REPORTS.map((argv) => [argv.join(' '), argv] as const))('%s', (_, argv) => {
  let written: Promise<string> | undefined;
  const path = () => {
    written ??= pageOf(argv);
    return written;
  };

  test('is small, asks for nothing and has no errors', async () => {
    await using opened = await open(await path());
    const { page, problems } = opened;
    await openAll(page);
    expect(problems).toEqual([]);
    expect(statSync(await path()).size).toBeLessThan(MOST_BYTES);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('table').count()).toBeGreaterThan(0);
  });

  test.each([
    ['light', 1280],
    ['dark', NARROW],
  ] as const)('is accessible, %s, %i wide', async (scheme, width) => {
    expect(await violations(await path(), scheme, { width })).toEqual([]);
  });

  test('has its headings in order', async () => {
    await using opened = await open(await path());
    const levels = await opened.page.evaluate(() =>
      [...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')].map(({ tagName }) => tagName),
    );
    const skipped = levels.filter((level, index) => Number(level[1]) > Number((levels[index - 1] ?? 'H0')[1]) + 1);
    expect({ first: levels[0], skipped }).toEqual({ first: 'H1', skipped: [] });
  });

  test('has a name, a description and numbers for each drawing', async () => {
    await using opened = await open(await path());
    const { page } = opened;
    await openAll(page);
    const figures = await page.locator('figure').count();
    const images = await imagesOf(page);
    expect(images).toHaveLength(figures);
    expect(new Set(images.map(({ name }) => name)).size).toBe(figures);
    expect(images.filter(({ name, description }) => name === '' || description === '')).toEqual([]);
    const cells = await page
      .locator('figure')
      .evaluateAll((all) => all.map((each) => each.querySelectorAll('table tbody td.number').length));
    expect(cells.filter((count) => count === 0)).toEqual([]);
  });

  test('gives all that can be used to the keyboard', async () => {
    await using opened = await open(await path());
    await openAll(opened.page);
    expect(await unreached(opened.page)).toEqual([]);
  });

  test('needs no more room than a narrow screen has', async () => {
    await using opened = await open(await path(), { viewport: { width: NARROW, height: 640 } });
    await openAll(opened.page);
    expect(await opened.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(NARROW);
  });

  test('is printed on A4 and Letter', async () => {
    await using opened = await open(await path());
    for (const format of ['A4', 'Letter']) {
      const pdf = (await opened.page.pdf({ format })).toString('latin1');
      expect(pdf.slice(0, 4)).toBe('%PDF');
      expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0);
    }
  });
});

/** What can be used or scrolls. */
const USABLE = ':is(button, summary, input, select, textarea, a, .scroll, pre):not(:disabled)';

/** What of that is shown and not reached with Tab from the start of the page. */
async function unreached(page: Page): Promise<string[]> {
  await page.evaluate(() =>
    document.addEventListener('focusin', ({ target }) => target instanceof Element && target.setAttribute('data-reached', '')),
  );
  const shown = page.locator(USABLE).filter({ visible: true });
  for (let presses = await shown.count(); presses > 0; presses -= 1) await page.keyboard.press('Tab');
  return shown.evaluateAll((all) => all.filter((each) => !each.hasAttribute('data-reached')).map((each) => each.outerHTML.slice(0, 120)));
}

/** What those who do not see have of each drawing, as the browser tells them. */
async function imagesOf(page: Page): Promise<{ name: string; description: string }[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ role, ignored }) => role?.value === 'image' && !ignored)
    .map(({ name, description }) => ({ name: String(name?.value ?? ''), description: String(description?.value ?? '') }));
}
