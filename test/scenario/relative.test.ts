import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapCases } from '../../src/base/range.js';
import { estimate } from '../../src/model/estimate.js';
import { parseScenario, withSettings } from '../../src/scenario/load.js';
import { type NumberField, numberFields } from '../../src/scenario/numbers.js';
import { mapQuantity } from '../../src/scenario/quantity.js';
import { changeIn } from '../../src/scenario/relative.js';
import { parseSetting, type SettingEffect } from '../../src/scenario/settings.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { book, loadedOf, messageOf } from '../support.js';

const GIVEN = {
  trails: [
    {
      name: 'org',
      accounts: 100,
      activeRegions: { low: 1, expected: 2, high: 3 },
      filesPerSlot: 2.6,
      activeSlotShare: 0.5,
      growthPercentPerMonth: 1,
      archiveMonths: 12,
    },
    { name: 'files', logFilesPerMonth: 1000, archiveMonths: 1 },
  ],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'athena', pattern: 'scan', runsPerMonth: 4.5, lookbackDays: 'all' },
  ],
};

const effectsOf = (...texts: string[]): SettingEffect[] => [
  ...withSettings(
    loadedOf(GIVEN),
    texts.map((text) => parseSetting(text, '--set')),
    ({ path }) => `--set ${path}`,
  ).effects,
];
const complaint = (...texts: string[]) => messageOf(() => effectsOf(...texts));

describe('a sign, a number and perhaps a percent sign are a change', () => {
  test.each([
    ['+40', 40, '+40'],
    ['-10', 40, '-10'],
    ['*2', 40, '*2'],
    ['* 1.5', 40, '*1.5'],
    ['+20%', 40, '+20%'],
    ['-12.5%', 40, '-12.5%'],
    ['*150%', 40, '*150%'],
    ['+1e3', 40, '+1000'],
  ])('%s', (text, _, said) => {
    expect(changeIn(text)?.text).toBe(said);
  });

  test.each(['40', '=+40', '+', '-', '*', '%', '+%', '+x', '*a', '++4', '+-4', '4+', '+4 accounts', '+1,000', '20%', '--5', ''])(
    '%j is none',
    (text) => {
      expect(changeIn(text)).toBeUndefined();
    },
  );
});

describe('a change is of what is written, or of the default', () => {
  test.each<[string, unknown, unknown]>([
    ['trails.org.accounts=+40', 100, 140],
    ['trails.org.accounts=-10', 100, 90],
    ['trails.org.accounts=*2', 100, 200],
    ['trails.org.accounts=+20%', 100, 120],
    ['trails.org.accounts=-20%', 100, 80],
    ['trails.org.accounts=+0.4%', 100, 100],
    ['trails.org.accounts=*1.005', 100, 101],
    ['trails.org.filesPerSlot=+0.1', 2.6, 2.7],
    ['trails.org.filesPerSlot=*1.1', 2.6, 2.86],
    ['trails.org.activeRegions=+1', { low: 1, expected: 2, high: 3 }, { low: 2, expected: 3, high: 4 }],
    ['trails.org.activeRegions=*2', { low: 1, expected: 2, high: 3 }, { low: 2, expected: 4, high: 6 }],
    ['trails.org.activeRegions.high=+2', 3, 5],
    ['readers.siem.times=*2', 1, 2],
    ['keys.number=+1', 1, 2],
    ['encryption.bucketKeyReduction=-10%', { low: 0.8, expected: 0.9, high: 0.99 }, { low: 0.72, expected: 0.81, high: 0.891 }],
    ['period.months=+11', 1, 12],
    ['trails.org.growthPercentPerMonth=*-2', 1, undefined],
    ['trails.org.growthPercentPerMonth=*2', 1, 2],
    ['trails.org.growthPercentPerMonth=+50%', 1, 1.5],
    ['trails.org.growthPercentPerMonth==-5', 1, -5],
    ['trails.org.growthPercentPerMonth==+5', 1, 5],
    ['trails.org.accounts==140', 100, 140],
  ])('%s', (text, before, after) => {
    if (after === undefined) return expect(complaint(text)).toContain('is not a change\n  Write a change as +40');
    return expect(effectsOf(text)).toEqual([{ path: text.replace(/=.*/, ''), before, after }]);
  });

  test('as set so far', () => {
    const { effects } = { effects: effectsOf('trails.org.accounts=120', 'trails.org.accounts=+20%', 'keys.number=', 'keys.number=+1') };
    expect(effects.map(({ before, after }) => [before, after])).toEqual([
      [100, 120],
      [120, 144],
      [1, undefined],
      [1, 2],
    ]);
  });
});

