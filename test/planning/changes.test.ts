import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { byCase } from '../../src/base/range.js';
import type { CostLine } from '../../src/model/costing.js';
import { compareCases } from '../../src/planning/cases.js';
import { changesBetween, chargeOfReader } from '../../src/planning/changes.js';
import { casesOf } from '../../src/scenario/load.js';
import { book, estimateOf, loadedOf } from '../support.js';

const line = (cost: number, more: Partial<CostLine> = {}): CostLine => ({
  strategy: 'sse-kms',
  month: '2026-12',
  charge: 'kms-requests',
  reader: 'siem',
  account: '',
  quantity: byCase(() => new Decimal(cost * 10)),
  unit: 'requests',
  cost: byCase(() => new Decimal(cost)),
  ...more,
});
const kinds = (before: CostLine[], after: CostLine[]) => changesBetween(before, after, chargeOfReader).map(({ kind }) => kind);

describe('what became of lines', () => {
  const high = { low: new Decimal(1), expected: new Decimal(1), high: new Decimal(2) };

  test.each<[string, CostLine[], CostLine[], string[]]>([
    ['nothing', [], [], []],
    ['the same', [line(1)], [line(1)], ['same']],
    ['the same number with other digits', [line(1)], [line(1, { cost: byCase(() => new Decimal('1.000')) })], ['same']],
    ['another cost', [line(1)], [line(2)], ['changed']],
    ['another high cost alone', [line(1)], [line(1, { cost: high })], ['changed']],
    ['another quantity alone', [line(1)], [line(1, { quantity: byCase(() => new Decimal(11)) })], ['changed']],
    ['another month', [line(1)], [line(1, { month: '2027-01' })], ['changed']],
    ['a line more', [line(1)], [line(1), line(1, { reader: 'soc' })], ['same', 'added']],
    ['a line less', [line(1), line(1, { reader: 'soc' })], [line(1)], ['same', 'removed']],
    ['another account', [line(1)], [line(1, { account: '111122223333' })], ['removed', 'added']],
    ['two lines that make up one', [line(1), line(2)], [line(3)], ['same']],
    ['a free line that is new', [], [line(0)], ['added']],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  test('names that hold separators stay apart', () => {
    const [one, other] = [line(1, { reader: 'a","b', account: '' }), line(1, { reader: 'a', account: 'b' })];
    expect(kinds([one], [other])).toEqual(['removed', 'added']);
  });

  test('lines are added up over the months', () => {
    const [change] = changesBetween([line(1), line(2, { month: '2027-01' })], [line(5)], chargeOfReader);
    expect(change?.before).toEqual({
      quantity: new Decimal(30),
      cost: byCase(() => new Decimal(3)),
      months: ['2026-12', '2027-01'],
    });
    expect(change?.after?.cost.expected.toFixed()).toBe('5');
  });
});

describe('cases beside the scenario as it is', () => {
  const GIVEN = {
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.5 },
    readers: [
      { name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 },
      { name: 'audit', pattern: 'single', readsPerMonth: 1000 },
    ],
    cases: [
      { name: 'twice', description: 'twice the reads', set: { 'readers.soc.readsPerMonth': 2_000_000 } },
      { name: 'two keys', set: { 'keys.number': 2 } },
      { name: 'no audit', set: { 'readers.audit': null } },
      { name: 'nothing', set: {} },
    ],
  };
  const cases = compareCases(
    estimateOf(GIVEN),
    casesOf(loadedOf(GIVEN)).map((each) => ({ ...each, isAsked: true })),
    book,
  );

  test('cost what a scenario with these values costs', () => {
    expect(cases.map(({ name, estimate }) => `${name}: ${estimate.totals['sse-kms'].expected}`)).toEqual([
      'twice: 7.8034',
      'two keys: 5.4034',
      'no audit: 4.4',
      'nothing: 4.4034',
    ]);
    expect(cases[0]).toMatchObject({ description: 'twice the reads', settings: [{ path: 'readers.soc.readsPerMonth', value: 2_000_000 }] });
    expect(cases[0]).not.toHaveProperty('loaded');
  });

  test('tell which lines they change', () => {
    const told = cases.map(({ changes }) =>
      changes.map(({ kind, line: { strategy, charge, reader } }) => `${kind} ${strategy} ${charge} ${reader}`),
    );
    expect(told).toEqual([
      [
        'changed sse-s3 s3-gets soc',
        'changed sse-kms kms-requests soc',
        'changed sse-kms s3-gets soc',
        'changed sse-kms-bucket-key kms-requests soc',
        'changed sse-kms-bucket-key s3-gets soc',
      ],
      ['changed sse-kms kms-keys ', 'changed sse-kms-bucket-key kms-keys '],
      [
        'removed sse-s3 s3-gets audit',
        'removed sse-kms kms-requests audit',
        'removed sse-kms s3-gets audit',
        'removed sse-kms-bucket-key kms-requests audit',
        'removed sse-kms-bucket-key s3-gets audit',
      ],
      [],
    ]);
  });
});
