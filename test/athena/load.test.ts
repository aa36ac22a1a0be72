import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { COLUMNS } from '../../src/athena/sql/columns.js';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity } from '../logs/built.js';
import { csvOf, duckdbResult, loaded, locationOf, scopeOf, seconds } from './duckdb.js';

const temporary = folders();
const MS = Date.UTC(2026, 10, 2, 1, 20);
const KEY = fileKey({ ms: MS, unique: 'a' });
const SIEM = roleIdentity({ role: 'siem', session: 's', invokedBy: 'AWS Internal' });
const FLOW = roleIdentity({ role: 'flow', session: 's', invokedBy: 'AWS Internal' });
const ACCOUNTS = ['111122223333', '444455556666'];
const NOVEMBER = ['2026-11-01', '2026-12-01'] as const;

const read = (id: string, extra: object = {}, given: object = {}) => decrypt({ id, ms: MS, key: KEY, identity: SIEM, extra, ...given });

async function bySql(files: readonly (readonly [string, readonly object[]])[], [since, until]: readonly [string, string] = NOVEMBER) {
  const folder = temporary.with(files.map(([path, records]) => [path, gzipSync(recordsText(records))]));
  const location = locationOf(`${folder}/AWSLogs`, since, until, ACCOUNTS);
  const csv = await duckdbResult(scopeOf([location], since, until));
  const local = await count(folder, { since: seconds(since), until: seconds(until) });
  return { csv, local, sql: await loaded([csv]) };
}

const rowsIn = (csv: string) => parse(csv) as string[][];
const textOf = ([header = [], ...rows]: readonly string[][]) =>
  csvOf(
    header,
    rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
  );

