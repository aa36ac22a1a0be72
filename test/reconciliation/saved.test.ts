import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { CASES, mapCases, type Range } from '../../src/base/range.js';
import { estimate } from '../../src/model/estimate.js';
import { jsonReport, parseSavedEstimate } from '../../src/model/saved/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../../src/model/strategies.js';
import { type Expectation, expectationOf, savedExpectation } from '../../src/reconciliation/expected.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { book, estimateOf, messageOf, SAMPLES, sampleEstimate, scenarioOf } from '../support.js';
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

test('all lines are expected but S3 GETs and what is on no bill of AWS: its own requests, and consumers of events', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...KMS_STRATEGIES), (given, strategy) => {
      const fresh = estimate(scenarioOf(given), book);
      const { entries } = expectationOf(fresh, strategy);
      const lines = fresh.lines.filter((line) => line.strategy === strategy && !['s3-gets', 'event-consumers'].includes(line.charge));
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

const REPLICATION = estimateOf({
  trails: [{ name: 'org', logFilesPerMonth: 1001, archiveMonths: 0 }],
  encryption: { sseKmsSince: '2026-12-10' },
  freeRequestsLeft: 0,
  readers: [
    { name: 'copy', pattern: 'replicate' },
    { name: 'siem', pattern: 'every-file' },
  ],
});

test('parts of a price without end add up as well', () => {
  const lines = REPLICATION.lines.map((line) => ({ ...line, cost: mapCases(line.cost, (cost) => cost.div(17)) }));
  const own = (of: readonly { reader: string; charge: string; cost: Range<Decimal> | undefined }[]) =>
    of.filter(({ reader, charge }) => reader === 'copy' && charge === 'kms-requests').map(({ cost }) => cost?.expected);
  const parts = own(expectationOf({ ...REPLICATION, lines }, 'sse-kms').entries);
  expect(parts).toHaveLength(2);
  expect(added(parts)).toBe(added(own(lines.filter(({ strategy }) => strategy === 'sse-kms'))));
});

const weight = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0.001, max: 1000, noNaN: true }));

test('requests of any operations are parts that add up to the line, to the last digit', () => {
  fc.assert(
    fc.property(scenarios, weight, weight, (given, decrypts, writes) => {
      const fresh = estimate(scenarioOf(given), book);
      const operations = { Decrypt: decrypts, GenerateDataKey: writes };
      const lines = fresh.lines.map((line) => (line.charge === 'kms-requests' ? { ...line, operations } : line));
      const [whole, parts] = [fresh, { ...fresh, lines }].map((each) =>
        expectationOf(each, 'sse-kms').entries.filter(({ charge }) => charge === 'kms-requests'),
      );
      const sums = (entries: Expectation['entries'] = []) => [
        ...CASES.flatMap((which) => [
          added(entries.map(({ quantity }) => quantity[which])),
          added(entries.map(({ cost }) => cost?.[which])),
        ]),
        added(entries.map(({ freeTierQuantity }) => freeTierQuantity)),
      ];
      expect(sums(parts)).toEqual(sums(whole));
      for (const { operation, quantity, freeTierQuantity, cost } of parts ?? []) {
        const amounts = [freeTierQuantity, ...CASES.flatMap((which) => [quantity[which], cost?.[which] ?? quantity[which]])];
        expect(amounts.every((amount) => amount.gte(0) && amount.decimalPlaces() <= 40)).toBe(true);
        expect(['Decrypt', 'GenerateDataKey']).toContain(operation);
      }
    }),
    runs(60),
  );
});

type Row = { operations?: object; note: string };

function savedWith(change: (line: Row) => object): Expectation {
  const report = JSON.parse(jsonReport(REPLICATION)) as { lines: Row[] };
  const text = JSON.stringify({ ...report, lines: report.lines.map(change) });
  return savedExpectation(parseSavedEstimate(text, 'old.json'), 'sse-kms');
}

test('a saved estimate without operations, as they once were, is read by its notes', () => {
  expect(REPLICATION.lines.some(({ note }) => note.endsWith('% of the reads are of SSE-KMS files; two requests a file'))).toBe(true);
  const old = savedWith(({ operations: _, ...line }) => line);
  expect(said(old)).toBe(said(expectationOf(REPLICATION, 'sse-kms')));
  expect(old.entries.some(({ operation }) => operation === 'GenerateDataKey')).toBe(true);
});

test('one with operations is not, however the note reads', () => {
  const fresh = said(expectationOf(REPLICATION, 'sse-kms'));
  expect(said(savedWith((line) => ({ ...line, note: '' })))).toBe(fresh);
  expect(said(savedWith((line) => ({ ...line, note: 'two requests a file' })))).toBe(fresh);
});

test('operations of a saved line are as trailcost writes them', () => {
  const message = (operations: object) =>
    messageOf(() => savedWith((line) => (line.operations === undefined ? line : { ...line, operations })));
  expect(message({})).toContain('operations: at least one operation');
  expect(message({ Decrypt: 0 })).toContain('operations.Decrypt: ');
  expect(message({ Encrypt: 1 })).toContain('operations: ');
});
