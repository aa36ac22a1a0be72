import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../../src/index.js';
import { countPage } from '../../../src/report/count/page/page.js';
import { blocksOf, type PageReport } from '../../../src/report/layout/html/page.js';
import { count, decrypt, delivery, fileKey, folders, recordsText, roleIdentity } from '../../logs/built.js';
import { otherKms } from '../../logs/events.mjs';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));
const START = Date.parse('2026-11-02T10:20:00Z');
const HOUR = 3_600_000;
const temporary = folders();
const NOBODY = new Map();

const pageOf = (measurement: Measurement) => countPage(measurement, NOBODY);
const textOf = (report: PageReport) =>
  blocksOf(report)
    .map(({ content }) => content.text)
    .join('\n');
const figure = ({ figures }: PageReport, id: string) => figures.find((each) => each.id === id);
const drawn = (report: PageReport, id: string) => figure(report, id)?.drawing({}).text ?? '';
const number = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''));
const counted = (records: object[], files: [string, string][] = []) =>
  count(temporary.with([['log.json', recordsText(records)], ...files]));
const readBy = (role: string, ms: number, id = '') =>
  decrypt({ id: `${role} ${ms} ${id}`, ms, key: fileKey({ ms: START, unique: 'a' }), identity: roleIdentity({ role, session: 'x' }) });

/** The numbers of a map's table by hour, as the measurement has them. */
function hoursIn(report: PageReport): Record<string, number> {
  const rows = figure(report, 'hours')?.table.rows.slice(0, -1) ?? [];
  const cells = rows.flatMap(([day, ...hours]) =>
    hours.slice(0, 24).map((cell, hour): [string, string] => [`${day}T${String(hour).padStart(2, '0')}:00:00Z`, cell]),
  );
  return Object.fromEntries(cells.filter(([, cell]) => cell !== '–' && cell !== '0').map(([hour, cell]) => [hour, number(cell)]));
}

