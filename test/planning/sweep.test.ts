import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CASES } from '../../src/base/range.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../src/model/strategies.js';
import { combinations, MOST_POINTS, parseVariation, sweepPoint } from '../../src/planning/sweep.js';
import { type NumberField, numberFields } from '../../src/scenario/numbers.js';
import { expectedOf } from '../../src/scenario/quantity.js';
import { changeIn } from '../../src/scenario/relative.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { estimateOf, messageOf, pricedOf, scenarioOf, written } from '../support.js';

describe('PATH=FROM..TO:STEP and PATH=VALUE,VALUE', () => {
  test.each<[string, unknown[]]>([
    ['a.b=7..21:7', [7, 14, 21]],
    ['a.b=7..22:7', [7, 14, 21]],
    ['a.b=5..5:1', [5]],
    ['a.b=0..1:1', [0, 1]],
    ['a.b=1,500', [1, 500]],
    ['a.b=0,0.5,100', [0, 0.5, 100]],
    ['a.b="000","001"', ['000', '001']],
    ['a.b=0.1..0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['a.b=0..0.3:0.05', [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]],
    ['a.b==-2..1:1.5', [-2, -0.5, 1]],
    ['a.b==-5,5', [-5, 5]],
    ['a.b=+5,5', [changeIn('+5'), 5]],
    ['a.b=-10, *2 ,all', [changeIn('-10'), changeIn('*2'), 'all']],
    ['a.b=+20%,{low: 1, expected: 2, high: 3}', [changeIn('+20%'), { low: 1, expected: 2, high: 3 }]],
    ['a.b=-10..+10:10', ['-10', '+0', '+10'].map(changeIn)],
    ['a.b=-20%..+20%:20%', ['-20%', '+0%', '+20%'].map(changeIn)],
    ['a.b=-20%..-10%:5', ['-20%', '-15%', '-10%'].map(changeIn)],
    ['a.b=*1..*2:0.5', ['*1', '*1.5', '*2'].map(changeIn)],
    ['a.b=1e3..3e3:1e3', [1000, 2000, 3000]],
    [' a.b = 1..2:1 ', [1, 2]],
    ['a.b=30', [30]],
    ['a.b=30,all', [30, 'all']],
    ['a.b=7, 30 ,90', [7, 30, 90]],
    ['a.b=3,1,2', [3, 1, 2]],
    ['a.b=2026-12-01,2027-01-01', ['2026-12-01', '2027-01-01']],
    ['a.b="111122223333","444455556666"', ['111122223333', '444455556666']],
    ['a.b=true,false', [true, false]],
    ['a.b={low: 1, expected: 2, high: 3},4', [{ low: 1, expected: 2, high: 3 }, 4]],
  ])('%s', (text, values) => {
    expect(parseVariation(text)).toEqual({ path: 'a.b', values });
  });

  test('as many points as there may be', () => {
    const { values } = parseVariation('a.b=1..100000:1');
    expect(values).toHaveLength(MOST_POINTS);
    expect(values.at(-1)).toBe(100_000);
  });

  test.each([
    ['a.b=1..5:0', 'usage\n--vary a.b=1..5:0: the step is 0, and must be above 0'],
    ['a.b=1..5:-1', 'the step is -1, and must be above 0'],
    ['a.b=5..1:1', '5 is more than 1'],
    ['a.b=1..5', '1..5 is not FROM..TO:STEP'],
    ['a.b=1..5:', '1..5: is not FROM..TO:STEP'],
    ['a.b=1..:1', 'is not FROM..TO:STEP'],
    ['a.b=..5:1', 'is not FROM..TO:STEP'],
    ['a.b=1...5:1', 'is not FROM..TO:STEP'],
    ['a.b=low..high:1', 'is not FROM..TO:STEP'],
    ['a.b=80..+40:10', '80 and +40 are not ends of one kind'],
    ['a.b=-5..5:1', '-5 and 5 are not ends of one kind'],
    ['a.b=+1..*2:1', '+1 and *2 are not ends of one kind'],
    ['a.b=+1..+20%:1', '+1 and +20% are not ends of one kind'],
    ['a.b=+40..+0:10', '+40 is more than +0'],
    ['a.b==*1..*2:1', '*1 is not a number'],
    ['a.b=10%..20%:1', '10% is not a number'],
    [
      'a.b=60..70:50',
      'the step of 50 is larger than the range from 60 to 70, so only 60 would be shown\n  Make the step smaller, or give both',
    ],
    ['a.b=*0.5..*2:4', 'the step of 4 is larger than the range from *0.5 to *2, so only *0.5 would be shown'],
    ['a.b=1,000', 'a comma separates values here, and 000 is not one\n  Did you mean 1000?'],
    ['a.b=500,1,000,2,000', '000 is not one\n  Did you mean 500,1000,2000?'],
    ['a.b=7,030', '030 is not one\n  Did you mean 7030?'],
    ['a.b=1,000,000', 'Did you mean 1000000?'],
    ['a.b=1, 000.5', '000.5 is not one\n  Did you mean 1000.5?'],
    ['a.b=+1,000', 'Did you mean +1000?'],
    ['a.b=1,500,000', '000 is not one\n  Write 1000 for a thousand, and no zeros in front.'],
    ['a.b=000', '000 is not one\n  Write 1000 for a thousand, and no zeros in front.'],
    ['a.b=all,007', '007 is not one\n  Write 1000 for a thousand, and no zeros in front.'],
    ['a.b=+5,,-5', 'has an empty value'],
    ['a.b==+5,6', '+5 within a value is not a change'],
    ['a.b=0..0x10:1', 'is not FROM..TO:STEP'],
    ['a.b=NaN..1:1', 'is not FROM..TO:STEP'],
    ['a.b=0..Infinity:1', 'is not FROM..TO:STEP'],
    ['a.b=', 'usage\n--vary a.b=: is neither PATH=FROM..TO:STEP nor PATH=VALUE,VALUE'],
    ['a.b', 'is neither PATH=FROM..TO:STEP nor PATH=VALUE,VALUE'],
    ['=1,2', 'is neither PATH=FROM..TO:STEP nor PATH=VALUE,VALUE'],
    ['', 'is neither PATH=FROM..TO:STEP nor PATH=VALUE,VALUE'],
    ['a.b=null,1', 'has an empty value'],
    ['a.b=0..100000:1', 'asks for 100001 points, more than 100000'],
    ['a.b=0..1:1e-99', 'points, more than 100000\n  Widen the step.'],
    ['a.b=0..9e99:1', 'points, more than 100000'],
  ])('%s is refused', (text, message) => {
    const complaint = messageOf(() => parseVariation(text));
    expect(complaint).toMatch(/^usage\n--vary /);
    expect(complaint).toContain(message);
  });

  test.each(['a.b=1,,2', 'a.b=,1', 'a.b=[1', 'a.b=1],[2', 'a.b={x: 1'])('%s is no list', (text) => {
    expect(messageOf(() => parseVariation(text))).toMatch(/^(usage|scenario-syntax)\n--vary /);
  });
});

describe('two fields at a time', () => {
  const variation = (path: string, count: number) => ({ path, values: Array.from({ length: count }, (_, index) => index) });

  test('make every combination, the last field varying fastest', () => {
    const days = { path: 'a', values: [7, 30] };
    const times = { path: 'b', values: [1, 2, 'all'] };
    expect(combinations([days, times])).toEqual([
      [7, 1],
      [7, 2],
      [7, 'all'],
      [30, 1],
      [30, 2],
      [30, 'all'],
    ]);
    expect(combinations([days])).toEqual([[7], [30]]);
  });

  test('are limited together', () => {
    expect(combinations([variation('a', 100), variation('b', 1000)])).toHaveLength(MOST_POINTS);
    expect(messageOf(() => combinations([variation('a', 101), variation('b', 1000)]))).toContain(
      'usage\n--vary: asks for 101000 points, more than 100000',
    );
    expect(messageOf(() => combinations([variation('a', 100_000), variation('b', 100_000)]))).toContain('asks for 10000000000 points');
  });
});

/** Another value that fits the field. */
function otherValue({ value, min, max, whole }: NumberField): number {
  const half = expectedOf(value) / 2 + (value === 0 ? Math.min(max, 2) : 0);
  return Math.max(min, whole ? Math.floor(half) : half);
}

describe('a point of a sweep', () => {
  test('is the single estimate of a scenario with these values written in, to the last digit', () => {
    fc.assert(
      fc.property(scenarios, fc.nat(), fc.nat(), (given, first, second) => {
        const fields = numberFields(scenarioOf(given));
        const chosen = [...new Set([fields[first % fields.length], fields[second % fields.length]])] as NumberField[];
        const variations = chosen.map((field) => ({ path: field.path, values: [otherValue(field)] }));
        const byHand = estimateOf(chosen.reduce<object>((scenario, field) => written(scenario, field.field, otherValue(field)), given));
        const point = sweepPoint(pricedOf(given), variations, chosen.map(otherValue));
        for (const which of CASES) {
          for (const strategy of STRATEGIES) expect(point.totals[strategy][which].toFixed()).toBe(byHand.totals[strategy][which].toFixed());
          for (const strategy of KMS_STRATEGIES) {
            expect(point.adds[strategy][which].toFixed()).toBe(byHand.comparison[strategy].averageMonth[which].toFixed());
          }
        }
        for (const strategy of STRATEGIES) {
          const costs = byHand.totals[strategy].months.map(({ expected }) => expected);
          expect(costs.some((cost) => cost.eq(point.mostExpensiveMonth[strategy]))).toBe(true);
          expect(costs.every((cost) => cost.lte(point.mostExpensiveMonth[strategy]))).toBe(true);
        }
        expect(point.months).toBe(byHand.scenario.period.months);
      }),
      runs(100),
    );
  });

  test.each([
    [['readers.a.lookbackDays'], ['all']],
    [['encryption.sseKmsSince'], ['2026-12-16']],
    [
      ['readers.a.share', 'bucket.region'],
      [{ low: 0, expected: 0.5, high: 1 }, 'eu-central-1'],
    ],
  ])('also of values that are no numbers: %s', (paths, values) => {
    const given = {
      bucket: { region: 'us-east-1' },
      encryption: { sseKmsSince: 'always' },
      trails: [{ name: 'org', logFilesPerMonth: 31_000, archiveMonths: 3 }],
      readers: [{ name: 'a', pattern: 'scan', runsPerMonth: 3, lookbackDays: 10 }],
    };
    const fields = paths.map((path) => path.split('.').map((key) => (key === 'a' ? 0 : key)));
    const byHand = estimateOf(fields.reduce<object>((scenario, field, index) => written(scenario, field, values[index]), given));
    const point = sweepPoint(
      pricedOf(given),
      paths.map((path) => ({ path, values: [] })),
      values,
    );
    expect(point.totals['sse-kms'].expected.toFixed()).toBe(byHand.totals['sse-kms'].expected.toFixed());
    expect(point.totals['sse-kms'].expected.eq(estimateOf(given).totals['sse-kms'].expected)).toBe(false);
  });

  test('of a value that does not fit is refused with its path', () => {
    const priced = pricedOf({ readers: [{ name: 'a', pattern: 'single', readsPerMonth: 10 }] });
    const at = (path: string, value: unknown) => messageOf(() => sweepPoint(priced, [{ path, values: [value] }], [value]));
    expect(at('readers.a.readsPerMonth', -1)).toContain('scenario-invalid\n--vary readers.a.readsPerMonth: expected a number from 0');
    expect(at('readers.b.readsPerMonth', 1)).toContain(
      'scenario-invalid\n--vary readers.b.readsPerMonth: no reader is named "b"\n  Known names: a.',
    );
  });
});
