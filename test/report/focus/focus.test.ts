import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import type { Estimate } from '../../../src/model/estimate.js';
import { KMS_STRATEGIES } from '../../../src/model/strategies.js';
import { FOCUS_COLUMNS } from '../../../src/report/focus/columns.js';
import { forecastFocus } from '../../../src/report/focus/forecast.js';
import { observedFocus, unpricedRequests } from '../../../src/report/focus/observed.js';
import { SERVICES } from '../../../src/report/focus/services.js';
import { count, decrypt, fileKey, folders, recordsText, roleIdentity } from '../../logs/built.js';
import { book, estimateOf, SAMPLES, sampleEstimate } from '../../support.js';
import { brokenRules, type FocusCells, SUBCATEGORIES } from './focus-rules.js';
import { APPLICABLE, brokenModelRules } from './model-rules.js';

const OPTIONS = {
  strategy: 'sse-kms',
  generatedAt: '2026-11-02T08:00:00Z',
  billingAccount: '999988887777',
  regions: book.regions,
} as const;
const rowsOf = (estimate: Estimate, options: Partial<Parameters<typeof forecastFocus>[1]> = {}) =>
  parse(forecastFocus(estimate, { ...OPTIONS, ...options }), { columns: true }) as FocusCells[];
const observedRows = (measurement: Parameters<typeof observedFocus>[0]) =>
  parse(observedFocus(measurement, OPTIONS), { columns: true }) as FocusCells[];
const total = (rows: readonly FocusCells[], column: string) => sum(rows.map((row) => new Decimal(row[column] ?? '')));
const temporary = folders();

/** Rules that rows like AWS's own cannot keep; METHOD.md says why. */
const EXPECTED = [
  'BilledCost-C-005-C',
  'CapacityReservationStatus-C-004-C',
  'CommitmentDiscountQuantity-C-005-C',
  'CommitmentDiscountStatus-C-003-C',
  'CommitmentDiscountStatus-C-004-C',
  'InvoiceId-C-005-C',
  'ListUnitPrice-C-006-O',
  'SkuPriceId-C-011-O',
];
/** And one that rows with tags cannot keep. */
const OF_TAGS = 'Tags-C-002-O';

describe.each(SAMPLES)('%s', (sample) => {
  const estimate = sampleEstimate(sample);

  test.each(KMS_STRATEGIES)('keeps the rules of FOCUS 1.2 under %s', (strategy) => {
    const rows = rowsOf(estimate, { strategy });
    expect(brokenRules(rows)).toEqual([]);
    expect(brokenModelRules(rows).filter((id) => !EXPECTED.includes(id))).toEqual([]);
  });

  test.each(KMS_STRATEGIES)('adds up to the total of %s, case by case', (strategy) => {
    const rows = rowsOf(estimate, { strategy });
    const { low, expected, high } = estimate.totals[strategy];
    const sums = ['BilledCost', 'x_ForecastLow', 'x_ForecastHigh'].map((column) => total(rows, column).toFixed());
    expect(sums).toEqual([expected, low, high].map((cost) => cost.toFixed()));
  });

  test('without a billing account takes whoever pays', () => {
    for (const row of rowsOf(estimate, { billingAccount: undefined })) expect(row['BillingAccountId']).toBe(row['SubAccountId']);
  });
});

test('METHOD names each rule of the requirements model that is not kept, and says how many there are', () => {
  const rows = rowsOf(sampleEstimate('organization.yaml'));
  expect(brokenModelRules(rows).toSorted()).toEqual(EXPECTED);
  const method = readFileSync(new URL('../../../METHOD.md', import.meta.url), 'utf8');
  for (const id of [...EXPECTED, OF_TAGS]) expect(method).toContain(`\`${id}\``);
  expect(method).toContain(`Of the ${APPLICABLE.length} rules`);
});

describe('in another currency', () => {
  const currency = { code: 'EUR', rate: 0.92, rateDate: '2026-11-01' };
  const reader = { name: 'siem', account: '444455556666', pattern: 'single', readsPerMonth: 30_000 };
  const given = { readers: [reader], discountPercent: { low: 5, expected: 8, high: 9 }, freeRequestsLeft: 20_000 };
  const plain = rowsOf(estimateOf(given));
  const rows = rowsOf(estimateOf({ ...given, currency }));

  test('the prices of the price list stay in theirs, and give the cost there', () => {
    const columns = ['PricingCurrencyContractedUnitPrice', 'PricingCurrencyEffectiveCost', 'PricingCurrencyListUnitPrice'];
    for (const [index, row] of rows.entries()) {
      expect([row['BillingCurrency'], row['PricingCurrency']]).toEqual(['EUR', 'USD']);
      expect(columns.map((column) => row[column])).toEqual(columns.map((column) => plain[index]?.[column]));
      expect(row['PricingCurrencyEffectiveCost']).toBe(plain[index]?.['EffectiveCost']);
      expect(new Decimal(row['PricingCurrencyEffectiveCost'] ?? '').times('0.92').toFixed()).toBe(row['EffectiveCost']);
    }
  });

  test('the rules are kept', () => {
    expect(brokenRules(rows)).toEqual([]);
    expect(brokenModelRules(rows).filter((id) => !EXPECTED.includes(id))).toEqual([]);
  });
});

