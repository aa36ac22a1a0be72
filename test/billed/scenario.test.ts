import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billScenarioText } from '../../src/billed/scenario.js';
import { estimateLoaded } from '../../src/model/estimate-at.js';
import { parseScenario } from '../../src/scenario/load.js';
import { bills, keyLists } from '../reconciliation/arbitraries.js';
import { row } from '../reconciliation/made.js';
import { runs } from '../runs.js';
import { answer, book } from './made.js';

const scenarioOf = (rows: Parameters<typeof answer>[0], keys: readonly string[] = []) =>
  parseScenario(billScenarioText(answer(rows, { keys }), { keys, book }), 'from-a-bill.yaml');

test('the scenario of any bill loads and can be estimated', () => {
  fc.assert(
    fc.property(bills, keyLists, (rows, keys) => {
      const of = answer(rows, { keys });
      fc.pre(of.months.length > 0);
      const loaded = parseScenario(billScenarioText(of, { keys, book }), 'from-a-bill.yaml');
      const known = new Set(['us-east-1', 'eu-west-1', 'ap-south-1']);
      fc.pre(known.has(loaded.scenario.bucket.region));
      expect(estimateLoaded({ loaded, book }).totals['sse-kms'].high.gte(0)).toBe(true);
    }),
    runs(60),
  );
});

test('readers are the accounts with Decrypts, at most as many in a month as on the bill', () => {
  const rows = [
    row({ quantity: 100, month: '2026-11' }),
    row({ quantity: 300, month: '2026-12' }),
    row({ quantity: 7, operation: 'GenerateDataKey', month: '2026-12' }),
  ];
  const { scenario } = scenarioOf(rows);
  expect(scenario.period.start).toBe('2027-01');
  expect(scenario.readers).toMatchObject([{ pattern: 'single', readsPerMonth: { low: 0, expected: 200, high: 300 } }]);
  expect(scenario.freeRequestsLeft).toEqual({ low: 19993, expected: 19996, high: 20000 });
});

test('rows with a cost alone are as many requests as it buys, and the free tier', () => {
  const { scenario } = scenarioOf([row({ quantity: 0, hasNoQuantity: true, operation: '', cost: '0.24', account: '' })]);
  expect(scenario.readers).toMatchObject([
    { name: 'account not on the bill', readsPerMonth: { low: 0, expected: 100_000, high: 100_000 } },
  ]);
});

test('where nothing can be a read nobody reads', () => {
  expect(scenarioOf([row({ quantity: 5, operation: 'Encrypt' })]).scenario.readers).toMatchObject([{ name: 'nobody', readsPerMonth: 0 }]);
});