describe('what real logs do', () => {
  test.each<[string, readonly object[]]>([
    [
      'a record without an identifier counts each time',
      [read('1', { eventID: undefined, sharedEventID: undefined }), read('1', { eventID: undefined, sharedEventID: undefined })],
    ],
    [
      'a record that restates another one is a copy of it',
      [
        read('1', { sharedEventID: undefined, eventID: 'first' }),
        read('2', { sharedEventID: undefined, eventID: 'second', addendum: { reason: 'UPDATED_DATA', originalEventID: 'first' } }),
      ],
    ],
    ['network activity is no request', [read('1'), read('2', { eventCategory: 'NetworkActivity' })]],
    [
      'times that are none',
      [
        read('1'),
        read('2', { eventTime: '2026-02-30T00:00:00Z' }),
        read('3', { eventTime: 'yesterday' }),
        read('4', { eventTime: '2026-11-02T24:00:00Z' }),
      ],
    ],
    ['a time with a part of a second', [read('1', { eventTime: '2026-11-02T01:20:00.123Z' })]],
    [
      'a record without an operation, and one without a source',
      [read('1'), read('2', { eventName: undefined }), read('3', { eventSource: undefined })],
    ],
    [
      'GETs of CloudTrail files and of others, failed ones and CloudTrail itself',
      [
        read('1'),
        getObject({ id: '2', ms: MS, key: KEY, identity: SIEM, requestId: 'A', extra: {} }),
        getObject({ id: '3', ms: MS, key: KEY, identity: SIEM, requestId: 'A', extra: {} }),
        getObject({ id: '4', ms: MS, key: 'elsewhere/a.json', identity: FLOW, extra: {} }),
        getObject({ id: '5', ms: MS, key: KEY, identity: SIEM, extra: { errorCode: 'AccessDenied' } }),
        getObject({
          id: '6',
          ms: MS,
          key: KEY,
          identity: SIEM,
          extra: { userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' } },
        }),
      ],
    ],
    [
      'requests that name a bucket alone, of a reader of other objects',
      [
        delivery({ id: '1', ms: MS, key: KEY }),
        read('2', {}, { key: '', trail: null, arn: 'arn:aws:s3:::example-trail-logs' }),
        read('3', {}, { key: '', trail: null, arn: 'arn:aws:s3:::example-trail-logs', identity: FLOW }),
        getObject({ id: '4', ms: MS, key: 'elsewhere/a.json', identity: FLOW, extra: {} }),
      ],
    ],
    ['names with quotes, line ends and tabs', [read('1', {}, { identity: roleIdentity({ role: 'a"b,\n\tc\'', session: 's"\n' }) })]],
  ])('%s', async (_, records) => {
    const { sql, local } = await bySql([[KEY, records]]);
    const shown = ({ kmsRequests, coverage, readers, reads, counts }: typeof local) => ({
      byRule: kmsRequests.byRule,
      counts: counts.map(({ reader, account, class: name, requests }) => [reader, account, name, requests]),
      records: coverage.records,
      duplicates: coverage.duplicates,
      filteredOut: coverage.filteredOut,
      other: coverage.recordsOfOtherCategories,
      reads: reads.total,
      readers: readers.map(({ name, principal, account, requests, tools }) => [name, principal, account, requests, tools]),
      warnings: [],
    });
    expect(shown(sql)).toEqual(shown(local));
  });

  test("its own reads are in no forecast, as far as the GET's tool or the reader's name tells them", async () => {
    const own = roleIdentity({ role: 'trailcost-count', session: 's', invokedBy: 'AWS Internal' });
    const userAgent = '[aws-sdk-js/3.1175.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/s3#3.1175.0 m/E trailcost/0.1.0]';
    const { sql, local } = await bySql([
      [
        KEY,
        [
          delivery({ id: '0', ms: MS, key: KEY }),
          read('1', {}, { identity: own }),
          getObject({ id: '2', ms: MS, key: KEY, identity: own, extra: {} }),
          getObject({ id: '3', ms: MS, key: KEY, identity: SIEM, userAgent }),
          read('4', {}, { key: '', trail: null, arn: 'arn:aws:s3:::example-trail-logs', identity: own }),
        ],
      ],
    ]);
    // The low case differs: whether somebody reads in one run alone, no sum tells.
    const shown = ({ readers, requestsPerMonth }: typeof local) => ({
      readers: readers.map(({ name, tools, own: made, pattern, requestsPerMonth: { expected } }) => [name, tools, made, pattern, expected]),
      expected: requestsPerMonth.expected,
    });
    expect(shown(sql)).toEqual(shown(local));
    expect(sql.warnings.map(({ code }) => code)).toContain('own-reads');
  });

  test('a copy that comes days later is found, which the counter counts again', async () => {
    const late = fileKey({ ms: MS + 3 * 86_400_000, unique: 'b' });
    const { sql, local } = await bySql([
      [KEY, [read('1')]],
      [late, [read('1')]],
    ]);
    expect([sql.kmsRequests.billable, local.kmsRequests.billable]).toEqual([1, 2]);
  });

  test('no log file at all is said, not zero', async () => {
    const { sql } = await bySql([[KEY, [read('1')]]], ['2025-01-01', '2025-02-01']);
    expect(sql.kmsRequests.billable).toBeNull();
    expect(sql.warnings.map(({ code }) => code)).toContain('no-logs');
  });
});

describe('results that are not loaded', async () => {
  const { csv } = await bySql([[KEY, [read('1'), delivery({ id: '2', ms: MS, key: KEY })]]]);
  const rows = rowsIn(csv);
  const [header = []] = rows;
  const changed = (column: string, value: string, from = 1) =>
    textOf(rows.map((row, index) => (index < from ? row : row.map((cell, place) => (header[place] === column ? value : cell)))));

  test.each<[string, string[], RegExp]>([
    ['nothing', [''], /is empty/],
    ['another table', ['a,b\n1,2\n'], /is not a result of a query/],
    ['a header alone', [textOf(rows.slice(0, 1))], /is not the whole result: it has 0 rows/],
    ['the last row cut off', [textOf(rows.slice(0, -1))], /is not the whole result: it has \d+ rows of \d+/],
    ['cut off within a row', [csv.slice(0, -20)], /is not whole CSV|lacks|is not the whole/],
    ['a row twice', [textOf([...rows, rows[1] ?? []])], /is not the whole result/],
    ['a column less', [textOf(rows.map((row) => row.slice(0, -1)))], /lacks the column excluded/],
    ['an hour that a spreadsheet has changed', [changed('starts_at', 'Nov-26', 2)], /has "Nov-26" as its starts_at/],
    ['an hour that is none', [changed('starts_at', '2026-11-02T25', 2)], /has "2026-11-02T25" as its starts_at/],
    ['an account without its first zero', [changed('account_id', '12345678901', 2)], /has "12345678901" as its account_id/],
    ['an account as a number', [changed('recipient', '4.44456E+11', 2)], /has "4.44456E\+11" as its recipient/],
    ['more requests than records', [changed('requests', '999999', 2)], /has "999999" as its requests/],
    ['a kind of row that is none', [changed('row_kind', 'sums', 2)], /has "sums" as its row_kind/],
    ['a workbook', ['PK\x03\x04 and more'], /is a zip archive or a workbook, not CSV/],
    ['JSON', ['{\n  "requests": 1\n}\n'], /is not whole CSV: line 2 has a quote within a cell$/m],
    ['another version', [changed('trailcost_result', '0')], /of another version/],
    ['other rules', [changed('rules', '0123456789abcdef')], /of another version/],
    ['rows of two queries', [changed('query', '0123456789abcdef', 2)], /has rows of two results/],
    ['a number that is none', [changed('records', 'many', 2)], /has "many" as its records/],
    ['a rule that is none', [changed('rule', 'read', 2)], /has "read" as its rule/],
    ['the same result twice', [csv, csv], /is a result of the query of 0\.csv/],
  ])('%s', async (_, texts, message) => {
    await expect(loaded(texts)).rejects.toMatchObject({ code: 'athena-result-invalid', message: expect.stringMatching(message) });
  });

  test('times that overlap', async () => {
    const other = await bySql([[KEY, [read('1')]]], ['2026-11-15', '2026-12-15']);
    await expect(loaded([csv, other.csv])).rejects.toThrow(
      /is of events from 2026-11-15T00:00:00Z on, and 0.csv is of events until 2026-12-01/,
    );
  });

  test('columns in another order, and more of them, are the same result', async () => {
    const mixed = textOf(rows.map((row, index) => [index === 0 ? 'note' : 'x', ...row.toReversed()]));
    expect(await loaded([mixed])).toEqual(await loaded([csv]));
    expect(header).toEqual(COLUMNS);
  });
});