test.each([
  [
    'trails.org.accounts=-200',
    '--set trails.org.accounts: 100 changed by -200 is -100; expected a whole number from 0 to 1,000,000,000,000',
  ],
  [
    'trails.org.accounts=+1.5',
    '--set trails.org.accounts: 100 changed by +1.5 is 101.5; expected a whole number from 0 to 1,000,000,000,000',
  ],
  ['trails.org.archiveMonths=+0.5', '12 changed by +0.5 is 12.5; expected a whole number from 0 to 240'],
  ['trails.org.activeRegions=-2', '1 to 3 (expected 2) changed by -2 is -1 to 1 (expected 0); expected a number from 0 to 100'],
  ['trails.org.activeSlotShare=*3', '0.5 changed by *3 is 1.5; expected a number from 0 to 1'],
  ['trails.org.growthPercentPerMonth=-5', '-5 is not clear: to set it to -5, or to change it?\n  Write ==-5 to set it to -5, or ==-4 to'],
  ['trails.org.growthPercentPerMonth=+5', '+5 is not clear: to set it to 5, or to change it?\n  Write ==5 to set it to 5, or ==6 to'],
  ['trails.org.filesPerSlot=+1,000', 'expected a number from 0 to 1,000 or {low, expected, high}, found "+1,000"'],
  [
    'readers.athena.lookbackDays=+30',
    '--set readers.athena.lookbackDays: is "all", which cannot change by +30\n  Give its value, without a sign: 30.',
  ],
  ['readers.athena.runMinutes=*2', 'has no value in the scenario that could change by *2\n  Give its value.'],
  ['encryption.sseKmsSince=+30', 'does not hold a number, so it cannot change by +30\n  Give its value. Day (UTC) from which'],
  ['period.start=+1', 'does not hold a number, so it cannot change by +1'],
  ['name=+1', 'does not hold a number, so it cannot change by +1'],
  ['readers.siem.digests=*2', 'does not hold a number, so it cannot change by *2'],
  ['readers.siem=+1', 'does not hold a number, so it cannot change by +1'],
  ['readers.seim=+1', 'no reader is named "seim"'],
  ['trails.org.acounts=+1', 'unknown field "acounts"\n  Did you mean "accounts"?'],
  ['trails.files.accounts=+40', 'has no value in the scenario that could change by +40\n  logFilesPerMonth says how many files there are'],
  ['trails.files.accounts=40', 'given together with logFilesPerMonth, which already says how many'],
  ['trails.org.activeRegions={low: +1, expected: 2, high: 3}', '+1 within a value is not a change\n  Leave out the sign'],
])('%s is refused with what to write', (text, message) => {
  expect(complaint(text)).toContain(message);
});

test('a trail that is given by its files says how it grows', () => {
  expect(complaint('trails.files.accounts=40')).toContain('From 100 to 140 accounts: logFilesPerMonth=*1.4');
  expect(complaint('trails.files.accounts=+40')).toContain('From 100 to 140 accounts: logFilesPerMonth=*1.4');
  expect(effectsOf('trails.files.logFilesPerMonth=*1.4')).toEqual([{ path: 'trails.files.logFilesPerMonth', before: 1000, after: 1400 }]);
});

