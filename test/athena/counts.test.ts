import { describe, expect, test } from 'vitest';
import { count, folders } from '../logs/built.js';
import { ALL } from '../logs/classify/cases.js';
import { makeTrail } from '../logs/trail.mjs';
import { duckdbResult, loaded, locationOf, scopeOf, seconds } from './duckdb.js';
import { known } from './known.js';
import { madeFiles } from './made-records.js';

const temporary = folders();

const ACCOUNTS = ['111122223333', '444455556666'];
const ORGANIZATION = 'AWSLogs/o-exampleorgid';

const resultOf = (roots: readonly string[], since: string, until: string) =>
  duckdbResult(
    scopeOf(
      roots.map((root) => locationOf(root, since, until, ACCOUNTS)),
      since,
      until,
    ),
  );

const SAMPLE = ['samples/trail/AWSLogs/o-exampleorgid', 'samples/trail/audit/AWSLogs'];
const SAMPLE_FOLDERS = ['samples/trail/AWSLogs/o-exampleorgid', 'samples/trail/audit'];

const NOVEMBER = ['2026-11-01', '2026-12-01'] as const;
const sample = resultOf(SAMPLE, ...NOVEMBER);

describe('SQL and the counter make the same measurement, but for what sums do not show', () => {
  test('of the sample', async () => {
    const [since, until] = NOVEMBER;
    const [bySql, local] = await Promise.all([
      loaded([await sample]),
      count(SAMPLE_FOLDERS, { since: seconds(since), until: seconds(until) }),
    ]);
    expect(known(bySql)).toEqual(known(local));
    expect(bySql.kmsRequests.billable).toBe(912);
    expect(bySql.paidCopies).toBe(1);
  });

  test('whose result is the one in samples/', async () => {
    const [header = '', ...rows] = (await sample).split('\n').filter((line) => line !== '');
    const text = [header, ...rows.sort(), ''].join('\n');
    await expect(text).toMatchFileSnapshot('../../samples/athena/november.csv');
  });

  test('of a part of the sample that begins and ends within a day', async () => {
    const [since, until] = ['2026-11-04T05:20:00Z', '2026-11-06T17:03:07Z'];
    const [bySql, local] = await Promise.all([
      loaded([await resultOf(SAMPLE, since, until)]),
      count(SAMPLE_FOLDERS, { since: seconds(since), until: seconds(until) }),
    ]);
    const [sql, own] = [known(bySql), known(local)];
    expect(sql).toEqual({ ...own, coverage: { ...own.coverage, daysNotOpened: 0 } });
  });

  test('in several results as in one', async () => {
    const [one, several] = await Promise.all([
      loaded([await sample]),
      loaded([
        await resultOf(SAMPLE, '2026-11-06', '2026-12-01'),
        await resultOf(SAMPLE, '2026-11-01', '2026-11-04T12:00:00Z'),
        await resultOf(SAMPLE, '2026-11-04T12:00:00Z', '2026-11-06'),
      ]),
    ]);
    expect(known(several)).toEqual(known(one));
  });

  test.each([
    ['with data events', { seed: 3, dataEvents: true, accessLogs: false }],
    ['under a Bucket Key', { seed: 4, bucketKey: true, days: 4, accessLogs: false }],
    ['switched on in the middle', { seed: 5, sseKmsSince: '2026-11-04', slotMinutes: 120, accessLogs: false }],
  ])('%s', async (_, options) => {
    const { files } = makeTrail(options);
    const folder = temporary.with([...files].filter(([path]) => path.includes('/CloudTrail/')));
    const [since, until] = ['2026-11-01', '2026-12-01'];
    const [bySql, local] = await Promise.all([
      loaded([await resultOf([`${folder}/${ORGANIZATION}`, `${folder}/audit/AWSLogs`], since, until)]),
      count(folder, { since: seconds(since), until: seconds(until) }),
    ]);
    expect(known(bySql)).toEqual(known(local));
  });

  test('of thousands of records of every kind', async () => {
    const cases = ALL.filter(([name]) => name !== 'eventName that is no text');
    const folder = temporary.with(madeFiles(cases, 4000, 20));
    const [since, until] = ['2026-11-02T06:00:00Z', '2026-11-04'];
    const [bySql, local] = await Promise.all([
      loaded([await resultOf([`${folder}/AWSLogs`, `${folder}/audit/AWSLogs`], since, until)]),
      count(folder, { since: seconds(since), until: seconds(until) }),
    ]);
    expect(known(bySql)).toEqual(known(local));
  });

  test.each([
    ['a bucket', { buckets: ['example-trail-logs'] }],
    ['another bucket', { buckets: ['example-data-lake'] }],
    ['a payer', { accounts: ['444455556666'] }],
    ['a trail', { trails: ['audit'] }],
    ['a Region without any', { regions: ['eu-west-1'] }],
  ])('of %s alone', async (_, filters) => {
    const [since, until] = NOVEMBER;
    const local = await count(SAMPLE_FOLDERS, { since: seconds(since), until: seconds(until), ...filters });
    expect(known(await loaded([await sample], filters))).toEqual(known(local));
  });
});

test('what sums do not show is null, and a warning says so', async () => {
  const { peakRequestsPerSecond, bucketKeySaving, readers, warnings } = await loaded([await sample]);
  expect({ peakRequestsPerSecond, bucketKeySaving }).toEqual({ peakRequestsPerSecond: null, bucketKeySaving: undefined });
  expect(
    new Set(readers.map(({ sessions, peakRequestsPerSecond: peak, bucketKeySaving: saving }) => `${sessions} ${peak} ${saving}`)),
  ).toEqual(new Set(['null null undefined']));
  expect(warnings.map(({ code }) => code)).toContain('sums-only');
});