describe('the page of the sample trail', async () => {
  const measurement = await count([`${SAMPLES}trail`]);
  const report = pageOf(measurement);

  test('has the numbers of the measurement in its stats', () => {
    expect(report.stats.map(({ name, value }) => [name, value])).toEqual([
      ['Billable KMS requests', '912'],
      ["Free: CloudTrail's own", '425'],
      ['The month ahead', '$0.0119'],
      ['A Bucket Key would save', '26% to 96%'],
    ]);
    expect(measurement.kmsRequests).toMatchObject({ billable: 912, free: 425 });
    expect(measurement.costPerMonth?.expected.toFixed(4)).toBe('0.0119');
  });

  test('has each hour of the measurement in its map, and their sum', () => {
    expect(hoursIn(report)).toEqual(measurement.byHour);
    const { table } = figure(report, 'hours') ?? {};
    expect(number(table?.rows.at(-1)?.at(-1))).toBe(measurement.kmsRequests.billable);
    const titles = [...drawn(report, 'hours').matchAll(/<title>[^<]*: ([\d,]+)<\/title>/g)].map(([, each]) => number(each));
    expect(titles.reduce((sum, each) => sum + each, 0)).toBe(measurement.kmsRequests.billable);
    const most = Math.max(...Object.values(measurement.byHour));
    expect(figure(report, 'hours')?.title).toBe(
      `When they read: most on Sun 8 Nov, 10:00 to 11:00 UTC: ${most} of 912 billable KMS requests (17%)`,
    );
  });

  test('draws readers and classes by their requests', () => {
    const lengths = (id: string) =>
      [...drawn(report, id).matchAll(/<rect class="ink-\w+" x="0%" width="([\d.]+)%"/g)].map(([, each]) => Number(each));
    const requests = measurement.readers.flatMap(({ requests: own }) => (own === null || own === 0 ? [] : [own]));
    const most = Math.max(...requests);
    expect(lengths('readers')).toEqual(requests.map((own) => Number(((own / most) * 100).toFixed(2))));
    const classes = Object.values(measurement.kmsRequests.byClass ?? {}).filter((each) => each > 0);
    expect(lengths('classes')).toEqual([...classes, 0].map((each) => Number(((each / Math.max(...classes)) * 100).toFixed(2))));
    expect(drawn(report, 'readers')).toContain('scans, back over 3 days · 444455556666 · peak 4 a second · $0.001260');
  });

  test('shows the month ahead with and without a Bucket Key', () => {
    expect(figure(report, 'month')?.table.rows).toEqual([
      ['SSE-KMS now', '$0.0038', '$0.0119', '$0.0211'],
      ['with a Bucket Key', '$0.0001', '$0.0058', '$0.0156'],
    ]);
  });

  test('has each table once, and figures in order', () => {
    expect(report.figures.map(({ id }) => id)).toEqual(['readers', 'hours', 'month', 'classes', 'coverage']);
    const text = textOf(report);
    const captions = [...text.matchAll(/<caption[^>]*>([^<]*)</g)].map(([, caption]) => caption);
    expect(new Set(captions).size).toBe(captions.length);
    expect(text).not.toMatch(/NaN|Infinity|undefined|style="/);
  });

  test('names accounts', () => {
    const names = new Map([['444455556666', { name: 'security & <co>', tags: {} }]]);
    const named = countPage(measurement, names);
    expect(drawn(named, 'readers')).toContain('security &amp; &lt;co&gt; (444455556666)');
  });

  test('says where it was stopped and what is missing', () => {
    const coverage = { ...measurement.coverage, complete: false, filesFailed: 2, hoursWithoutFile: 3 };
    const note = figure(pageOf({ ...measurement, coverage }), 'coverage')?.note;
    expect(note).toContain('Stopped early');
    expect(note).toContain('2 files are missing');
    expect(note).toContain('In 3 hours no log file came');
  });
});

describe('what is unknown is no zero', async () => {
  const fromLines = pageOf(await count([`${SAMPLES}access-logs`]));

  test('in access logs, which have reads alone', async () => {
    expect(fromLines.stats.map(({ value }) => value)).toEqual(['unknown', 'unknown', '3,999 requests', '26% to 96%']);
    expect(fromLines.figures.map(({ id }) => id)).toEqual(['readers', 'hours', 'month', 'coverage']);
    expect(figure(fromLines, 'hours')?.title).toContain('of 912 reads of CloudTrail files');
    expect(Object.values(hoursIn(fromLines)).reduce((sum, each) => sum + each, 0)).toBe(912);
    expect(figure(fromLines, 'month')?.table.rows).toEqual([
      ['were all files SSE-KMS', '1,298', '3,999', '7,052'],
      ['with a Bucket Key', '47', '1,928', '5,204'],
    ]);
    expect(textOf(fromLines)).not.toContain('$');
  });

  test('in KMS events of others', async () => {
    const records = [0, 1, 2].map((each) => otherKms({ id: `o${each}`, ms: START, number: each } as never));
    const report = pageOf(await counted(records));
    expect(report.stats.map(({ value }) => value)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(report.figures.map(({ id }) => id)).toEqual(['classes']);
    expect(figure(report, 'classes')?.table.rows).toEqual([
      ['billable', 'unknown'],
      ['free', 'unknown'],
      ['failed', 'unknown'],
      ['not CloudTrail', '3'],
      ['unclassified', '0'],
    ]);
  });

  test('and a known zero is one', async () => {
    const report = pageOf(await counted([delivery({ id: 'd', ms: START, key: fileKey({ ms: START, unique: 'a' }) })]));
    expect(report.stats.map(({ value }) => value)).toEqual(['0', '1', 'unknown']);
    expect(report.figures.map(({ id }) => id)).toEqual(['classes']);
  });
});

describe('the page of few and of many', () => {
  test('nothing counted says so, and draws nothing', async () => {
    const report = pageOf(await count(temporary.with([['a.txt', 'hello']])));
    expect(report).toMatchObject({ stats: [], figures: [] });
    expect(textOf(report)).toContain('Nothing counted');
  });

  test('one request', async () => {
    const report = pageOf(await counted([readBy('siem', START)]));
    expect(figure(report, 'readers')?.title).toBe('Who reads: siem alone, 1 billable KMS request');
    expect(figure(report, 'hours')?.title).toBe('When they read: only on Mon 2 Nov, 10:00 to 11:00 UTC');
    expect(hoursIn(report)).toEqual({ '2026-11-02T10:00:00Z': 1 });
    expect(textOf(report)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('of many readers twelve are shown and the others added up, whatever they are called', async () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '</script><script>alert(2)',
      ...Array.from({ length: 18 }, (_, index) => `reader-${index}`),
    ];
    const records = names.flatMap((name, index) => Array.from({ length: index + 1 }, (_, each) => readBy(name, START + each * 1000)));
    const report = pageOf(await counted(records));
    const rows = [...drawn(report, 'readers').matchAll(/<span class="value">([\d,]+)/g)].map(([, each]) => number(each));
    expect(rows).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 36]);
    expect(drawn(report, 'readers')).toContain('>8 more<');
    const hostile = textOf(pageOf(await counted(records.slice(0, 3))));
    expect(hostile).not.toMatch(/<img|<script/);
    expect(hostile).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('a file that failed is a warning', async () => {
    const report = pageOf(
      await counted([readBy('siem', START), readBy('siem', START + 5 * HOUR)], [['broken.json', '{"Records":[{"eventTime":']]),
    );
    expect(textOf(report)).toContain('Failed files');
    expect(figure(report, 'coverage')?.note).toContain('1 file is missing');
  });
});

describe('time that is not in the logs', async () => {
  const measured = await counted([readBy('siem', START), readBy('siem', START + 100 * HOUR)]);
  const gap = { from: '2026-11-03T06:00:00Z', hours: 60 };
  const gapped = pageOf({ ...measured, coverage: { ...measured.coverage, gaps: [gap] } });

  test('is no zero in the map, in part or the whole day', () => {
    const rows = figure(gapped, 'hours')?.table.rows ?? [];
    expect(rows.map(([day, ...cells]) => [day, cells.slice(0, 24).filter((cell) => cell === '–').length, cells.at(-1)])).toEqual([
      ['2026-11-02', 10, '1'],
      ['2026-11-03', 18, '0'],
      ['2026-11-04', 24, '–'],
      ['2026-11-05', 18, '0'],
      ['2026-11-06', 9, '1'],
      ['all', 0, '2'],
    ]);
  });

  test('is named, and stands in the table between what is there', () => {
    expect(figure(gapped, 'coverage')?.title).toContain('with 1 gap of a day or more');
    expect(drawn(gapped, 'coverage')).toContain('2026-11-03 06:00 to 2026-11-05 18:00: 2.5 days');
    expect(figure(gapped, 'coverage')?.table.rows).toEqual([
      ['in the logs', '2026-11-02 10:20', '2026-11-03 06:00', '20'],
      ['gap', '2026-11-03 06:00', '2026-11-05 18:00', '60'],
      ['in the logs', '2026-11-05 18:00', '2026-11-06 14:20', '20'],
    ]);
  });

  test('of more gaps than one reads, the table has the others', () => {
    const gaps = Array.from({ length: 20 }, (_, index) => ({ from: new Date(START + index * 48 * HOUR).toISOString(), hours: 24 }));
    const lastEvent = new Date(START + 2000 * HOUR).toISOString();
    const report = pageOf({ ...measured, coverage: { ...measured.coverage, lastEvent, gaps } });
    expect(drawn(report, 'coverage')).toContain('and 14 more, in the numbers');
    expect(figure(report, 'coverage')?.table.rows.filter(([what]) => what === 'gap')).toHaveLength(20);
  });
});

test.each([
  [42, 42],
  [43, 7],
  [20_000, 7],
])('of %s days the map has %s rows, with the same sum', async (days, rows) => {
  const measured = await counted([readBy('siem', START)]);
  const ends = [START, START + (days - 1) * 24 * HOUR];
  const texts = ends.map((ms) => `${new Date(ms).toISOString().slice(0, 13)}:00:00Z`);
  const byHour = Object.fromEntries(texts.map((text, index) => [text, index + 2]));
  const coverage = { ...measured.coverage, firstEvent: texts[0] ?? '', lastEvent: texts[1] ?? '' };
  const { table, note } = figure(pageOf({ ...measured, coverage, byHour }), 'hours') ?? {};
  expect(table?.rows).toHaveLength(rows + 1);
  expect(table?.rows.at(-1)?.at(-1)).toBe('5');
  if (rows === 7) {
    expect(note).toContain('by their day of the week');
    expect(table?.rows.map(([day]) => day).slice(0, 7)).toEqual('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '));
    // 2 November 2026 is a Monday.
    expect(number(table?.rows[0]?.[11])).toBeGreaterThanOrEqual(2);
  }
});
