import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { estimate } from '../../src/model/estimate.js';
import { jsonReport, parseSavedEstimate } from '../../src/model/saved/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../../src/model/strategies.js';
import { type Expectation, expectationOf, savedExpectation } from '../../src/reconciliation/expected.js';
import { scenarios } from '../arbitraries.js';
import { runs } from '../runs.js';
import { book, estimateOf, SAMPLES, sampleEstimate, scenarioOf } from '../support.js';
import { added } from './made.js';

/** What is expected, with amounts as texts; list prices apart. */
const said = ({ entries, ...rest }: Expectation) =>
  JSON.stringify({ ...rest, entries: entries.map(({ listUnitPrice: _, ...entry }) => entry) });
const listPrices = ({ entries }: Expectation) => entries.map(({ listUnitPrice }) => listUnitPrice?.toFixed());

function both(fresh: ReturnType<typeof estimateOf>, strategy: KmsStrategy) {
  const saved = savedExpectation(parseSavedEstimate(jsonReport(fresh), 'saved.json'), strategy);
  return { saved, made: expectationOf(fresh, strategy) };
}

test('a saved estimate expects what the fresh one did', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...KMS_STRATEGIES), (given, strategy) => {
      const fresh = estimate(scenarioOf(given), book);
      const { saved, made } = both(fresh, strategy);
      expect(said(saved)).toBe(said(made));
      // In another currency a saved estimate does not tell the list price in it.
      const unknown = saved.entries.map(() => undefined);
      expect(listPrices(saved)).toEqual(fresh.scenario.currency === undefined ? listPrices(made) : unknown);
    }),
    runs(60),
  );
});

test.each(SAMPLES)('and of the sample %s', (sample) => {
  const { saved, made } = both(sampleEstimate(sample), 'sse-kms');
  expect(said(saved)).toBe(said(made));
  expect(listPrices(saved)).toEqual(listPrices(made));
});

test('all lines are expected but S3 GETs and what is on no bill', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...KMS_STRATEGIES), (given, strategy) => {
      const fresh = estimate(scenarioOf(given), book);
      const { entries } = expectationOf(fresh, strategy);
      const lines = fresh.lines.filter((line) => line.strategy === strategy && line.charge !== 's3-gets');
      expect(added(entries.map(({ cost }) => cost?.expected))).toBe(added(lines.map(({ cost }) => cost.expected)));
      const ofReaders = lines.filter(({ charge, reader }) => charge !== 'kms-requests' || reader !== 'CloudTrail');
      for (const which of ['low', 'expected', 'high'] as const) {
        expect(added(entries.map(({ quantity }) => quantity[which]))).toBe(added(ofReaders.map(({ quantity }) => quantity[which])));
      }
      expect(added(entries.map(({ freeTierQuantity }) => freeTierQuantity))).toBe(
        added(ofReaders.map(({ freeTierQuantity }) => freeTierQuantity)),
      );
    }),
    runs(60),
  );
});

test('a replication is a Decrypt and a GenerateDataKey for each file', () => {
  const given = {
    trails: [{ name: 'org', logFilesPerMonth: 1001, archiveMonths: 0 }],
    readers: [{ name: 'copy', pattern: 'replicate' }],
    freeRequestsLeft: 1001,
  };
  const { entries } = expectationOf(estimateOf(given), 'sse-kms');
  const requests = entries.filter(({ charge }) => charge === 'kms-requests');
  // 1,001 files, two requests each, of which 1,001 are free: so is every second one of either operation.
  expect(
    requests.map(({ operation, quantity, freeTierQuantity }) => [operation, quantity.expected.toFixed(), freeTierQuantity.toFixed()]),
  ).toEqual([
    ['Decrypt', '1001', '500.5'],
    ['GenerateDataKey', '1001', '500.5'],
  ]);
  expect(added(requests.map(({ cost }) => cost?.expected))).toBe(new Decimal('0.000003').times(1001).toFixed());
});