test('accounts have their names, tags and cost centres as far as they are known', async () => {
  const { scenario, ...rest } = sampleEstimate('paid-copy.yaml');
  const accounts = [
    { id: '444455556666', name: 'soc', costCentre: '4200', tags: { team: 'security' } },
    { id: '999988887777', name: 'payer', tags: {} },
  ];
  const estimate = { ...rest, scenario: { ...scenario, accounts } };
  await expect(forecastFocus(estimate, OPTIONS)).toMatchFileSnapshot('../../golden/named.focus.csv');
  const rows = rowsOf(estimate);
  expect(brokenModelRules(rows).filter((id) => !EXPECTED.includes(id))).toEqual([OF_TAGS]);
  const of = (account: string) => rows.find((row) => row['SubAccountId'] === account);
  expect(of('444455556666')).toMatchObject({
    SubAccountName: 'soc',
    BillingAccountName: 'payer',
    Tags: '{"team":"security","cost_centre":"4200"}',
  });
  expect(of('777788889999')).toMatchObject({ SubAccountName: '777788889999', Tags: '' });
});

test('a SKU that is not known is the usage type', () => {
  const [row] = rowsOf(estimateOf({ bucket: { region: 'eu-west-1' }, readers: [{ name: 'a', pattern: 'single', readsPerMonth: 1e6 }] }));
  expect([row?.['SkuId'], row?.['SkuPriceId'], row?.['SkuMeter']]).toEqual(Array(3).fill('eu-west-1-KMS-Requests'));
});

test.each([
  ['kms', 'AWS Key Management Service', 'Identity', 'Other (Identity)'],
  ['s3', 'Amazon Simple Storage Service', 'Storage', 'Object Storage'],
  ['cloudtrail', 'AWS CloudTrail', 'Management and Governance', 'Observability'],
  ['guardduty', 'Amazon GuardDuty', 'Security', 'Threat Detection and Response'],
] as const)('%s is %s, in a category of FOCUS 1.2', (service, ServiceName, ServiceCategory, ServiceSubcategory) => {
  expect(SERVICES[service]).toEqual({ ServiceName, ServiceCategory, ServiceSubcategory });
  expect(SUBCATEGORIES[ServiceCategory]).toContain(ServiceSubcategory);
});

test('GuardDuty is billed where events are recorded, and consumers of events are on no bill of AWS', () => {
  const estimate = estimateOf({
    bucket: { region: 'us-east-1', account: '111122223333' },
    readers: [{ name: 'siem', account: '444455556666', pattern: 'single', readsPerMonth: 1_000_000 }],
    recording: { guardDuty: true, covers: 'organization', consumers: [{ name: 'siem', usdPerGb: 1 }] },
  });
  const rows = rowsOf(estimate);
  const ofGuardDuty = rows.filter((row) => row['x_Charge'] === 'guardduty-events');
  expect(ofGuardDuty.map((row) => [row['SubAccountId'], row['BilledCost'], row['x_UsageType'], row['PricingUnit']])).toEqual([
    ['444455556666', '4', 'USE1-PaidEventsAnalyzed', 'Events'],
    ['111122223333', '4', 'USE1-PaidEventsAnalyzed', 'Events'],
  ]);
  expect(brokenRules(rows)).toEqual([]);
  // 2,000,000 events of 1,337 bytes at $1 a gigabyte.
  expect(total(rows, 'BilledCost').plus('2.674').toFixed()).toBe(estimate.totals['sse-kms'].expected.toFixed());
});

