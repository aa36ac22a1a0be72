import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { sanitised } from '../../src/base/cleaned.js';
import { loopback } from '../loopback.js';
import { fileOf, folder, open, openAll, pageOf } from './browser.js';
import { madePage, REPORT } from './made-page.js';

/** Names that would run a script where they are not text. */
const WRITABLE = [
  '<img src=x onerror="globalThis.hit=1">',
  '</script><script>globalThis.hit=1</script>',
  '</title></style><svg onload=globalThis.hit=1>',
  '" onload="globalThis.hit=1" autofocus onfocus="globalThis.hit=1',
  "' onmouseover='globalThis.hit=1",
  'javascript:globalThis.hit=1',
  '<!--<script>',
  '&lt;b&gt; &amp;',
  ']]>`{{globalThis.hit=1}}',
];
const [first = '', second = '', third = '', fourth = ''] = WRITABLE;
/** With such as a scenario refuses: they turn around what is beside them, or end a line of a script. */
const NAMES = [...WRITABLE, '\u202Egnp.exe', 'line\u2028and\u2029paragraph', '\u0000nothing'];

const scenario = (region: string, readers: readonly string[]) => ({
  version: 1,
  name: third,
  description: second,
  period: { start: '2026-11', months: 2 },
  bucket: { region, account: '111122223333' },
  accounts: [
    { id: '111122223333', name: first },
    { id: '444455556666', name: second, costCentre: third, tags: { team: fourth } },
  ],
  encryption: { sseKmsSince: 'always' },
  trails: [{ name: first, logFilesPerMonth: 598_000, archiveMonths: 1 }],
  readers: readers.map((name) => ({
    name,
    account: '444455556666',
    pattern: 'single',
    readsPerMonth: { low: 1e5, expected: 1e6, high: 3e6 },
  })),
  recording: { paidCopies: 1, consumers: [{ name: second, usdPerGb: 1 }] },
  prices: { 'kms-request': { region, price: '5', per: 1_000_000, source: `${first} ${second}` } },
  cases: WRITABLE.map((name, index) => ({ name, set: { freeRequestsLeft: index } })),
});

const log = {
  Records: NAMES.map((name, number) => ({
    eventVersion: '1.11',
    userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: `AROA${number}:${name}` },
    eventTime: `2026-11-03T${String(number).padStart(2, '0')}:00:00Z`,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    awsRegion: 'us-east-1',
    userAgent: name,
    eventID: `00000000-0000-4000-8000-0000000000${String(number).padStart(2, '0')}`,
    requestParameters: {
      encryptionContext: {
        'aws:cloudtrail:arn': `arn:aws:cloudtrail:us-east-1:111122223333:trail/${name}`,
        'aws:s3:arn':
          'arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/' +
          '111122223333_CloudTrail_us-east-1_20261103T0005Z_x.json.gz',
      },
    },
  })),
};

/** A file's name cannot have a slash in it. */
const FILE = '<img src=x onerror=globalThis.hit=1>';
const HERE = join(folder, 'hostile');
mkdirSync(HERE);
const cur = readFileSync(new URL('../../samples/bill/made-cur.csv', import.meta.url), 'utf8');
const write = (name: string, content: unknown) =>
  writeFileSync(join(HERE, name), typeof content === 'string' ? content : JSON.stringify(content));
write('old.json', scenario('us-east-1', WRITABLE));
write('new.json', scenario('eu-west-1', [second, ...WRITABLE.slice(2), 'another']));
write(`${FILE}.json`, log);
write(`broken ${FILE}.json`, '{"Records": [');
write(`${FILE}.csv`, cur);
const ids = [...new Set(cur.match(/\b\d{12}\b/g))];
write('accounts.json', { Accounts: ids.map((Id, index) => ({ Id, Name: WRITABLE[index], Email: first, Status: 'ACTIVE' })) });

const REPORTS = [
  ['estimate', 'old.json'],
  ['estimate', 'old.json', '--by', 'reader'],
  ['what-if', 'old.json'],
  ['what-if', 'old.json', '--sensitivity'],
  ['what-if', 'old.json', '--vary', 'readers.&lt;b&gt; &amp;.readsPerMonth=1,2'],
  ['what-if', 'old.json', '--case', `x${first}: freeRequestsLeft=1`],
  ['diff', 'old.json', 'new.json'],
  ['count', `${FILE}.json`, `broken ${FILE}.json`],
  ['bill', `${FILE}.csv`, '--accounts', 'accounts.json'],
  ['reconcile', 'old.json', '--bill', `${FILE}.csv`, '--accounts', 'accounts.json'],
];

/** What a name of others could have made in a page. */
function made(page: Page) {
  return page.evaluate(() => ({
    hit: Reflect.get(globalThis, 'hit'),
    images: document.images.length,
    scripts: document.querySelectorAll('script:not([type])').length,
    handlers: [...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames().filter((name) => /^on|^style$/.test(name))),
    addresses: document.querySelectorAll('[href], [src], [action], [data-src], iframe, object, embed, base').length,
    turned: /[\u202A-\u202E\u2066-\u2069]/.test(document.documentElement.textContent ?? ''),
  }));
}

const NOTHING = { hit: undefined, images: 0, scripts: 2, handlers: [], addresses: 0, turned: false };

