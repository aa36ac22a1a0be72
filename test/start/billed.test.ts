import { describe, expect, test } from 'vitest';
import type { BilledRow } from '../../src/bill/row/row.js';
import { BillTotals } from '../../src/billed/totals.js';
import { billedKeys, billFound } from '../../src/start/billed.js';
import { book } from '../billed/made.js';
import { row } from '../reconciliation/made.js';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const get = (given: object) =>
  row({ service: 's3', metric: 's3-get', usageType: 'Requests-Tier2', operation: 'GetObject', resourceId: 'logs', ...given });

function found(rows: readonly BilledRow[], { keys = [], bucket }: { keys?: string[]; bucket?: string } = {}) {
  const totals = new BillTotals(bucket);
  for (const each of rows) totals.add(each);
  return billFound(totals, { keys, bucket, book }, 'cur.csv').facts;
}

describe('a bill, asked with what other files name', () => {
  test('the key of the logs leaves out Decrypts under other keys', () => {
    const rows = [
      row({ quantity: 100, resourceId: KEY }),
      row({ quantity: 900, resourceId: 'arn:aws:kms:us-east-1:111122223333:key/other' }),
    ];
    expect(found(rows).bills?.[0]?.scenario.readers).toMatchObject([{ readsPerMonth: { high: 1000 } }]);
    expect(found(rows, { keys: [KEY] }).bills?.[0]?.scenario.readers).toMatchObject([{ readsPerMonth: { high: 100 } }]);
  });

  test('a key that is not on it is said', () => {
    const rows = [row({ quantity: 900, resourceId: 'arn:aws:kms:us-east-1:111122223333:key/other' })];
    expect(found(rows, { keys: [KEY] }).warnings).toContain('cur.csv has no request under the key of the logs that other files name.');
    expect(found(rows, { keys: [KEY] }).bills?.[0]?.scenario.readers).toMatchObject([{ isLimit: false, readsPerMonth: 0 }]);
  });

  test('the bucket’s GETs are the reads, and who pays them owns it', () => {
    const { bills, buckets } = found([get({ quantity: 70, account: '111122223333' })], { bucket: 'logs' });
    expect(bills?.[0]?.scenario.readers).toMatchObject([{ name: 'readers of the bucket', readsPerMonth: { low: 0, high: 70 } }]);
    expect(buckets).toEqual([{ name: 'logs', account: { value: '111122223333', origin: 'cur.csv: who pays its S3 requests' } }]);
  });

  test('whose S3 requests several accounts pay has no known owner', () => {
    const rows = ['111122223333', '444455556666'].map((account) => get({ quantity: 7, account }));
    expect(found(rows, { bucket: 'logs' }).buckets).toEqual([{ name: 'logs' }]);
  });

  test('without a row of it there is no bill', () => {
    expect(found([]).bills).toEqual([]);
  });
});

test.each([
  [KEY, [KEY]],
  ['1234abcd-12ab-34cd-56ef-1234567890ab', ['1234abcd-12ab-34cd-56ef-1234567890ab']],
  ['alias/logs', []],
  ['arn:aws:kms:us-east-1:111122223333:alias/logs', []],
])('a bill is asked for key %s, and for no alias', (id, keys) => {
  expect(billedKeys({ id, isNamed: true, origin: 'trails.json' })).toEqual(keys);
});