describe('a forecast', () => {
  const reader = { name: 'siem', account: '444455556666', pattern: 'single', readsPerMonth: 30_000 };
  const given = { readers: [reader], freeRequestsLeft: 20_000, discountPercent: 8 };
  const rows = rowsOf(estimateOf(given));
  const requests = rows.filter((row) => row['x_Charge'] === 'kms-requests');

  test('has a row for the free tier at price 0 and one for the paid part', () => {
    const figures = requests.map((row) =>
      ['PricingQuantity', 'ListUnitPrice', 'ContractedUnitPrice', 'BilledCost', 'SkuPriceId'].map((name) => row[name]),
    );
    expect(figures).toEqual([
      ['20000', '0', '0', '0', 'VTFSAGP364M6QE4A.A429C66SYZ.6YS6EN2CT7'],
      ['10000', '0.000003', '0.00000276', '0.0276', 'MFEBZPX8NHM5FY7Z.JRTCKXETXF.6YS6EN2CT7'],
    ]);
  });

  test('shows list and contracted cost apart', () => {
    expect(requests[1]).toMatchObject({ ListCost: '0.03', ContractedCost: '0.0276', EffectiveCost: '0.0276' });
  });

  test("has no row for CloudTrail's own requests and none that costs nothing", () => {
    expect(rows.map((row) => row['x_Reader'])).toEqual(['siem', 'siem', '', 'siem']);
    const unread = rowsOf(estimateOf({ readers: [{ ...reader, readsPerMonth: 0 }] }));
    expect(unread.map((row) => row['x_Charge'])).toEqual(['kms-keys']);
  });

  test('has rows of GuardDuty, and none of consumers of events, whom AWS does not bill for', () => {
    const recording = { guardDuty: true, consumers: [{ name: 'logs', usdPerGb: 1 }] };
    const recorded = rowsOf(estimateOf({ ...given, recording }));
    expect(brokenRules(recorded)).toEqual([]);
    expect(recorded.map((row) => row['x_Charge'])).toEqual(['kms-requests', 'kms-requests', 'kms-keys', 'guardduty-events', 's3-gets']);
    // 30,000 × $4.00 a million, less 8%
    expect(recorded[3]).toMatchObject({
      ServiceName: 'Amazon GuardDuty',
      ListCost: '0.12',
      BilledCost: '0.1104',
      SubAccountId: '444455556666',
    });
  });

  test('keeps a row that costs something in the high case alone', () => {
    const readsPerMonth = { low: 0, expected: 0, high: 1000 };
    const [row] = rowsOf(estimateOf({ readers: [{ ...reader, readsPerMonth }] }));
    expect(row).toMatchObject({ PricingQuantity: '0', BilledCost: '0', x_ForecastHigh: '0.003' });
  });

  test('is marked as one', () => {
    for (const row of rows) {
      expect(row).toMatchObject({ x_RecordType: 'forecast', x_ForecastGeneratedAt: '2026-11-02T08:00:00Z', x_Strategy: 'sse-kms' });
      expect(row['x_ForecastMethod']).toContain('scenario test');
    }
  });

  test('is the same but for its strategy with a Bucket Key', () => {
    const [, row] = rowsOf(estimateOf(given), { strategy: 'sse-kms-bucket-key' });
    expect(row).toMatchObject({ x_Strategy: 'sse-kms-bucket-key', x_Charge: 'kms-keys' });
  });

  test('has columns and no formula where names are made to harm', () => {
    const names = ['=1+1', '@SUM(A1)', '+1', '-2+3', 'a,b;"c"', '日本語'];
    const hostile = estimateOf({ name: '=danger', readers: names.map((name) => ({ ...reader, name })) });
    const cells = parse(forecastFocus(hostile, OPTIONS)) as string[][];
    expect(cells[0]).toEqual([...FOCUS_COLUMNS]);
    for (const cell of cells.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    expect(new Set(cells.map((row) => row.length))).toEqual(new Set([FOCUS_COLUMNS.length]));
  });
});

describe('a measurement', () => {
  const reads = (region: string) =>
    [0, 1, 2].map((number) => ({
      ...decrypt({
        id: `${region} ${number}`,
        ms: Date.UTC(2026, 10, 30, 23, 59, 58 + number),
        key: fileKey({ ms: Date.UTC(2026, 10, 30), unique: `file${number}` }),
        identity: roleIdentity({ role: 'siem', session: 'x' }),
      }),
      awsRegion: region,
    }));
  const counted = (region: string) => count(temporary.with([['log.json', recordsText(reads(region))]]));

  test('has rows of its months in UTC, at the price of their Region', async () => {
    const rows = observedRows(await counted('eu-west-1'));
    expect(brokenRules(rows)).toEqual([]);
    expect(
      rows.map((row) => [row['RegionId'], row['ChargePeriodStart'], row['BillingPeriodEnd'], row['PricingQuantity'], row['BilledCost']]),
    ).toEqual([
      ['eu-west-1', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', '2', '0.000006'],
      ['eu-west-1', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z', '1', '0.000003'],
    ]);
  });

  test('is marked as observed, and forecasts nothing', async () => {
    for (const row of observedRows(await counted('eu-west-1'))) {
      expect(row).toMatchObject({
        x_RecordType: 'observed',
        x_ForecastLow: '',
        x_ForecastMethod: '',
        x_ForecastGeneratedAt: '',
        x_Reader: 'siem',
      });
    }
  });

  test('tells how many requests have no price and so no row', async () => {
    const measurement = await counted('us-gov-west-1');
    expect(observedRows(measurement)).toEqual([]);
    expect(unpricedRequests(measurement)).toBe(3);
  });
});
