import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { measurementJson } from '../../../src/logs/measure/json.js';
import { COUNT_COLUMNS, measurementCsv } from '../../../src/report/count/csv.js';
import { measurementDocument } from '../../../src/report/count/document.js';
import { observedFocus } from '../../../src/report/focus/observed.js';
import { markdownText } from '../../../src/report/layout/markdown.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { built } from '../../built.js';
import { book, count, decrypt, fileKey, folders, getObject, noise, recordsText, roleIdentity, userIdentity } from '../../logs/built.js';
import { BUCKET, objectArn, TRAIL } from '../../logs/events.mjs';
import { brokenRules, type FocusCells } from '../focus/focus-rules.js';

const SAMPLES = ['trail', 'access-logs'].map((folder) => fileURLToPath(new URL(`../../../samples/${folder}`, import.meta.url)));
const START = Date.parse('2026-11-02T00:00:00Z');
const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/;

const temporary = folders();
const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const table = (measurement: Parameters<typeof measurementDocument>[0], color = false) =>
  terminalText(measurementDocument(measurement), { color });

describe('the measurement of the samples', async () => {
  const measurement = await count(SAMPLES);
  const json = measurementJson(measurement);
  const parsed = JSON.parse(json) as Record<string, never>;

  test('as a table', async () => {
    await expect(table(measurement)).toMatchFileSnapshot('../../golden/measurement.txt');
    expect(widest(table(measurement))).toBeLessThanOrEqual(80);
  });

  test('in colour differs in colour alone', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(table(measurement, true)).toMatch(escapes);
    expect(table(measurement, true).replace(escapes, '')).toBe(table(measurement));
  });

  test('as JSON', async () => {
    await expect(json).toMatchFileSnapshot('../../golden/measurement.json');
  });

  test('as CSV', async () => {
    const csv = measurementCsv(measurement);
    await expect(csv).toMatchFileSnapshot('../../golden/measurement.csv');
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {})).toEqual([...COUNT_COLUMNS]);
    expect(rows.filter((row) => row['class'] !== 's3-get').length).toBe(measurement.counts.length);
    const reads = rows.filter((row) => row['class'] === 's3-get').map(({ reader, reads }) => [reader?.replace(/^'/, ''), Number(reads)]);
    expect(reads).toEqual(measurement.readers.filter((reader) => reader.reads > 0).map((reader) => [reader.name, reader.reads]));
    const billable = rows.filter(({ counts_as: countsAs }) => countsAs === 'billable');
    expect(billable.reduce((sum, { requests }) => sum + Number(requests), 0)).toBe(measurement.kmsRequests.billable);
    for (const { cost } of billable) expect(cost).toMatch(PLAIN_DECIMAL);
  });

  test('as FOCUS', async () => {
    const focus = observedFocus(measurement, { billingAccount: '999988887777', regions: book.regions });
    await expect(focus).toMatchFileSnapshot('../../golden/measurement.focus.csv');
    const rows = parse(focus, { columns: true }) as FocusCells[];
    expect(brokenRules(rows)).toEqual([]);
    const requests = rows.map((row) => Number(row['PricingQuantity']));
    expect(requests.reduce((sum, quantity) => sum + quantity, 0)).toBe(measurement.kmsRequests.billable);
    const cost = rows.reduce((sum, row) => sum.plus(row['BilledCost'] ?? ''), new Decimal(0));
    expect(cost.toFixed()).toBe(measurement.cost?.toFixed());
  });

  test('as Markdown', async () => {
    await expect(markdownText(measurementDocument(measurement))).toMatchFileSnapshot('../../golden/measurement.md');
  });

  test('as a scenario', async () => {
    const text = built.scenarioText(measurement);
    await expect(text).toMatchFileSnapshot('../../golden/measurement.scenario.yaml');
    expect(() => built.estimate(built.parseScenario(text, 'measured.yaml').scenario, book)).not.toThrow();
  });

  test('has the keys that others read', () => {
    expect(parsed).toMatchObject({ schemaVersion: 1, kind: 'measurement', peakRequestsPerSecond: expect.any(Number) });
    expect(Object.keys(parsed).slice(0, 2)).toEqual(['schemaVersion', 'kind']);
    for (const key of 'coverage kmsRequests reads readers peakRequestsPerSecond warnings'.split(' ')) expect(parsed).toHaveProperty(key);
    const coverage = 'filesRead filesFailed filesSkipped records duplicates firstEvent lastEvent accounts regions trails kmsEvents';
    for (const key of coverage.split(' ')) expect(parsed['coverage']).toHaveProperty(key);
    for (const key of 'billable free failed unrelated byClass'.split(' ')) expect(parsed['kmsRequests']).toHaveProperty(key);
    for (const key of 'logFiles digestFiles otherFiles onSseKms'.split(' ')) expect(parsed['reads']).toHaveProperty(key);
    for (const reader of parsed['readers'] as unknown as object[]) {
      for (const key of 'name principal account requests reads peakRequestsPerSecond tools'.split(' ')) expect(reader).toHaveProperty(key);
    }
  });

  test('has money as plain decimal strings', () => {
    const costs: unknown[] = [];
    JSON.parse(json, (key, value: unknown) => {
      if (['cost', 'unitPrice', 'price', 'per'].includes(key) && value !== null) costs.push(value);
      if (key === 'costPerMonth' && value !== null) costs.push(...Object.values(value as object));
      return value;
    });
    expect(costs.length).toBeGreaterThan(10);
    for (const cost of costs) {
      expect(typeof cost).toBe('string');
      expect(cost).toMatch(PLAIN_DECIMAL);
    }
    expect(json).not.toMatch(/\d[eE][+-]\d/);
  });
});

