import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { folder, open, violations } from './browser.js';
import { ALL, madePage, REPORT, tablesOf } from './made-page.js';

const path = await madePage(REPORT);
const TABLE = '#table-0 table';

/** The texts of a column, top to bottom, of rows that are shown. */
function column(page: Page, number: number): Promise<string[]> {
  return page.locator(`${TABLE} tbody tr:visible > :nth-child(${number})`).allTextContents();
}

function header(page: Page, name: string) {
  return page.locator(`${TABLE} thead`).getByRole('button', { name });
}

const sortOf = (page: Page) =>
  page.locator(`${TABLE} th[aria-sort]`).evaluateAll((all) => all.map((each) => each.getAttribute('aria-sort')));

describe('sorting', () => {
  test.each(['Enter', 'Space'])('by numbers with %s: largest first, smallest first, as it was; the sum stays last', async (key) => {
    await using opened = await open(path);
    const { page, problems } = opened;
    const before = await column(page, 1);
    const press = async () => {
      await header(page, 'cost').press(key);
      return { costs: await column(page, 3), sort: await sortOf(page) };
    };
    const [most, least, none] = [await press(), await press(), await press()];
    const numbers = (texts: readonly string[]) =>
      texts
        .slice(0, -1)
        .filter((text) => text !== '–')
        .map((text) => Number(text.replace(',', '')));
    const ascending = numbers(least.costs);
    expect(ascending).toEqual(ascending.toSorted((one, other) => one - other));
    expect(numbers(most.costs)).toEqual(ascending.toReversed());
    expect([most, least].map(({ costs }) => costs.slice(-11))).toEqual([0, 1].map(() => [...Array(10).fill('–'), '70,000.00']));
    expect([most.sort, least.sort, none.sort]).toEqual([['descending'], ['ascending'], []]);
    expect(await column(page, 1)).toEqual(before);
    expect(problems).toEqual([]);
  });

  test('by words with a click, numbers in them by value; another column takes its place', async () => {
    await using opened = await open(path);
    const { page } = opened;
    await header(page, 'reader').click();
    expect(await column(page, 1)).toEqual([...Array.from({ length: ALL }, (_, index) => `reader ${index}`), 'Total']);
    await header(page, 'month').click();
    expect(await sortOf(page)).toEqual(['ascending']);
    expect((await column(page, 2)).slice(0, 4)).toEqual(['2026-01', '2026-01', '2026-01', '2026-01']);
  });

  test('by names that go without saying', async () => {
    await using opened = await open(path);
    const { page } = opened;
    await page.locator('#table-2').getByRole('button', { name: 'Name', exact: true }).click();
    expect(await page.locator('#table-2 tbody th').allTextContents()).toEqual(['a', 'b']);
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending');
  });

  test('a table of one row has nothing to sort', async () => {
    await using opened = await open(path);
    expect(await opened.page.locator('#table-1 button.sort').count()).toBe(0);
  });
});

describe('filtering', () => {
  test('shows rows with all words, counts them aloud, and hides a sum that would not be theirs', async () => {
    await using opened = await open(path);
    const { page } = opened;
    const filter = page.getByRole('searchbox', { name: 'Filter the rows of Readers' });
    const count = page.getByRole('status');
    expect(await count.textContent()).toBe('40 rows');
    await filter.fill('READER 2026-03 ');
    expect(await column(page, 2)).toEqual(['2026-03', '2026-03', '2026-03', '2026-03']);
    expect(await count.textContent()).toBe('4 of 40 rows');
    await filter.fill('nobody');
    expect(await column(page, 1)).toEqual([]);
    expect(await count.textContent()).toBe('0 of 40 rows');
    await filter.fill('');
    expect(await column(page, 1)).toHaveLength(ALL + 1);
  });

  test('a short table has none', async () => {
    await using opened = await open(path);
    expect(await opened.page.locator('#table-1 input').count()).toBe(0);
  });
});

