import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { proRated } from '../../src/reconciliation/pro-rata.js';
import { runs } from '../runs.js';
import { expectations } from './arbitraries.js';
import { causeTexts, chargeRow, compared, expectation, expected, MONTH, row } from './made.js';

const HOURS = 720;
const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour)).toISOString().replace('.000', '');
const untilHour = (hour: number) => new Map([[MONTH, at(hour)]]);
const keys = expected({ charge: 'kms-keys', requests: 1, unitPrice: new Decimal(1) });
const requests = expected({ requests: 72_000, free: 20_000 });

describe('half a month', () => {
  test.each<[string, number, string, string, string]>([
    ['requests', 360, '36000', '20000', '0.048'],
    ['before the free tier is used up', 100, '10000', '10000', '0'],
    ['all of it', HOURS, '72000', '20000', '0.156'],
    ['nothing yet', 0, '0', '0', '0'],
  ])('%s', (_, hour, quantity, free, cost) => {
    const [part] = proRated(expectation([requests]), untilHour(hour)).entries;
    expect([part?.quantity.expected.toFixed(), part?.freeTierQuantity.toFixed(), part?.cost?.expected.toFixed()]).toEqual([
      quantity,
      free,
      cost,
    ]);
  });

  test('low and high have their own free requests', () => {
    const quantity = { low: new Decimal(10_000), expected: new Decimal(72_000), high: new Decimal(144_000) };
    const cost = { low: new Decimal(0), expected: new Decimal('0.156'), high: new Decimal('0.372') };
    const [part] = proRated(expectation([{ ...requests, quantity, cost }]), untilHour(360)).entries;
    expect([part?.cost?.low.toFixed(), part?.cost?.expected.toFixed(), part?.cost?.high.toFixed()]).toEqual(['0', '0.048', '0.156']);
  });

  test('a price that is not known stays unknown, and a price of zero is one', () => {
    const [unknown] = proRated(expectation([expected({ requests: 10, unitPrice: undefined })]), untilHour(360)).entries;
    expect([unknown?.quantity.expected.toFixed(), unknown?.cost]).toEqual(['5', undefined]);
    const [free] = proRated(expectation([expected({ requests: 10, unitPrice: new Decimal(0) })]), untilHour(360)).entries;
    expect(free?.cost?.high.toFixed()).toBe('0');
  });

  test('other months and measurements stay', () => {
    const december = expectation([requests], { months: ['2026-11'] });
    expect(proRated(december, new Map([['2026-12', '2026-12-02T00:00:00Z']]))).toEqual(december);
    const measured = expectation([requests], { kind: 'measurement' });
    expect(proRated(measured, untilHour(1))).toBe(measured);
  });
});

test('a bill that follows the estimate hour by hour is as estimated at every hour', () => {
  const bill = (hours: number): BilledRow[] =>
    Array.from({ length: hours }, (_, hour) => {
      const free = Math.max(0, Math.min(100, 20_000 - 100 * hour));
      return [
        row({ quantity: free, kind: 'free-tier' }),
        row({ quantity: 100 - free }),
        chargeRow('kms-keys', new Decimal(1).div(HOURS).toDecimalPlaces(20), 1),
      ];
    }).flat();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: HOURS }), (hours) => {
      const result = compared(proRated(expectation([requests, keys]), untilHour(hours)), bill(hours));
      expect(causeTexts(result).filter((text) => !text.startsWith('rounding'))).toEqual([]);
    }),
    runs(50),
  );
});

test('the whole month is the estimate itself, and a part of it is never more', () => {
  fc.assert(
    fc.property(expectations, fc.integer({ min: 0, max: HOURS }), (of, hour) => {
      const [whole, part] = [proRated(of, untilHour(HOURS)), proRated(of, untilHour(hour))];
      for (const [index, entry] of of.entries.entries()) {
        const [full, some] = [whole.entries[index], part.entries[index]];
        expect(full?.quantity.expected.toFixed()).toBe(entry.quantity.expected.toFixed());
        expect(some?.quantity.high.lte(entry.quantity.high)).toBe(true);
        if (entry.cost === undefined || entry.unitPrice === undefined) continue;
        expect(full?.cost?.expected.toFixed()).toBe(entry.cost.expected.toFixed());
        expect(some?.cost?.expected.lte(entry.cost.expected)).toBe(true);
        expect(some?.cost?.expected.toFixed()).toBe(some?.quantity.expected.minus(some.freeTierQuantity).times(entry.unitPrice).toFixed());
      }
    }),
    runs(100),
  );
});
