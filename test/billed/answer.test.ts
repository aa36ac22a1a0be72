import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { REQUEST_DIMENSIONS } from '../../src/billed/answer.js';
import { bills, KEYS, keyLists } from '../reconciliation/arbitraries.js';
import { row, wholeRow } from '../reconciliation/made.js';
import { runs } from '../runs.js';
import { answer } from './made.js';

const [ONE, TWO] = KEYS as [string, string];

describe('why the most that can be log reads is not exact', () => {
  const blank = { usageType: '', metric: undefined, isUnread: true };
  const asymmetric = { metric: undefined, usageType: 'us-east-1-KMS-Requests-Asymmetric' };
  const costAlone = { operation: '', hasNoQuantity: true as const, quantity: 0, cost: 1 };
  test.each<[string, BilledRow[], string[], string | undefined, string[]]>([
    ['without resource ids', [row({ quantity: 5 })], [], '5', ['no-keys']],
    ['other operations are no reads', [row({ quantity: 5, operation: 'GenerateDataKey' })], [], '0', []],
    ['small letters', [row({ quantity: 5, operation: 'decrypt' })], [], '5', ['no-keys']],
    ['no operation', [row({ quantity: 5, operation: '' }), row({ quantity: 2 })], [], '7', ['no-operation', 'no-keys']],
    ['keys, none given', [row({ quantity: 5, resourceId: ONE })], [], '5', ['key-not-given']],
    ['the key given', [row({ quantity: 5, resourceId: ONE }), row({ quantity: 3, resourceId: TWO })], [ONE], '5', []],
    ['by its id', [row({ quantity: 5, resourceId: ONE }), row({ quantity: 3, resourceId: TWO })], ['one'], '5', []],
    ['some without', [row({ quantity: 5, resourceId: ONE }), row({ quantity: 3 })], [ONE], '8', ['some-without-key']],
    ['another key', [row({ quantity: 5, resourceId: ONE })], [TWO], '0', ['key-not-on-bill']],
    ['a free one counts', [row({ quantity: 5, kind: 'free-tier' }), row({ quantity: 3 })], [], '8', ['no-keys']],
    ['a correction takes back', [row({ quantity: 5 }), row({ quantity: -2 })], [], '3', ['no-keys']],
    ['cost alone', [row({ ...costAlone })], [], undefined, ['no-quantity', 'no-operation', 'no-keys']],
    ['no usage type', [row({ quantity: 5 }), row({ quantity: 9, ...blank })], [], '5', ['unreadable-usage', 'no-keys']],
    ['tax is no use', [row({ quantity: 5 }), wholeRow('tax', 1)], [], '5', ['no-keys']],
    ['asymmetric keys', [row({ quantity: 5 }), row(asymmetric)], [], '5', ['no-keys']],
  ])('%s', (_, rows, keys, most, limits) => {
    const { logReads } = answer(rows, { keys });
    expect(logReads.most.quantity?.toFixed()).toBe(most);
    expect(logReads.limits).toEqual(limits);
  });
});

/** Adds the rows up anew, as plainly as can be: whole parts of ten thousandths, no groups. */
function addedUp(rows: readonly BilledRow[], keys: readonly string[]) {
  const counts = new Map<string, number>();
  for (const { currency } of rows.filter(isOurs)) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [currency] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
  let [all, free, most] = [0n, 0n, 0n];
  for (const each of rows) {
    const isRequest = each.metric === 'kms-request' && (each.kind === 'usage' || each.kind === 'free-tier');
    if (!isRequest || each.currency !== currency) continue;
    const quantity = BigInt(each.quantity.times(10_000).toFixed());
    all += quantity;
    if (each.kind === 'free-tier') free += quantity;
    const isDecrypt = each.operation === 'Decrypt' || each.operation === '';
    const isOther = keys.length > 0 && each.resourceId !== undefined && !keys.some((key) => each.resourceId?.endsWith(key) === true);
    if (isDecrypt && !isOther) most += quantity;
  }
  return [all, free, most].map(String);
}

function isOurs({ service }: BilledRow): boolean {
  return service === 'kms' || service === 'cloudtrail';
}

const text = (value: Decimal | undefined) => value?.times(10_000).toFixed();