describe('CSV', () => {
  /** What a button of a table saves. */
  async function saved(page: Page, table: string): Promise<{ name: string; csv: string }> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `CSV of ${table}` }).click()]);
    const file = join(folder, 'saved.csv');
    await download.saveAs(file);
    return { name: download.suggestedFilename(), csv: readFileSync(file, 'utf8') };
  }

  test('has what is shown, in its order', async () => {
    await using opened = await open(path);
    const { page } = opened;
    await page.getByRole('searchbox').fill('2026-02');
    await header(page, 'cost').click();
    const { name, csv } = await saved(page, 'Readers');
    const [first, ...rows] = parse(csv) as string[][];
    expect(name).toBe('readers.csv');
    expect(first).toEqual(['reader', 'month', 'cost']);
    expect(rows.map(([reader]) => reader)).toEqual(await column(page, 1));
    expect(rows.map((row) => row[2])).toEqual((await column(page, 3)).map((cost) => cost.replace(',', '')));
    expect(rows).toHaveLength(4);
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  test('has no formula', async () => {
    await using opened = await open(path);
    await opened.page.locator('summary').click();
    expect(parse((await saved(opened.page, 'Folded')).csv)).toEqual([
      ['', 'cost'],
      ["'=1+1", '-1000.5'],
    ]);
  });

  test('has all rows with their sum where nothing is filtered', async () => {
    await using opened = await open(path);
    const rows = parse((await saved(opened.page, 'Readers')).csv) as string[][];
    expect(rows).toHaveLength(ALL + 2);
    expect(rows.at(-1)).toEqual(['Total', '', '70000.00']);
  });
});

test('a table in the place of another is shown as that was, and can be worked with', async () => {
  await using opened = await open(path);
  const { page, problems } = opened;
  await header(page, 'cost').click();
  await page.getByRole('searchbox').fill('2026-05');
  const before = await column(page, 1);
  await page.evaluate((html) => {
    const block = document.querySelector('#block-tables');
    if (block !== null) block.outerHTML = html;
  }, tablesOf(REPORT));
  await page.locator(`${TABLE} button.sort`).first().waitFor();
  expect(await column(page, 1)).toEqual(before);
  expect(await page.getByRole('searchbox').inputValue()).toBe('2026-05');
  expect(await page.getByRole('status').textContent()).toBe('3 of 40 rows');
  expect(await sortOf(page)).toEqual(['descending']);
  await header(page, 'cost').click();
  expect(await sortOf(page)).toEqual(['ascending']);
  expect(problems).toEqual([]);
});

test('without a script the page is whole', async () => {
  await using opened = await open(path, { javaScriptEnabled: false });
  expect(await column(opened.page, 1)).toHaveLength(ALL + 1);
  expect(await opened.page.locator('button, input').count()).toBe(0);
  expect(await opened.page.getByRole('caption').first().isVisible()).toBe(true);
});

test('on paper nothing is lost: all rows, titles, what is folded; no controls, and each page has the header', async () => {
  await using opened = await open(path);
  const { page } = opened;
  await page.getByRole('searchbox').fill('2026-02');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await column(page, 1)).toHaveLength(ALL + 1);
  expect(await page.locator('#table-1 td:visible').allTextContents()).toContain('-1,000.5');
  expect(await page.locator('.tools:visible').count()).toBe(0);
  expect(await page.locator(`${TABLE} caption`).evaluate((caption) => caption.getBoundingClientRect().height)).toBeGreaterThan(10);
  expect(await page.locator(`${TABLE} thead`).evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  expect(await page.locator('#table-1').evaluate((details) => details.hasAttribute('open'))).toBe(false);
  expect(await column(page, 1)).toHaveLength(4);
});

test('whoever uses the keyboard sees where they are', async () => {
  await using opened = await open(path);
  const { page } = opened;
  await page.keyboard.press('Tab');
  for (const role of ['INPUT', 'BUTTON', 'DIV', 'BUTTON']) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      const style = activeElement === null ? undefined : getComputedStyle(activeElement);
      return { role: activeElement?.tagName, outline: style?.outlineStyle, width: style?.outlineWidth };
    });
    expect(focused).toEqual({ role, outline: 'solid', width: '2px' });
    await page.keyboard.press('Tab');
  }
});

test.each(['light', 'dark'] as const)('sorted and filtered it is accessible, %s', async (scheme) => {
  const prepare = async (page: Page) => {
    await header(page, 'cost').click();
    await page.getByRole('searchbox').fill('2026');
  };
  expect(await violations(path, scheme, { prepare })).toEqual([]);
});
