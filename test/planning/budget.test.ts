import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { KMS_STRATEGIES } from '../../src/model/strategies.js';
import { assertBudgetParts, BUDGET_CASES, type Budget, excessOf, mostExpensiveMonth } from '../../src/planning/budget.js';
import { withLikely } from '../../src/planning/likely.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { book, costOf, estimateOf, messageOf } from '../support.js';

const budget = (amount: Decimal | string | number, more?: Partial<Budget>): Budget => ({
  amount: new Decimal(amount),
  on: 'expected',
  strategy: 'sse-kms',
  ...more,
});

/** 3.4 dollars a million reads, of which 3 are Decrypts; 1, 1.5 and 2.25 million files. */
const GIVEN = {
  period: { start: '2026-12', months: 3 },
  encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.5 },
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, growthPercentPerMonth: 50, archiveMonths: 0 }],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'soc', pattern: 'single', readsPerMonth: { low: 0, expected: 1_000_000, high: 2_000_000 } },
  ],
};

describe('a budget for each month', () => {
  const estimate = estimateOf(GIVEN);

  test('says by how much, in which month and which reader', () => {
    // In the third month 2.25 million files and a million single reads, $3.40 a million, and the key.
    expect(excessOf(estimate, budget(10))).toEqual({
      month: '2027-02',
      cost: new Decimal('12.05'),
      over: new Decimal('2.05'),
      reader: 'siem',
      readerCost: new Decimal('7.65'),
      monthsOver: 1,
    });
  });

  test.each([
    ['12.05', undefined],
    ['12.049999999999999999', '0.000000000000000001'],
    ['12.05000000000000000001', undefined],
    ['0', '12.05'],
  ])('of %s is exceeded by %s', (amount, over) => {
    expect(excessOf(estimate, budget(amount))?.over.toFixed()).toBe(over);
  });

  test.each([
    ['12', 1],
    ['9.5', 1],
    ['9', 2],
    ['7.8', 2],
    ['7.799', 3],
  ])('of %s counts months over it: %i', (amount, monthsOver) => {
    expect(excessOf(estimate, budget(amount))?.monthsOver).toBe(monthsOver);
  });

  test('on the high cost, where expected keeps to it', () => {
    expect(excessOf(estimate, budget('12.05', { on: 'high' }))).toMatchObject({
      month: '2027-02',
      cost: new Decimal('15.45'),
      over: new Decimal('3.4'),
      reader: 'siem',
      monthsOver: 2,
    });
    expect(excessOf(estimate, budget('15.45', { on: 'high' }))).toBeUndefined();
  });

  test('of another strategy', () => {
    expect(excessOf(estimate, budget('7', { strategy: 'sse-kms-bucket-key' }))?.cost.toFixed()).toBe('7.175');
    expect(excessOf(estimate, budget('7.175', { strategy: 'sse-kms-bucket-key' }))).toBeUndefined();
  });

  test('names the first of equally expensive months, and no reader where the keys cost most', () => {
    const even = { ...GIVEN, trails: [], readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 10 }], keys: { number: 2 } };
    expect(excessOf(estimateOf(even), budget(1))).toMatchObject({
      month: '2026-12',
      reader: '',
      readerCost: new Decimal(2),
      monthsOver: 3,
    });
  });
});