test('the cost of a single request is plain and exact', async () => {
  const measurement = await count(temporary.with([['log.json', recordsText([hostileDecrypt('siem', 'x', 0)])]]));
  expect(JSON.parse(measurementJson(measurement))).toMatchObject({ cost: '0.000003' });
});

const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  'a\nb\r\nc',
  '\u202eesrever\u2066',
  '\u0085\u009b31m\u2028',
  '\u0000\ud800\u{e0041}',
  '=1+1',
  '@SUM(A1)',
  '+cmd|x',
  '-2+3',
  '\t=1',
  '＝1+1',
  '日本語の読者はとても長い名前を持っていますから切ります日本語の読者はとても長い名前',
  '| a | b |\n|---|',
];

function hostileDecrypt(name: string, session: string, number: number) {
  return decrypt({
    id: `read ${name} ${session} ${number}`,
    ms: START + number * 1000,
    key: fileKey({ ms: START, unique: `file${number}` }),
    identity: roleIdentity({ role: name, session }),
    trail: `${TRAIL}${name}`,
  });
}

describe('text of others in logs', async () => {
  const records = HOSTILE.flatMap((text, number) => {
    const identity = userIdentity({ user: text });
    const key = fileKey({ ms: START, unique: `file${number}` });
    return [
      hostileDecrypt(text, text, number),
      decrypt({ id: `user ${number}`, ms: START, key: `${text}/${key}`, bucket: text, identity, recipient: text, region: text }),
      { ...decrypt({ id: `region ${number}`, ms: START, key, identity }), awsRegion: text, recipientAccountId: text },
      { ...decrypt({ id: `payer ${number}`, ms: START, key, identity: { ...identity, accountId: text } }), eventID: text },
      decrypt({
        id: `failed ${number}`,
        ms: START,
        key,
        identity: roleIdentity({ role: `x${text}`, session: text }),
        extra: { errorCode: text },
      }),
      decrypt({ id: `bucket ${number}`, ms: START, arn: `arn:aws:s3:::${text}`, trail: null, identity }),
      decrypt({ id: `odd ${number}`, ms: START, arn: objectArn(`${text}.gz`), trail: text, identity }),
      getObject({ id: `get ${number}`, ms: START, key, identity, userAgent: text, bucket: `${BUCKET}${text}` }),
      noise({ id: `noise ${number}`, ms: START, number }),
    ];
  });
  const names = HOSTILE.filter((name) => !name.includes('\u0000'));
  const folder = temporary.with([
    ['log.json', recordsText(records)],
    ...names.map((name, number): [string, string] => [`broken ${number} ${name.replaceAll('/', '')}.json`, '{']),
    ...names.map((name, number): [string, string] => [`other ${number} ${name.replaceAll('/', '')}.txt`, 'text']),
  ]);
  const traced: unknown[] = [];
  const measurement = await built.countLogs({ paths: [folder], book, onRequest: (request) => traced.push(request) });

  test('is counted', () => {
    expect(measurement.kmsRequests.billable).toBeGreaterThanOrEqual(HOSTILE.length * 4);
    expect(traced.length).toBeGreaterThanOrEqual(HOSTILE.length * 4);
  });

  test.each([
    ['table', (given: typeof measurement) => table(given)],
    ['Markdown', (given: typeof measurement) => markdownText(measurementDocument(given))],
    ['CSV', (given: typeof measurement) => measurementCsv(given).replaceAll('\r\n', '\n')],
    ['FOCUS', (given: typeof measurement) => observedFocus(given, { billingAccount: undefined, regions: [] }).replaceAll('\r\n', '\n')],
    ['scenario', (given: typeof measurement) => built.scenarioText(given)],
  ])('steers nobody: %s', (_, report) => {
    // All control, format, surrogate and unassigned signs.
    expect(report(measurement).replaceAll('\n', '').match(/\p{C}/gu)).toBe(null);
  });

  test.each(HOSTILE.slice(0, 6))('steers nobody as the account that pays: %j', async (text) => {
    const identity = { ...userIdentity({ user: 'siem' }), accountId: text };
    const record = decrypt({ id: 'payer', ms: START, key: fileKey({ ms: START, unique: 'file' }), identity, recipient: text });
    const paid = await count(temporary.with([['log.json', recordsText([record])]]));
    for (const report of [table(paid), markdownText(measurementDocument(paid))]) {
      expect(report.replaceAll('\n', '').match(/\p{C}/gu)).toBe(null);
      expect(report.split('\n').filter((line) => line.includes('siem')).length).toBeGreaterThan(1);
    }
  });

  test('keeps the table within 80 columns', () => {
    expect(widest(table(measurement))).toBeLessThanOrEqual(80);
  });

  test('is no formula in CSV', () => {
    for (const row of parse(measurementCsv(measurement)) as string[][])
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
  });

  test('makes no cell of a Markdown table', () => {
    const tables = markdownText(measurementDocument(measurement))
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBe(3);
    for (const block of tables) {
      expect(new Set(block.split('\n').map((row) => row.replace(/\\./g, '').split('|').length)).size).toBe(1);
    }
  });

  test('makes a scenario that can be read', () => {
    expect(() => built.parseScenario(built.scenarioText(measurement), 'measured.yaml')).not.toThrow();
  });

  test('is kept in JSON, where it is quoted', () => {
    expect(JSON.parse(measurementJson(measurement))).toMatchObject({ kind: 'measurement' });
  });
});

test('the golden files have no blanks at the ends of lines', () => {
  for (const ending of ['txt', 'md']) {
    const text = readFileSync(new URL(`../../golden/measurement.${ending}`, import.meta.url), 'utf8');
    expect(text).not.toMatch(/[ \t]$/m);
  }
});
