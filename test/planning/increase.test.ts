import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { costingOf } from '../../src/model/costing.js';
import type { Estimate } from '../../src/model/estimate.js';
import { KMS_STRATEGIES } from '../../src/model/strategies.js';
import { diffOf } from '../../src/planning/diff.js';
import { type IncreaseLimit, increaseVerdict } from '../../src/planning/increase.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { costOf, estimateOf } from '../support.js';

/** A key for a dollar a month, and reads for $3.40 a million. */
const reading = (millions: number, start = '2026-12', months = 2) => ({
  period: { start, months },
  encryption: { sseKmsSince: 'always' },
  trails: [{ name: 'org', logFilesPerMonth: 0, archiveMonths: 0 }],
  readers: [{ name: 'soc', pattern: 'single', readsPerMonth: millions * 1_000_000 }],
  recording: { guardDuty: false },
});
const verdict = (before: object, after: object, limit: Partial<IncreaseLimit> & { value: Decimal }) =>
  increaseVerdict(diffOf(costingOf(estimateOf(before)), costingOf(estimateOf(after))), { unit: 'amount', strategy: 'sse-kms', ...limit });
const amount = (value: string) => ({ value: new Decimal(value) });
const percent = (value: string) => ({ value: new Decimal(value), unit: 'percent' as const });

describe('by hand', () => {
  test.each([
    ['over', reading(1), reading(2), amount('3.39'), 2, '2026-12 3.4'],
    ['exactly at it', reading(1), reading(2), amount('3.4'), 0, '2026-12 3.4'],
    ['a percentage of the cost before, $4.40', reading(1), reading(2), percent('77'), 2, '2026-12 3.4'],
    ['exactly half more', reading(1), { ...reading(1), keys: { number: 3.2 } }, percent('50'), 0, '2026-12 2.2'],
    ['less than before', reading(2), reading(1), amount('0'), 0, '2026-12 -3.4'],
    ['the same months of two periods', reading(1), reading(1, '2027-01', 2), amount('0'), 0, '2027-01 0'],
    ['no month in common', reading(1), reading(2, '2028-01', 1), amount('3'), 1, '2028-01 3.4'],
  ])('%s', (_, before, after, limit, monthsOver, most) => {
    const found = verdict(before, after, limit);
    expect(found?.monthsOver).toBe(monthsOver);
    expect(`${found?.most.month} ${found?.most.by.toFixed()}`).toBe(most);
  });

  test('any increase of nothing is over any percentage', () => {
    const free = { ...reading(0), keys: { number: 0 } };
    expect(verdict(free, { ...reading(0), keys: { number: 1 } }, percent('1000000'))?.monthsOver).toBe(2);
    expect(verdict(free, free, percent('0'))?.monthsOver).toBe(0);
  });

  test('a charge that only one of the two has a price for leaves it open', () => {
    const recorded = (region: string) => ({ ...reading(1), bucket: { region }, recording: { guardDuty: true } });
    expect(verdict(recorded('us-east-1'), recorded('us-west-2'), amount('1'))).toBeUndefined();
  });
});

test('for any two scenarios: over exactly where some month costs more than its month before by over the limit', () => {
  const asked = fc.record({
    strategy: fc.constantFrom(...KMS_STRATEGIES),
    unit: fc.constantFrom('amount', 'percent'),
    part: fc.integer({ min: 0, max: 15 }),
  });
  fc.assert(
    fc.property(scenarios, scenarios, asked, (one, other, { strategy, unit, part }) => {
      const [before, after] = [one, other].map((given) => estimateOf({ ...given, currency: undefined })) as [Estimate, Estimate];
      const diff = diffOf(costingOf(before), costingOf(after));
      const open = increaseVerdict(diff, { strategy, unit, value: new Decimal(0) });
      if (open === undefined) return;
      const { by, before: was } = open.most;
      const most = unit === 'amount' || was.isZero() ? by : by.times(100).div(was);
      const value = most.isNeg() ? new Decimal(0) : most.times(part).div(10).toDecimalPlaces(6);
      const peak = Decimal.max(...before.totals[strategy].months.map(({ expected }) => expected));
      const beyond = after.totals[strategy].months.filter(({ month, expected }) => {
        const same = before.totals[strategy].months.find((each) => each.month === month);
        const old = same === undefined ? peak : new Decimal(costOf(before, { strategy, month }));
        const more = expected.minus(old);
        return unit === 'amount' ? more.gt(value) : more.times(100).gt(old.times(value));
      });
      expect(increaseVerdict(diff, { strategy, unit, value })?.monthsOver).toBe(beyond.length);
    }),
    runs(100),
  );
});