test('the figures are those of a plain addition', () => {
  fc.assert(
    fc.property(bills, keyLists, (rows, keys) => {
      fc.pre(rows.some(isOurs));
      const { requests, logReads } = answer(rows, { keys });
      expect([text(requests.quantity), text(requests.freeTier), text(logReads.most.quantity)]).toEqual(addedUp(rows, keys));
    }),
    runs(300),
  );
});

test('parts add up to the whole: each breakdown, reads and other keys, and all groups', () => {
  fc.assert(
    fc.property(bills, keyLists, (rows, keys) => {
      const { requests, requestsBy, logReads, charges, unreadable, beside, groups } = answer(rows, { keys });
      for (const dimension of REQUEST_DIMENSIONS) {
        const parts = requestsBy[dimension];
        expect(sum(parts.map(({ quantity = new Decimal(Number.NaN) }) => quantity)).eq(requests.quantity ?? -1)).toBe(true);
        expect(sum(parts.map(({ cost }) => cost)).eq(requests.cost)).toBe(true);
        expect(parts.reduce((total, part) => total + part.rows, 0)).toBe(requests.rows);
      }
      const possible = sum([logReads.decrypts.cost, logReads.withoutOperation.cost]);
      expect(sum([logReads.most.cost, logReads.otherKeys.cost]).eq(possible)).toBe(true);
      const shown = [requests, ...charges, ...unreadable, ...beside];
      expect(sum(shown.map(({ cost }) => cost)).eq(sum(groups.map(({ cost }) => cost)))).toBe(true);
      expect(shown.reduce((total, part) => total + part.rows, 0)).toBe(groups.reduce((total, group) => total + group.rows, 0));
    }),
    runs(200),
  );
});

test("the order of rows and other services' rows change no figure", () => {
  const other = (cost: number) => row({ service: 'other', metric: undefined, usageType: 'BoxUsage', cost, currency: 'EUR' });
  fc.assert(
    fc.property(bills, fc.integer(), (rows, seed) => {
      const shuffled = rows.toSorted((one, another) => mixed(one, seed) - mixed(another, seed));
      const figures = (of: readonly BilledRow[]) => {
        const { currency, requests, requestsBy, logReads } = answer(of);
        return JSON.stringify({
          currency,
          requests,
          logReads,
          operations: requestsBy.operation.map(({ name, cost }) => [name, cost]).sort(),
        });
      };
      fc.pre(new Set(rows.filter(isOurs).map(({ currency }) => currency)).size === 1);
      expect(figures([other(1), ...shuffled, other(2)])).toBe(figures(rows));
    }),
    runs(200),
  );
});

/** Some order that has nothing to do with that of the rows. */
function mixed({ quantity, cost }: BilledRow, seed: number): number {
  return (quantity.plus(cost).toNumber() * 7919 + seed) % 104_729;
}

describe('a bucket', () => {
  const get = (given: object) =>
    row({ service: 's3', metric: 's3-get', usageType: 'Requests-Tier2', operation: 'GetObject', resourceId: 'logs', ...given });
  const put = { metric: 's3-put', usageType: 'Requests-Tier1', operation: 'PutObject' } as const;
  const rows = [
    get({ quantity: 1000, cost: '0.0004' }),
    get({ quantity: 10, cost: 0, resourceId: 'arn:aws:s3:::logs' }),
    get({ quantity: 7, cost: 0, resourceId: 'other-logs' }),
    get({ quantity: 5, cost: 0, operation: 'HeadObject' }),
    get({ quantity: 3, cost: 0, ...put }),
    get({ quantity: 99, cost: 1, metric: undefined, usageType: 'TimedStorage-ByteHrs', operation: 'StandardStorage' }),
  ];

  test('its GETs are the forecast of the Decrypts, at their price', () => {
    const { bucket } = answer(rows, { bucket: 'logs' });
    expect(bucket?.gets.quantity?.toFixed()).toBe('1010');
    expect(bucket?.puts.quantity?.toFixed()).toBe('3');
    expect(bucket?.others.quantity?.toFixed()).toBe('5');
    expect(bucket?.decryptCost?.amount.toFixed()).toBe('0.00303');
  });

  test.each([undefined, 'og', 'arn:aws:s3:::logs/', 'LOGS'])('of %s there is none', (bucket) => {
    expect(answer(rows, { bucket }).bucket).toBeUndefined();
  });

  test('a price that is not known leaves the cost out', () => {
    expect(answer([get({ quantity: 5, region: 'xx-nowhere-1' })], { bucket: 'logs' }).bucket?.decryptCost).toBeUndefined();
  });
});