describe.each(REPORTS.map((argv) => [argv.join(' '), argv] as const))('%s with hostile names', (_, argv) => {
  test('shows them as text, and nothing is made of them, even where no policy forbids it', async () => {
    await using opened = await open(await pageOf(argv, HERE), { bypassCSP: true });
    const { page, problems } = opened;
    await openAll(page);
    for (const button of await page.locator('button.sort').all()) await button.click();
    for (const filter of await page.locator('.tools input').all()) await filter.fill('<img src=x onerror=globalThis.hit=1>');
    expect(await made(page)).toEqual(NOTHING);
    const text = await page.evaluate(() => document.documentElement.textContent ?? '');
    expect(NAMES.filter((name) => text.includes(sanitised(name).slice(0, 12))).length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
});

test('an estimate has each of them as it is', async () => {
  await using opened = await open(await pageOf(['estimate', 'old.json'], HERE));
  const text = await opened.page.locator('main').textContent();
  expect(WRITABLE.filter((name) => text?.includes(name) !== true)).toEqual([]);
});

describe('the policy of a page', () => {
  const { serve } = loopback();
  const whole = () => madePage(REPORT).then((path) => readFileSync(path, 'utf8'));
  const isEquipped = async (page: Page) => (await page.locator('.tools').count()) > 0;
  const hitOf = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'hit'));

  /** A server that answers all that is asked for with a script, and remembers it. */
  async function listener(): Promise<{ address: string; asked: string[] }> {
    const asked: string[] = [];
    const address = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').setHeader('content-type', 'text/javascript').end('globalThis.hit = 1');
    });
    return { address, asked };
  }

  test('lets its own script run', async () => {
    await using opened = await open(fileOf(await whole()));
    expect(await isEquipped(opened.page)).toBe(true);
  });

  const INSERTED: readonly [string, string][] = [
    ['a script', '<script>globalThis.hit = 1</script>'],
    ['a script from elsewhere', '<script src="ADDRESS/x.js"></script>'],
    ['a handler', '<svg onload="globalThis.hit = 1"></svg>'],
    ['an image', '<img src="ADDRESS/x.png" onerror="globalThis.hit = 1">'],
    ['a frame', '<iframe src="ADDRESS/"></iframe>'],
    ['a frame of its own', '<iframe srcdoc="<script>parent.hit = 1</script>"></iframe>'],
    ['another base', '<base href="ADDRESS/"><script src="x.js"></script>'],
    ['a style', '<p style="background: url(ADDRESS/x.png)">x</p>'],
    ['a style sheet', '<link rel="stylesheet" href="ADDRESS/x.css">'],
  ];

  test.each(INSERTED)('forbids %s that was put in, and sends nothing', async (_, markup) => {
    const { address, asked } = await listener();
    const inserted = (await whole()).replace('<main', `${markup.replace('ADDRESS', address)}<main`);
    await using opened = await open(fileOf(inserted));
    const { page, problems } = opened;
    await page.waitForTimeout(100);
    expect({ hit: await hitOf(page), asked }).toEqual({ hit: undefined, asked: [] });
    expect(problems.join('\n')).toMatch(/Content Security Policy/);
    expect(await isEquipped(page)).toBe(true);
  });

  test('forbids a form to be sent', async () => {
    const { address, asked } = await listener();
    const form = `<form action="${address}/"><button id="send">x</button></form>`;
    await using opened = await open(fileOf((await whole()).replace('<main', `${form}<main`)));
    await opened.page.locator('#send').evaluate((button) => button.dispatchEvent(new MouseEvent('click')));
    await opened.page.waitForTimeout(100);
    expect(asked).toEqual([]);
    expect(opened.problems.join('\n')).toMatch(/form-action/);
  });

  test('forbids its own script to ask for anything', async () => {
    const { address, asked } = await listener();
    await using opened = await open(fileOf(await whole()));
    const tried = await opened.page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'done',
          () => 'refused',
        ),
      address,
    );
    expect({ tried, asked }).toEqual({ tried: 'refused', asked: [] });
  });

  test('forbids its own script when that was changed', async () => {
    await using opened = await open(fileOf((await whole()).replace('<script>', '<script>globalThis.hit = 1;')), { starts: false });
    expect(await hitOf(opened.page)).toBeUndefined();
    expect(await isEquipped(opened.page)).toBe(false);
    expect(opened.problems.join('\n')).toMatch(/Content Security Policy/);
  });

  test('forbids another script in the place of the packed one', async () => {
    const packed = gzipSync('globalThis.hit = 1').toString('base64');
    const changed = (await whole()).replace(/(id="code">)[^<]+/, `$1${packed}`);
    await using opened = await open(fileOf(changed));
    expect(await hitOf(opened.page)).toBeUndefined();
    expect(opened.problems.join('\n')).toMatch(/Content Security Policy/);
    await using free = await open(fileOf(changed), { bypassCSP: true });
    expect(await hitOf(free.page)).toBe(1);
  });

  test('is all that stands in the way of what was put in: without it each of these tests would fail', async () => {
    const { address, asked } = await listener();
    const all = INSERTED.map(([, markup]) => markup.replace('ADDRESS', address)).join('');
    await using opened = await open(fileOf((await whole()).replace('<main', `${all}<main`)), { bypassCSP: true });
    await opened.page.waitForTimeout(100);
    expect(await hitOf(opened.page)).toBe(1);
    expect(asked).toEqual(expect.arrayContaining(['/x.js', '/x.png', '/', '/x.css']));
  });
});
