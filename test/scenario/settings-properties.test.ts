import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldPath } from '../../src/base/errors.js';
import { withSettings } from '../../src/scenario/load.js';
import { parseSetting } from '../../src/scenario/settings.js';
import { runs } from '../runs.js';
import { loadedOf, messageOf, written } from '../support.js';

const GIVEN = {
  period: { start: '2026-12', months: 1 },
  bucket: { region: 'us-east-1' },
  encryption: { sseKmsSince: '2026-12-01' },
  trails: [
    { name: 'org', accounts: 3, activeRegions: 2, filesPerSlot: 2.6, activeSlotShare: 0.5, digestRegions: 17, archiveMonths: 12 },
    { name: 'eu.west', logFilesPerMonth: 1000, archiveMonths: 1 },
  ],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'siem.eu', pattern: 'every-file', times: 2 },
    { name: 'athena', pattern: 'scan', runsPerMonth: 4, lookbackDays: 30 },
    { name: 'validation', pattern: 'validate', runsPerMonth: 4, lookbackDays: 'all' },
    { name: 'soc', pattern: 'single', readsPerMonth: 5 },
  ],
};

const number = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((value) => value / 100);
const wholeQuantity = (most: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.array(fc.integer({ min: 0, max: most }), { minLength: 3, maxLength: 3 }).map((values) => {
      const [low, expected, high] = values.toSorted((a, b) => a - b);
      return { low, expected, high };
    }),
  );
const quantity = (most: number) =>
  fc.oneof(
    number(most),
    fc.tuple(number(most), number(most), number(most)).map((values) => {
      const [low, expected, high] = values.toSorted((a, b) => a - b);
      return { low, expected, high };
    }),
  );
const day = fc.constantFrom('2026-12-01', '2027-01-31', '2028-02-29');
const account = fc.constantFrom('111122223333', '012345678901');

/** Each with the field it means and values that fit it. */
const FIELDS: readonly (readonly [string, FieldPath, fc.Arbitrary<unknown>])[] = [
  ['readers.siem.times', ['readers', 0, 'times'], quantity(1000)],
  ['readers.siem.eu.times', ['readers', 1, 'times'], quantity(1000)],
  ['readers.siem.eu.share', ['readers', 1, 'share'], quantity(1)],
  ['readers.1.requesters', ['readers', 1, 'requesters'], fc.integer({ min: 1, max: 1000 })],
  ['readers.siem.digests', ['readers', 0, 'digests'], fc.boolean()],
  ['readers.siem.account', ['readers', 0, 'account'], account],
  ['readers.siem.trails', ['readers', 0, 'trails'], fc.constantFrom(['org'], ['eu.west'], ['eu.west', 'org'])],
  ['readers.athena.lookbackDays', ['readers', 2, 'lookbackDays'], fc.oneof(fc.constant('all'), quantity(7500))],
  ['readers.athena.runsPerMonth', ['readers', 2, 'runsPerMonth'], quantity(1000)],
  ['readers.athena.bucketKeyReduction', ['readers', 2, 'bucketKeyReduction'], quantity(1)],
  ['readers.validation.runMinutes', ['readers', 3, 'runMinutes'], fc.integer({ min: 1, max: 44640 })],
  ['readers.soc.readsPerMonth', ['readers', 4, 'readsPerMonth'], quantity(1e9)],
  ['trails.org.accounts', ['trails', 0, 'accounts'], wholeQuantity(1e5)],
  ['trails.org.growthPercentPerMonth', ['trails', 0, 'growthPercentPerMonth'], fc.integer({ min: -20, max: 20 })],
  ['trails.eu.west.archiveMonths', ['trails', 1, 'archiveMonths'], fc.integer({ min: 0, max: 240 })],
  ['encryption.bucketKeySince', ['encryption', 'bucketKeySince'], day],
  ['encryption.bucketKeyReduction', ['encryption', 'bucketKeyReduction'], quantity(1)],
  ['keys.number', ['keys', 'number'], wholeQuantity(100)],
  ['keys.account', ['keys', 'account'], account],
  ['recording.paidCopies', ['recording', 'paidCopies'], quantity(10)],
  ['recording.excludeKmsEvents', ['recording', 'excludeKmsEvents'], fc.boolean()],
  ['freeRequestsLeft', ['freeRequestsLeft'], quantity(20000)],
  ['discountPercent', ['discountPercent'], quantity(100)],
  ['period.months', ['period', 'months'], fc.integer({ min: 1, max: 120 })],
  ['bucket.region', ['bucket', 'region'], fc.constantFrom('eu-west-1', 'us-gov-west-1')],
];

const settings = fc
  .uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 6 })
  .chain((fields) => fc.tuple(...fields.map(([path, field, values]) => values.map((value) => ({ path, field, value })))));

test('settings give the scenario that has these values written into it', () => {
  fc.assert(
    fc.property(settings, (given) => {
      const byHand = given.reduce<object>((scenario, { field, value }) => written(scenario, field, value), GIVEN);
      const typed = given.map(({ path, value }) => parseSetting(`${path}==${JSON.stringify(value)}`, '--set'));
      expect(withSettings(loadedOf(GIVEN), typed, ({ path }) => path).scenario).toEqual(loadedOf(byHand).scenario);
    }),
    runs(300),
  );
});

test('a text of any kind is a setting or a clear refusal, and never anything else', () => {
  const names = fc.constantFrom(
    'readers',
    'siem',
    'siem.eu',
    'trails',
    'org',
    '0',
    '9',
    'times',
    '__proto__',
    'constructor',
    '',
    'keys',
    'number',
  );
  const paths = fc.array(names, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'));
  const values = fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '1', 'null', '{a: 1}', '[]', '&a *a', '{low: 1}'));
  fc.assert(
    fc.property(paths, values, (path, value) => {
      const run = () => withSettings(loadedOf(GIVEN), [parseSetting(`${path}=${value}`, '--set')], (setting) => `--set ${setting.path}`);
      const [code = '', ...message] = messageOf(run).split('\n');
      expect(['no error', 'usage', 'scenario-syntax', 'scenario-invalid']).toContain(code);
      if (code === 'scenario-invalid') expect(message.join('\n')).toContain('--set');
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    runs(500),
  );
});
