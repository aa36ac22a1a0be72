import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { type Questions, whatIf } from '../../src/planning/what-if.js';
import { parsePrices } from '../../src/prices/parse.js';
import { parseSetting } from '../../src/scenario/settings.js';
import { book, loadedOf, messageOf, NO_QUESTIONS } from '../support.js';

const GIVEN = {
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 0 }],
  readers: [{ name: 'siem', pattern: 'every-file' }],
};
const TWICE = { name: 'twice', set: { 'readers.siem.times': 2 } };
const set = (text: string) => parseSetting(text, '--set');
const ask = (given: object, questions: Partial<Questions>, prices = book) =>
  whatIf(loadedOf({ ...GIVEN, ...given }), prices, { ...NO_QUESTIONS, ...questions });

describe('what is answered', () => {
  test.each<[string, object, Partial<Questions>, string[]]>([
    ['nothing asked, no cases', {}, {}, ['thresholds', 'advice']],
    ['nothing asked, cases', { cases: [TWICE] }, {}, ['cases']],
    ['advice leaves listed cases out', { cases: [TWICE] }, { advice: true }, ['thresholds', 'advice']],
    [
      'advice beside a case that was asked about',
      {},
      { advice: true, cases: [{ name: 'twice', settings: [set('keys.number=2')] }] },
      ['cases', 'thresholds', 'advice'],
    ],
    ['a sweep leaves listed cases out', { cases: [TWICE] }, { variations: [{ path: 'keys.number', values: [1, 2] }] }, ['sweep']],
    [
      'a sensitivity takes the variation',
      {},
      { sensitivity: true, variations: [{ path: 'keys.number', values: [1, 2] }] },
      ['sensitivity'],
    ],
    ['a setting is a case', {}, { settings: [set('keys.number=2')] }, ['cases']],
    ['a setting holds for a simulation', {}, { settings: [set('keys.number=2')], simulation: { draws: 2, seed: 1 } }, ['simulation']],
  ])('%s', (_, given, questions, answers) => {
    const { strategy, base, asSet, settings, effects, ...rest } = ask(given, questions);
    expect(Object.keys(rest)).toEqual(answers);
  });

  test.each<[string, object, Partial<Questions>, string[]]>([
    ['a case', { cases: [TWICE] }, {}, ['0 of 1 cases']],
    ['a point of a sweep', {}, { variations: [{ path: 'keys.number', values: [1, 2] }] }, ['0 of 2 points', '1 of 2 points']],
    ['a thousand draws', {}, { simulation: { draws: 2001, seed: 1 } }, ['0 of 2001 draws', '1000 of 2001 draws', '2000 of 2001 draws']],
    [
      "a field's break-even",
      {},
      { breakEvens: [{ path: 'keys.number', target: { kind: 'budget', amount: new Decimal(9), on: 'expected', strategy: 'sse-kms' } }] },
      ['0 of 1 break-evens'],
    ],
    ['an idea', {}, { advice: true }, ['0 of 1 ideas']],
  ])('%s is told of before it is computed', (_, given, questions, told) => {
    const heard: string[] = [];
    whatIf(loadedOf({ ...GIVEN, ...given }), book, { ...NO_QUESTIONS, ...questions }, (done, all, steps) =>
      heard.push(`${done} of ${all} ${steps}`),
    );
    expect(heard).toEqual(told);
  });

  test('settings hold for cases, on top of the scenario as written', () => {
    const { base, cases } = ask({ cases: [TWICE] }, { settings: [set('keys.number=10')] });
    const costs = cases?.map(({ name, estimate }) => [
      name,
      estimate.totals['sse-kms'].expected.minus(base.totals['sse-kms'].expected).toFixed(),
    ]);
    // Nine keys more; a million Decrypts and GETs more on top.
    expect(costs).toEqual([
      ['as set', '9'],
      ['twice', '12.4'],
    ]);
  });
});

describe('names of cases', () => {
  test.each([
    ['two alike', [TWICE], ['twice'], 'case twice: is the name of another case too'],
    ['the scenario itself', [], ['as written'], 'case as written: is the name of the scenario itself in reports'],
    [
      'the scenario as set, though nothing is',
      [{ ...TWICE, name: 'as set' }],
      [],
      'case as set: is the name of the scenario itself in reports',
    ],
  ])('%s', (_, listed, asked, message) => {
    const cases = asked.map((name) => ({ name, settings: [set('keys.number=2')] }));
    expect(messageOf(() => ask({ cases: listed }, { cases }))).toContain(`usage\n${message}`);
  });
});

describe('only what can be compared is compared', () => {
  const OWN = parsePrices(
    `metric,region,price,per,unit,currency,effective_from,as_of,confidence,source
kms-request,cn-north-1,0.00002,1,requests,CNY,,2026,single,made
kms-key-month,cn-north-1,7,1,key-months,CNY,,2026,single,made
s3-get,cn-north-1,0.000003,1,requests,CNY,,2026,single,made
`,
    'own.csv',
  );
  const china = { ...book, layers: [...book.layers, OWN] };
  const moved = set('bucket.region=cn-north-1');

  test.each<[string, Partial<Questions>, string]>([
    ['a case', { cases: [{ name: 'moved', settings: [moved] }] }, 'case moved is in CNY, not in USD'],
    ['the scenario as set', { settings: [moved], simulation: { draws: 1, seed: 1 } }, 'the scenario as set is in CNY, not in USD'],
    [
      'a point of a sweep',
      { variations: [{ path: 'bucket.region', values: ['us-east-1', 'cn-north-1'] }] },
      'the estimate of cn-north-1 is in CNY, not in USD',
    ],
  ])('%s in another currency is refused', (_, questions, message) => {
    expect(messageOf(() => ask({}, questions, china))).toContain(`currency-mixed\n${message}`);
  });

  test('a case that lacks a price is told apart, with its warnings', () => {
    const { cases } = ask(
      {},
      {
        cases: [
          { name: 'moved', settings: [set('bucket.region=mx-central-1')] },
          { name: 'keys', settings: [set('keys.number=2')] },
        ],
      },
    );
    expect(cases?.map(({ notComparable }) => notComparable)).toEqual([['s3-gets'], []]);
    expect(cases?.[0]?.warnings.map(({ code }) => code)).toContain('price-missing');
    expect(cases?.[1]?.warnings).toEqual([]);
  });
});

describe('a budget is held against the scenario as asked and its cases', () => {
  const budget = { amount: new Decimal(6), on: 'expected', strategy: 'sse-kms' } as const;

  test.each<[string, object, Partial<Questions>, string[]]>([
    ['as written', {}, {}, ['as written ok']],
    ['as set', {}, { settings: [set('readers.siem.times=2')] }, ['as set over']],
    ['cases beside the scenario', { cases: [TWICE] }, {}, ['as written ok', 'twice over']],
    ['cases on top of settings', { cases: [TWICE] }, { settings: [set('keys.number=3')] }, ['as set over', 'twice over']],
    ['listed cases are no part of a sweep', { cases: [TWICE] }, { variations: [{ path: 'keys.number', values: [9] }] }, ['as written ok']],
  ])('%s', (_, given, questions, verdicts) => {
    const result = ask(given, { ...questions, budget });
    expect(result.budget?.verdicts.map(({ name, excess }) => `${name} ${excess === undefined ? 'ok' : 'over'}`)).toEqual(verdicts);
  });
});
