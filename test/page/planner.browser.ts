import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { money } from '../../src/report/layout/figures.js';
import { program } from '../cli/program.js';
import { sampleText } from '../support.js';
import { fileOf, folder, open, pageOf } from './browser.js';

const SCENARIO = 'samples/organization.yaml';
const PAGE = await pageOf(['estimate', SCENARIO]);

function inputOf(page: Page, path: string, part = 'value') {
  return page.locator(`[data-path="${path}"] [data-part="${part}"]`);
}

/** Types a value as a person does, and leaves the field. */
async function type(page: Page, path: string, value: string): Promise<void> {
  const input = inputOf(page, path);
  await input.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption(value);
  else {
    await input.fill(value);
    await input.blur();
  }
}

/** All draws are shown when the lead says so. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => /of 1,000 draws/.test(document.querySelector('.lead')?.textContent ?? ''));
}

interface Figures {
  totals: Record<string, { expected: string }>;
  period: { months: number };
}

/** What the command line says of the same settings. */
async function figuresWith(settings: readonly string[], scenario = SCENARIO): Promise<Figures> {
  const argv = ['what-if', scenario, ...settings.flatMap((each) => ['--set', each]), '--json'];
  const { status, stdout, stderr } = await program(argv, { cwd: new URL('../..', import.meta.url).pathname });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { asSet, base, period } = JSON.parse(stdout.toString());
  return { totals: (asSet ?? base).totals, period };
}

/** What the page shows of each strategy. */
async function statsOf(page: Page): Promise<string[]> {
  return page.locator('.stat > .value').allTextContents();
}

function expectedStats({ totals, period }: Figures): string[] {
  return ['sse-s3', 'sse-kms', 'sse-kms-bucket-key'].map(
    (strategy) => `${money(new Decimal(totals[strategy]?.expected ?? 0).div(period.months), 'USD')} a month`,
  );
}

let downloads = 0;

/** A file that the page gives to be kept. */
async function downloaded(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.click('#take > summary');
  await page.click(button);
  downloads += 1;
  const path = join(folder, `download-${downloads}`);
  await (await download).saveAs(path);
  return readFileSync(path, 'utf8');
}

const CHANGES: readonly (readonly [path: string, typed: string])[] = [
  ['readers.siem.times', '2'],
  ['readers.athena-hunting.lookbackDays', 'all'],
  ['readers.athena-hunting.share', '0.5'],
  ['readers.validation.runsPerMonth', '30.4'],
  ['readers.siem.digests', 'false'],
  ['trails.org.accounts', '+40'],
  ['trails.org.growthPercentPerMonth', '3'],
  ['keys.rotations', '2'],
  ['freeRequestsLeft', '12000'],
  ['recording.paidCopies', '1'],
  ['recording.guardDuty', 'true'],
  ['discountPercent', '7'],
];

describe("the planner's figures", () => {
  test('are the command line’s after each change, and its lines to the last digit', async () => {
    await using opened = await open(PAGE);
    const { page, problems } = opened;
    const settings: string[] = [];
    for (const [path, typed] of CHANGES) {
      await type(page, path, typed);
      settings.push(`${path}=${typed}`);
      expect([path, ...(await statsOf(page))]).toEqual([path, ...expectedStats(await figuresWith(settings))]);
    }
    const written = join(folder, 'changed.yaml');
    writeFileSync(written, await downloaded(page, '#download-yaml'));
    const csv = await downloaded(page, '#download-csv');
    const again = await program(['estimate', written, '--format', 'csv'], { cwd: folder });
    expect(csv).toBe(again.stdout.toString());
    expect(problems).toEqual([]);
  });

  test('of a number with a range are those of the range that the link says', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    await type(page, 'readers.athena-hunting.runsPerMonth', '17.4');
    const [setting = ''] = new URLSearchParams(new URL(page.url()).hash.slice(1)).getAll('set');
    expect(setting).toBe('readers.athena-hunting.runsPerMonth={low: 8, expected: 17.4, high: 40}');
    expect(await statsOf(page)).toEqual(expectedStats(await figuresWith([setting])));
    await settled(page);
    const { stdout } = await program(['estimate', await changed(page), '--full'], { cwd: folder });
    const lead = (await page.textContent('.lead')) ?? '';
    expect(stdout.toString().replace(/\s+/g, ' ')).toContain(lead.slice(0, lead.indexOf('; at least')));
  });
});

let files = 0;

async function changed(page: Page): Promise<string> {
  files += 1;
  const path = join(folder, `changed-${files}.yaml`);
  writeFileSync(path, await downloaded(page, '#download-yaml'));
  return path;
}