test('for any scenario: exceeded exactly where some month is, in the most expensive one, by a reader whose lines cost most', () => {
  const asked = fc.record({
    on: fc.constantFrom(...BUDGET_CASES),
    strategy: fc.constantFrom(...KMS_STRATEGIES),
    part: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(scenarios, asked, (given, { on, strategy, part }) => {
      const estimate = withLikely(estimateOf(given), book);
      const monthsOn = estimate.totals[strategy].months.map((month, index) =>
        on === 'likely' ? estimate.likely?.totals[strategy].months[index]?.p90 : month[on],
      ) as Decimal[];
      const mostExpensive = mostExpensiveMonth(estimate, { on, strategy });
      const amount = mostExpensive.cost.times(part).div(10);
      const excess = excessOf(estimate, { amount, on, strategy });
      const over = monthsOn.filter((cost) => cost.gt(amount));
      expect(excess?.monthsOver ?? 0).toBe(over.length);
      for (const cost of monthsOn) expect(cost.lte(mostExpensive.cost)).toBe(true);
      if (excess === undefined || on !== 'expected') return;
      expect(excess.cost.minus(excess.over).toFixed()).toBe(amount.toFixed());
      expect(costOf(estimate, { strategy, month: excess.month, reader: excess.reader })).toBe(excess.readerCost.toFixed());
      for (const { name } of estimate.scenario.readers) {
        expect(excess.readerCost.gte(costOf(estimate, { strategy, month: excess.month, reader: name }))).toBe(true);
      }
    }),
    runs(100),
  );
});

describe('a budget of one reader or account', () => {
  const accounts = { bucket: { region: 'us-east-1', account: '111122223333' } };
  const readers = GIVEN.readers.map((reader, index) => ({ ...reader, account: index === 0 ? '444455556666' : '111122223333' }));
  const estimate = estimateOf({ ...GIVEN, ...accounts, readers });

  test.each([
    ['siem', '7.65', '2027-02'],
    ['soc', '3.4', '2026-12'],
    ['444455556666', '6.75', '2027-02'],
    // The Decrypts of soc, the key, and the GETs of both, which the bucket's account pays.
    ['111122223333', '5.3', '2027-02'],
  ])('%s costs %s in %s', (of, cost, month) => {
    const found = mostExpensiveMonth(estimate, budget(0, { of }));
    expect([found.cost.toFixed(), found.month]).toEqual([cost, month]);
    expect(excessOf(estimate, budget(cost, { of }))).toBeUndefined();
    expect(excessOf(estimate, budget(new Decimal(cost).minus('0.01'), { of }))?.over.toFixed()).toBe('0.01');
  });

  test.each([
    ['siem', 'no error'],
    ['111122223333', 'no error'],
    ['seim', 'usage\n--budget seim=…: the scenario has no reader and no paying account "seim"\n  Did you mean "siem"?'],
    [
      '444455556667',
      'usage\n--budget 444455556667=…: the scenario has no reader and no paying account "444455556667"\n  Did you mean "444455556666"?',
    ],
  ])('%s: %s', (of, message) => {
    expect(messageOf(() => assertBudgetParts([budget(1, { of })], [estimate]))).toBe(message);
  });

  test('a name of both is refused', () => {
    const both = estimateOf({ ...GIVEN, readers: [...readers, { name: '444455556666', pattern: 'every-file' }] });
    expect(messageOf(() => assertBudgetParts([budget(1, { of: '444455556666' })], [both]))).toContain(
      'is the name of a reader and an account',
    );
  });
});

test('for any scenario the readers, CloudTrail and the keys cost together what the strategy costs', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...KMS_STRATEGIES), fc.constantFrom('expected', 'high'), (given, strategy, on) => {
      const estimate = estimateOf(given);
      const { month, cost } = mostExpensiveMonth(estimate, { strategy, on });
      const names = [...new Set(estimate.lines.map(({ reader }) => reader))].filter((name) => !/^\d{12}$/.test(name));
      const parts = names.map((of) => {
        const lines = estimate.lines.filter((line) => line.strategy === strategy && line.month === month && line.reader === of);
        const own = lines.reduce((total, line) => total.plus(line.cost[on]), new Decimal(0));
        if (of !== '') expect(mostExpensiveMonth(estimate, { strategy, on, of }).cost.gte(own)).toBe(true);
        return own;
      });
      expect(parts.reduce((total, part) => total.plus(part), new Decimal(0)).toFixed()).toBe(cost.toFixed());
    }),
    runs(50),
  );
});