describe('in a scenario', () => {
  const text = (line: string, cases = '') =>
    `version: 1\nname: t\nperiod: { start: 2026-12, months: 1 }\nbucket: { region: us-east-1 }\nencryption: { sseKmsSince: always }\n` +
    `readers:\n  - name: siem\n    pattern: single\n    readsPerMonth: ${line}\n${cases}`;

  test('a number with a plus sign is refused, with its place', () => {
    expect(messageOf(() => parseScenario(text('+40'), 's.yaml'))).toBe(
      'scenario-invalid\ns.yaml:9:5 readers.siem.readsPerMonth: +40 has a plus sign, which YAML leaves out\n  Write 40.',
    );
    expect(messageOf(() => parseScenario(text('{ low: 1, expected: +2, high: 3 }'), 's.yaml'))).toContain('s.yaml:9:30');
    expect(messageOf(() => parseScenario(text('1'), 's.yaml'))).toBe('no error');
    expect(messageOf(() => parseScenario(text('1e+3'), 's.yaml'))).toBe('no error');
  });

  test('a case says a change in quotes', () => {
    const withCase = (value: string) => text('40', `cases:\n  - name: more\n    set:\n      readers.siem.readsPerMonth: ${value}\n`);
    const readsOf = (value: string) => {
      const loaded = parseScenario(withCase(value), 's.yaml');
      return withSettings(loaded, [{ path: 'readers.siem.readsPerMonth', value: changeIn(value.slice(1, -1)) }], () => '').effects[0]
        ?.after;
    };
    expect(['"+40"', '"-10"', "'*2'"].map(readsOf)).toEqual([80, 30, 80]);
    expect(messageOf(() => parseScenario(withCase('+40'), 's.yaml'))).toContain(
      's.yaml:13:7 cases.more.set.readers.siem.readsPerMonth: +40 has a plus sign, which YAML leaves out\n' +
        '  Write 40, or "+40" in quotes to change what there is.',
    );
    expect(messageOf(() => parseScenario(withCase('"-50"'), 's.yaml'))).toContain('40 changed by -50 is -10; expected');
  });
});

describe('of any scenario', () => {
  const costs = (loaded: ReturnType<typeof loadedOf>) => mapCases(estimate(loaded.scenario, book).totals['sse-kms'], String);
  const setTo = (given: object, ...texts: string[]) =>
    withSettings(
      loadedOf(given),
      texts.map((each) => parseSetting(each, '--set')),
      ({ path }) => path,
    );
  /** Fields whose number may be doubled, and whose path leads to them from a command line. */
  const doubled = (field: NumberField) => mapQuantity(field.value, (value) => value * 2);
  const isRoomy = ({ value, max, min }: NumberField) =>
    min >= 0 && (typeof value === 'number' ? value : value.high) * 2 <= Math.min(max, 1e6);

  test('*2 is the same as the number written out, and +x then -x the same as nothing', () => {
    fc.assert(
      fc.property(scenarios, fc.nat(), (given, pick) => {
        const fields = numberFields(loadedOf(given).scenario).filter(isRoomy);
        const field = fields[pick % Math.max(1, fields.length)];
        if (field === undefined) return;
        const { path } = field;
        const byFactor = messageOrCosts(() => costs(setTo(given, `${path}=*2`)));
        expect(byFactor).toEqual(messageOrCosts(() => costs(setTo(given, `${path}==${JSON.stringify(doubled(field))}`))));
        const there = messageOrCosts(() => costs(setTo(given, `${path}=+1`)));
        if (typeof there === 'string') return;
        expect(costs(setTo(given, `${path}=+1`, `${path}=-1`))).toEqual(costs(loadedOf(given)));
      }),
      runs(60),
    );
  });

  /** A number may be one that the scenario as a whole cannot have. */
  function messageOrCosts<T>(run: () => T): T | string {
    let result: T | undefined;
    const message = messageOf(() => {
      result = run();
    });
    return result ?? message.split('\n', 1)[0] ?? '';
  }
});