test('a link opens the same case, and a reload stays there', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  await type(page, 'readers.siem.times', '3');
  await page.fill('#budget', '250');
  await page.locator('#budget').blur();
  const [stats, answer, url] = [await statsOf(page), await page.textContent('h1'), page.url()];
  expect(answer).toContain('over the budget of $250.00');
  await page.reload();
  await page.waitForSelector('#now');
  expect([await statsOf(page), await page.textContent('h1')]).toEqual([stats, answer]);
  await using other = await open(url);
  expect(await statsOf(other.page)).toEqual(stats);
  expect(await inputOf(other.page, 'readers.siem.times').inputValue()).toBe('3');
});

/** Types key by key in place of what there is, as a person does, and goes on. */
async function write(page: Page, path: string, typed: string, part = 'value'): Promise<void> {
  const input = inputOf(page, path, part);
  await input.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  await input.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Backspace');
  await page.keyboard.type(typed);
  await page.keyboard.press('Tab');
  // The page has its address at once, its driver learns of it a little later.
  await page.waitForURL(await page.evaluate(() => location.href));
}

const settingsIn = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).getAll('set');

describe('typing, key by key', () => {
  test.each([
    ['a field with a default', 'readers.athena-hunting.runMinutes', 'value', '25', 'readers.athena-hunting.runMinutes=25'],
    ['a range of whole numbers', 'readers.athena-hunting.getsPerFile', 'value', '2', '{low: 2, expected: 2, high: 4}'],
    ['a range as it was before', 'readers.analysts.readsPerMonth', 'value', '4000', '{low: 1000, expected: 4000, high: 20000}'],
    ['an end of a range', 'trails.org.activeRegions', 'low', '1.25', '{low: 1.25, expected: 2, high: 3}'],
    ['the other end', 'trails.org.activeRegions', 'high', '12', '{low: 1.5, expected: 2, high: 12}'],
    ['with an exponent', 'readers.analysts.readsPerMonth', 'value', '4e3', '{low: 1000, expected: 4000, high: 20000}'],
    ['as a message says', 'trails.org.growthPercentPerMonth', 'value', '==5', 'trails.org.growthPercentPerMonth==5'],
    ['below zero', 'trails.org.growthPercentPerMonth', 'value', '-5', 'trails.org.growthPercentPerMonth==-5'],
  ])('%s', async (_, path, part, typed, setting) => {
    await using opened = await open(PAGE);
    const { page, problems } = opened;
    await write(page, path, typed, part);
    expect(settingsIn(page)).toHaveLength(1);
    expect(settingsIn(page)[0]).toContain(setting);
    expect(await statsOf(page)).toEqual(expectedStats(await figuresWith(settingsIn(page))));
    await page.click('#undo');
    expect(settingsIn(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('what is emptied and left goes back to its default; an end of a range to what it was', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    await write(page, 'trails.org.activeRegions', '', 'low');
    expect([await inputOf(page, 'trails.org.activeRegions', 'low').inputValue(), settingsIn(page)]).toEqual(['1.5', []]);
    await write(page, 'trails.org.activeSlotShare', '');
    expect(settingsIn(page)).toEqual(['trails.org.activeSlotShare=']);
    expect(await statsOf(page)).toEqual(expectedStats(await figuresWith(settingsIn(page))));
  });

  test('what changes a number changes the one that is shown', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    const accounts = inputOf(page, 'trails.org.accounts');
    for (const [typed, shown] of [
      ['+40', '140'],
      ['+10', '150'],
      ['*2', '300'],
      ['-100', '200'],
      ['+20%', '240'],
    ] as const) {
      await write(page, 'trails.org.accounts', typed);
      expect([typed, await accounts.inputValue()]).toEqual([typed, shown]);
    }
    expect(await statsOf(page)).toEqual(expectedStats(await figuresWith(['trails.org.accounts=240'])));
  });

  test('a slider that passes other numbers, and zero, leaves a range its form', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    const slider = inputOf(page, 'readers.analysts.readsPerMonth', 'slider');
    await slider.evaluate((input: HTMLInputElement) => {
      for (const value of ['3', '0', '4000']) {
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(settingsIn(page)).toEqual(['readers.analysts.readsPerMonth={low: 1000, expected: 4000, high: 20000}']);
  });
});

test('a reader that a case names can go, and what is saved is a scenario', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  await page.click('text=Remove validation');
  const { status } = await program(['what-if', await changed(page)], { cwd: folder });
  expect(status).toBe(0);
});

test('undo, remove, add and reset go where they say', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  const now = () => page.textContent('#now');
  const first = await now();
  await type(page, 'readers.siem.times', '3');
  const second = await now();
  await page.click('text=Remove athena-hunting');
  expect(await inputOf(page, 'readers.athena-hunting.share').count()).toBe(0);
  await page.selectOption('#addition', 'splunk');
  await page.click('#add');
  expect(await inputOf(page, 'readers.splunk.times').count()).toBe(1);
  await page.click('#undo');
  await page.click('#undo');
  expect(await now()).toBe(second);
  await page.click('#reset');
  expect(await now()).toBe(first);
  expect(page.url()).not.toContain('#');
});

describe('what does not fit', () => {
  test.each([
    ['readers.siem.times', '5000', 'expected a number from 0 to 1,000'],
    ['readers.siem.times', 'often', 'expected a number'],
    ['trails.org.accounts', '*0.5.5', '"*0.5.5" is not a change'],
    ['readers.validation.lookbackDays', 'ever', 'expected'],
  ])('%s=%s is said at its control, and the last good figures stay', async (path, typed, message) => {
    await using opened = await open(PAGE);
    const { page, problems } = opened;
    const before = await statsOf(page);
    await type(page, path, typed);
    const problem = page.locator(`[data-path="${path}"] .problem`);
    expect(await problem.textContent()).toContain(message);
    expect(await inputOf(page, path).getAttribute('aria-invalid')).toBe('true');
    expect(await statsOf(page)).toEqual(before);
    await type(page, path, '1');
    expect(await problem.isHidden()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('leaves the figures of before, not those of what was typed on the way', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    const before = await statsOf(page);
    for (const [path, typed] of [
      ['readers.siem.times', '5000'],
      ['trails.org.accounts', '1,00'],
    ] as const) {
      await write(page, path, typed);
      expect([path, await statsOf(page), page.url().includes('#')]).toEqual([path, before, false]);
      expect(await inputOf(page, path).inputValue()).toBe(typed);
    }
  });

  test('takes thousands that are apart for what they are', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    await write(page, 'trails.org.accounts', '1,000');
    expect(await statsOf(page)).toEqual(expectedStats(await figuresWith(['trails.org.accounts=1000'])));
  });

  test('a scenario that is not YAML changes nothing, and says where it is wrong', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    const before = await statsOf(page);
    await page.setInputFiles('#open', {
      name: 'broken.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from('readers: [\n  - {name: a'),
    });
    await page.waitForFunction(() => document.getElementById('said')?.textContent !== '');
    expect(await page.textContent('#said')).toMatch(/^broken\.yaml:\d+:\d+/);
    expect(await statsOf(page)).toEqual(before);
  });

  test('a file of any size that is no scenario changes nothing, and says so', async () => {
    await using opened = await open(PAGE);
    const { page } = opened;
    const before = await statsOf(page);
    await page.setInputFiles('#open', { name: 'large.yaml', mimeType: 'application/yaml', buffer: Buffer.alloc(6_000_000, 'ä') });
    await page.waitForFunction(() => document.getElementById('said')?.textContent !== '');
    expect(await page.textContent('#said')).toMatch(/^large\.yaml: .*longer than a scenario can be/);
    expect(await statsOf(page)).toEqual(before);
  });

  test('a link that is not ours says so, and shows the scenario as it is', async () => {
    await using opened = await open(PAGE);
    const before = await statsOf(opened.page);
    for (const fragment of ['set=readers.nobody.times%3D2', 'set=x', `set=${'a'.repeat(300_000)}`, 'scenario=%3Cscript%3E', '%E0%A4%A']) {
      await opened.page.goto('about:blank');
      await opened.page.goto(`file://${PAGE}#${fragment}`);
      await opened.page.waitForSelector('#now');
      expect([fragment.slice(0, 30), await statsOf(opened.page)]).toEqual([fragment.slice(0, 30), before]);
    }
    expect(opened.problems.filter((problem) => problem.startsWith('error'))).toEqual([]);
  });
});

test('another scenario can be opened, and its link holds it whole', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  const buffer = Buffer.from(sampleText('small-account.yaml'));
  await page.setInputFiles('#open', { name: 'small-account.yaml', mimeType: 'application/yaml', buffer });
  await page.waitForFunction(() => /small/.test(document.querySelector('.caption')?.textContent ?? ''));
  const stats = await statsOf(page);
  expect(stats).toEqual(expectedStats(await figuresWith([], 'samples/small-account.yaml')));
  await using other = await open(page.url());
  expect(await statsOf(other.page)).toEqual(stats);
});

test('only its own scenario is saved where it came from, and a link without another leads back to it', async () => {
  const served = JSON.stringify({ name: 'own.yaml', etag: '"1"' });
  const html = readFileSync(PAGE, 'utf8').replace('id="data">{', `id="data">{"served":${served},`);
  await using opened = await open(fileOf(html));
  const { page } = opened;
  const own = await statsOf(page);
  const buffer = Buffer.from(sampleText('small-account.yaml'));
  await page.setInputFiles('#open', { name: 'small-account.yaml', mimeType: 'application/yaml', buffer });
  await page.waitForFunction(() => /small/.test(document.querySelector('.caption')?.textContent ?? ''));
  expect(await page.locator('#save').isDisabled()).toBe(true);
  const other = page.url();
  await page.evaluate(() => {
    location.hash = 'set=name%3Dx';
  });
  await page.waitForFunction(() => !/small/.test(document.querySelector('.caption')?.textContent ?? ''));
  expect([await statsOf(page), await page.locator('#save').isEnabled()]).toEqual([own, true]);
  await using linked = await open(other);
  expect(await linked.page.locator('#save').isDisabled()).toBe(true);
});

test("a budget's choices follow undo", async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  const budget = () => Promise.all(['#budget', '#budget-strategy', '#budget-on'].map((id) => page.locator(id).inputValue()));
  const before = await budget();
  await page.fill('#budget', '250');
  await page.locator('#budget').blur();
  await page.selectOption('#budget-strategy', 'sse-kms-bucket-key');
  await page.selectOption('#budget-on', 'high');
  expect(await budget()).toEqual(['250', 'sse-kms-bucket-key', 'high']);
  for (let step = 0; step < 3; step++) await page.click('#undo');
  expect(await budget()).toEqual(before);
  expect(await page.locator('#undo').isDisabled()).toBe(true);
});

/** Gives the page a file to open, and returns what it says of it. */
async function given(page: Page, name: string, content: string | Buffer): Promise<string> {
  await page.setInputFiles('#open', { name, mimeType: 'application/yaml', buffer: Buffer.from(content) });
  await page.waitForTimeout(300);
  return (await page.textContent('#said')) ?? '';
}

test('a file that was mended can be opened again', async () => {
  const path = join(folder, 'to-mend.yaml');
  await using opened = await open(PAGE);
  const { page } = opened;
  writeFileSync(path, 'readers: [');
  await page.setInputFiles('#open', path);
  await page.waitForFunction(() => document.getElementById('said')?.textContent?.startsWith('to-mend.yaml:'));
  writeFileSync(path, sampleText('small-account.yaml'));
  await page.setInputFiles('#open', path);
  await page.waitForFunction(() => /small/.test(document.querySelector('.caption')?.textContent ?? ''));
  expect(await page.textContent('#said')).toBe('');
});

test('a case that no link can hold is not copied as one', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  expect(await given(page, 'long.yaml', `# ${'x'.repeat(210_000)}\n${sampleText('small-account.yaml')}`)).toBe('');
  await page.click('#take > summary');
  await page.click('#copy-link');
  expect(await page.textContent('#said')).toContain('too long for a link');
});

test('a command for another scenario has its name, and of the options of this one the prices alone', async () => {
  const options = ['--currency', 'EUR', '--rate', '0.9', '--rate-date', '2026-11-01', '--price-book', 'pricing/prices.csv'];
  await using opened = await open(await pageOf(['estimate', SCENARIO, ...options]));
  const { page } = opened;
  const command = async () => {
    await page.click('#take > summary');
    await page.click('#copy-set');
    await page.waitForFunction(() => document.getElementById('said')?.textContent !== '');
    return page.evaluate(() => Reflect.get(globalThis, 'copied'));
  };
  await page.evaluate(() => {
    const writeText = async (text: string) => void Reflect.set(globalThis, 'copied', text);
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  expect(await command()).toBe(`trailcost what-if ${SCENARIO} ${options.join(' ')}`);
  expect(await given(page, 'small-account.yaml', sampleText('small-account.yaml'))).toBe('');
  expect(await command()).toBe('trailcost what-if small-account.yaml --price-book pricing/prices.csv');
});

test('on a phone the controls are not under the bar', async () => {
  await using opened = await open(PAGE, { viewport: { width: 360, height: 740 } });
  const { page } = opened;
  await page.click('#to-panel');
  const [bar, heading] = await Promise.all(['#bar', '#panel h2'].map((place) => page.locator(place).boundingBox()));
  expect(heading?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
});

test('hostile links and files run nothing', async () => {
  const evil = '<img src=x onerror=globalThis.hit=1></script><script>globalThis.hit=1</script>';
  const text = JSON.stringify({
    name: evil,
    period: { start: '2026-12', months: 1 },
    bucket: { region: 'us-east-1' },
    readers: [{ name: evil, pattern: 'single', readsPerMonth: 10 }],
  });
  const fragments = [
    `scenario=${encodeURIComponent(text)}`,
    `set=${encodeURIComponent(`readers.${evil}={name: '${evil}', pattern: every-file}`)}`,
    `set=${encodeURIComponent(`name='${evil}'`)}`,
    `budget=${encodeURIComponent(evil)}&set=name%3Dx`,
  ];
  for (const fragment of fragments) {
    await using opened = await open(`${new URL(`file://${PAGE}`).href}#${fragment}`, { bypassCSP: true });
    const { page } = opened;
    await page.waitForSelector('#now');
    const made = await page.evaluate(() => [
      Reflect.get(globalThis, 'hit'),
      document.images.length,
      document.querySelectorAll('[onerror]').length,
    ]);
    expect(made).toEqual([undefined, 0, 0]);
  }
});

test('a slider moves everything, by the keyboard too', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  const before = await statsOf(page);
  await inputOf(page, 'readers.siem.times', 'slider').focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
  expect(await statsOf(page)).not.toEqual(before);
  expect(Number(await inputOf(page, 'readers.siem.times').inputValue())).toBeGreaterThan(1);
  expect(await page.locator('.stat > .change').first().textContent()).toMatch(/before/);
});

test('every part follows an input, and a person does not wait for it', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  await settled(page);
  const blocks = () =>
    page.evaluate(() =>
      Object.fromEntries([...document.querySelectorAll('#report > .block')].map((block) => [block.id, block.textContent])),
    );
  const before = await blocks();
  await type(page, 'readers.athena-hunting.runsPerMonth', '20');
  const after = await blocks();
  for (const id of ['answer', 'stats', 'months-block', 'readers-block', 'accounts-block', 'requests-block', 'tornado-block', 'tables'])
    expect([id, after[`block-${id}`] === before[`block-${id}`]]).toEqual([id, false]);
});

test('a chart that goes with a change comes back with its undoing', async () => {
  const path = join(folder, 'one-account.json');
  const reader = { pattern: 'single', readsPerMonth: 1_000_000, bucketKeyReduction: 0.5 };
  const readers = [
    { name: 'a', account: '444455556666', ...reader },
    { name: 'b', ...reader },
  ];
  writeFileSync(path, JSON.stringify({ period: { start: '2026-12', months: 1 }, bucket: { region: 'us-east-1' }, readers }));
  await using opened = await open(await pageOf(['estimate', path]));
  const { page } = opened;
  const chart = page.locator('#block-accounts-block figure');
  expect(await chart.count()).toBe(1);
  await page.click('text=Remove a');
  expect(await chart.count()).toBe(0);
  await page.click('#undo');
  expect(await chart.count()).toBe(1);
});

/** How many lines a scenario has. */
async function linesOf(path: string): Promise<number> {
  const { stdout } = await program(['estimate', path, '--json'], { cwd: folder });
  return JSON.parse(stdout.toString()).lines.length;
}

test('lines are made when they are wanted, and follow', async () => {
  await using opened = await open(PAGE);
  const { page } = opened;
  const rows = () => page.locator('#lines tbody tr').count();
  expect(await rows()).toBe(0);
  await page.click('#lines > summary');
  await page.waitForSelector('#lines tbody tr');
  expect(await rows()).toBe(await linesOf(await changed(page)));
  await page.click('text=Remove analysts');
  const fewer = await linesOf(await changed(page));
  expect(await rows()).toBe(fewer);
  expect(fewer).toBeLessThan(288);
});

test('a page of readers and months beyond number stays a report and says so', async () => {
  const path = join(folder, 'large');
  mkdirSync(path);
  const readers = Array.from({ length: 60 }, (_, index) => ({ name: `r${index}`, pattern: 'single', readsPerMonth: 1 }));
  const scenario = { period: { start: '2026-12', months: 120 }, bucket: { region: 'us-east-1' }, readers };
  writeFileSync(join(path, 'large.json'), JSON.stringify(scenario));
  await using opened = await open(await pageOf(['estimate', join(path, 'large.json')]));
  expect(await opened.page.textContent('#said')).toContain('too many to play with in a page');
  expect(await opened.page.locator('#panel').count()).toBe(0);
  expect(await opened.page.textContent('h1')).toContain('SSE-KMS');
  expect(opened.problems).toEqual([]);
});
