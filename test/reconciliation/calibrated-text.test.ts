import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Document, type Node, visit } from 'yaml';
import { calibratedText } from '../../src/reconciliation/calibrated-text.js';
import { casesOf, parseScenario } from '../../src/scenario/load.js';
import { replaced } from '../../src/scenario/settings.js';
import { runs } from '../runs.js';
import { messageOf } from '../support.js';

const SETS = [
  { path: ['freeRequestsLeft'], value: { low: 1, expected: 2, high: 3 } },
  { path: ['serviceDiscountPercent', 'kms'], value: 10 },
  { path: ['serviceDiscountPercent', 'cloudtrail'], value: 6.5 },
  {
    path: ['prices', 'kms-request'],
    value: { region: 'us-east-1', price: '0.000004', per: 1, currency: 'USD', source: 'bill of 2026-11' },
  },
];
const calibrated = (text: string) =>
  calibratedText(
    text,
    SETS.map((set) => ({ remark: `${set.path.join('.')}: as billed.`, set })),
    'the bill',
  );

/** What is calibrated has its new value, and all else the value that it had, cases included. */
function expectOnlyCalibrated(text: string): string {
  const before = parseScenario(text, 'before');
  const written = calibrated(text);
  const after = parseScenario(written, 'after');
  const expected = SETS.reduce<unknown>((whole, { path, value }) => replaced(whole, path, value), before.raw);
  expect(after.raw).toEqual(expected);
  expect(casesOf(after).map(({ settings }) => settings)).toEqual(casesOf(before).map(({ settings }) => settings));
  expect(calibrated(written).replace(/^#.*\n/gm, '')).toBe(written.replace(/^#.*\n/gm, ''));
  return written;
}

const START = `version: 1
name: shared
period: { start: 2026-11, months: 1 }
bucket: { region: us-east-1, account: "111122223333" }
encryption: { sseKmsSince: always }
readers: [{ name: soc, account: "111122223333", pattern: single, readsPerMonth: 1000 }]
`;
const PRICE = '{ region: us-east-1, price: "5", per: 1000000, source: "a guess, at *best" }';
const FREE = '{ low: 0, expected: 100, high: 20000 }';

describe('an alias or an anchor that a calibrated value shares changes nothing else', () => {
  test.each<[string, string, string[]]>([
    [
      'the field is the alias',
      `cases: [{ name: a, set: { freeRequestsLeft: &free ${FREE} } }]\nfreeRequestsLeft: *free # ours\n`,
      ['set: { freeRequestsLeft: &free { low: 0, expected: 100, high: 20000 } } }', 'high: 3 } # ours\n'],
    ],
    [
      'the field is the anchor',
      `freeRequestsLeft: &free 20000 # ours\ncases: [{ name: a, set: { freeRequestsLeft: *free } }]\n`,
      ['set: { freeRequestsLeft: 20000 } }', 'high: 3 } # ours\n', '# cases.a.set.freeRequestsLeft: written in full instead of *free, '],
    ],
    [
      'a group above the field is the alias',
      'cases: [{ name: a, set: { serviceDiscountPercent: &d { kms: 5 } } }]\nserviceDiscountPercent: *d\n',
      ['serviceDiscountPercent: { kms: 10, cloudtrail: 6.5 }', '# serviceDiscountPercent: written in full instead of *d, '],
    ],
    [
      'a group above the field is the anchor',
      'serviceDiscountPercent: &d\n  kms: 5 # so they say\ncases:\n  - name: a\n    set:\n      serviceDiscountPercent: *d # too\n',
      ['  kms: 10 # so they say\n', '      serviceDiscountPercent:\n        kms: 5\n        # too\n'],
    ],
    [
      'an anchor is within the value, and used later',
      'prices: { kms-request: { region: us-east-1, price: "5", per: 1, source: &source "a guess" } }\n' +
        'cases: [{ name: a, set: { name: *source } }, { name: b, set: { name: *source } }]\n',
      ['{ name: a, set: { name: a guess } }', '{ name: b, set: { name: a guess } }'],
    ],
    [
      'the prices as a whole are shared',
      `cases: [{ name: a, set: { prices: &p { kms-request: &r ${PRICE} } } }, { name: b, set: { prices.kms-request: *r } }]\nprices: *p\n`,
      ['prices: &p { kms-request: &r', 'set: { prices.kms-request: *r }'],
    ],
    [
      'an alias within an alias',
      `cases: [{ name: a, set: { prices: &p { kms-request: &r ${PRICE}, s3-get: *r } } }]\nprices: *p\n`,
      ['*r }'],
    ],
    [
      'one anchor stands for more than one field',
      'serviceDiscountPercent: { kms: &five 5, cloudtrail: *five }\ndiscountPercent: *five\nrecording: { paidCopies: *five }\n',
      ['discountPercent: 5', 'recording: { paidCopies: 5 }'],
    ],
    [
      'a name that is given twice',
      'freeRequestsLeft: &x 7\ndiscountPercent: *x\ncases:\n' +
        '  - { name: a, set: { freeRequestsLeft: &x 8 } }\n  - { name: b, set: { freeRequestsLeft: *x } }\n',
      ['discountPercent: 7', 'freeRequestsLeft: &x 8', 'freeRequestsLeft: *x'],
    ],
    [
      'an alias that shares nothing with it stays',
      'trails: [{ name: &org org, logFilesPerMonth: 10, archiveMonths: 0 }]\ndescription: *org\nfreeRequestsLeft: 5\n',
      ['name: &org org', 'description: *org\n'],
    ],
    [
      'tags',
      'freeRequestsLeft: !!int 20000\nserviceDiscountPercent: !!map { kms: 5 }\ndescription: !!str 5\n',
      ['!!map { kms: 10, cloudtrail: 6.5 }', 'description: !!str'],
    ],
    [
      'a merge key of YAML 1.1 brings the group',
      'cases: [{ name: b, set: &set { serviceDiscountPercent: &d { kms: 5, s3: 1 } } }, { name: c, set: *set }]\n<<: *set\n',
      ['set: &set { serviceDiscountPercent: &d { kms: 5, s3: 1 } }', '{ name: c, set: *set }'],
    ],
    [
      'a merge key of YAML 1.1 brings what changes',
      'serviceDiscountPercent: &own { kms: 5 }\ncases: [{ name: b, set: { serviceDiscountPercent: { <<: *own, guardduty: 2 } } }]\n',
      ['serviceDiscountPercent: { <<: { kms: 5 }, guardduty: 2 }'],
    ],
  ])('%s', (_, rest, parts) => {
    const text = `${rest.includes('<<') ? '%YAML 1.1\n---\n' : ''}${START}${rest}`;
    const written = expectOnlyCalibrated(text);
    for (const part of parts) expect(written).toContain(part);
  });
});

test('JSON has no aliases: all else stays as it is', () => {
  const text = JSON.stringify({ ...(parseScenario(START, 'start').raw as object), description: '*x &y <<', freeRequestsLeft: 5 });
  expect(JSON.parse(expectOnlyCalibrated(text))).toMatchObject({ description: '*x &y <<' });
});

test.each([
  ['several documents', `${START}---\n${START}`, /a second YAML document/],
  ['an alias of nothing', `${START}freeRequestsLeft: *none\n`, /Unresolved alias/],
  ['what cannot be merged', `%YAML 1.1\n---\n${START}<<: 5\n`, /aliases: Merge sources must be maps/],
])('%s: refused', (_, text, message) => {
  expect(messageOf(() => parseScenario(text, 'scenario.yaml'))).toMatch(/^scenario-syntax/);
  expect(messageOf(() => calibrated(text))).toMatch(message);
});

/** A text in which values that are equal are aliases of the first of them, here and there. */
function withAliases(value: unknown, choices: readonly boolean[]): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  const firsts = new Map<string, Node>();
  let place = 0;
  visit(document, {
    Value: (key, node) => {
      const isRoot = key === null;
      if (isRoot) return undefined;
      const text = JSON.stringify(node);
      const first = firsts.get(text);
      if (first === undefined) {
        firsts.set(text, node);
        return undefined;
      }
      place += 1;
      return key !== 'key' && choices[place % choices.length] ? document.createAlias(first as never, `a${firsts.size}`) : undefined;
    },
  });
  return document.toString();
}

test('whatever is shared, only what is calibrated changes', () => {
  const percent = fc.constantFrom<unknown>(1, 5, { low: 1, expected: 5, high: 5 });
  const discounts = fc.record({ kms: percent, cloudtrail: percent, s3: percent }, { requiredKeys: [] });
  const price = fc.constantFrom(...['5', '7'].map((price) => ({ region: 'us-east-1', price, per: 1, source: '5' })));
  const prices = fc.record({ 'kms-request': price, 's3-get': price }, { requiredKeys: [] });
  const fields = fc.record({ freeRequestsLeft: percent, serviceDiscountPercent: discounts, prices }, { requiredKeys: [] });
  const changed = fc.record(
    { 'serviceDiscountPercent.kms': percent, 'prices.kms-request': price, discountPercent: percent },
    { requiredKeys: [] },
  );
  const scenario = fc.record({
    own: fields,
    cases: fc.array(fc.oneof(fields, changed), { minLength: 1, maxLength: 3 }),
    isFirst: fc.boolean(),
    choices: fc.array(fc.boolean(), { minLength: 3, maxLength: 7 }),
  });
  const start = parseScenario(START, 'start').raw as object;
  fc.assert(
    fc.property(scenario, ({ own, cases, isFirst, choices }) => {
      const list = { cases: cases.map((set, index) => ({ name: `case ${index}`, set })) };
      expectOnlyCalibrated(withAliases(isFirst ? { ...start, ...list, ...own } : { ...start, ...own, ...list }, choices));
    }),
    runs(300),
  );
});
