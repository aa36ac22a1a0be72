import { describe, expect, test } from 'vitest';
import type { FieldPath } from '../../../src/base/errors.js';
import { jsonReport, parseSavedEstimate } from '../../../src/model/saved/estimate.js';
import { reportIn } from '../../../src/model/saved/report.js';
import { estimateOf, messageOf, sampleText, written } from '../../support.js';

const ESTIMATE = estimateOf({
  recording: { guardDuty: true, consumers: [{ name: 'logs', usdPerGb: { low: 0, expected: 0.5, high: 0.76 } }] },
  readers: [
    { name: 'soc', pattern: 'single', readsPerMonth: { low: 0, expected: 1_000_000, high: 2_000_000 } },
    { name: 'audit', account: '111122223333', pattern: 'single', readsPerMonth: 40 },
  ],
});
const TEXT = jsonReport(ESTIMATE);
const SAVED = JSON.parse(TEXT) as object;

const messageOfText = (text: string) => messageOf(() => parseSavedEstimate(text, 'old.json'));
const messageOfChange = (field: FieldPath, value: unknown) => messageOfText(JSON.stringify(written(SAVED, field, value)));

test('a saved estimate is what it was made from', () => {
  const { name, period, region, currency, lines, prices, scenario } = parseSavedEstimate(TEXT, 'old.json');
  expect({ name, period, region, currency, scenario }).toEqual({
    name: 'test',
    period: { start: '2026-12', months: 1 },
    region: 'us-east-1',
    currency: 'USD',
    scenario: undefined,
  });
  const plain = ({ cost, quantity, freeTierQuantity, billableQuantity, unitPrice, ...rest }: (typeof lines)[number]) => ({
    ...rest,
    expected: [freeTierQuantity, billableQuantity, unitPrice].map((amount) => amount.toFixed()),
    cost: Object.values(cost).map((amount) => amount.toFixed()),
    quantity: Object.values(quantity).map((amount) => amount.toFixed()),
  });
  expect(lines.map(plain)).toEqual(ESTIMATE.lines.map(({ price: _, ...line }) => plain(line)));
  expect(prices.map(({ metric, price, per }) => `${metric} ${price} ${per}`)).toEqual(
    ESTIMATE.prices.map(({ metric, price, per }) => `${metric} ${price} ${per}`),
  );
});

describe('what is no estimate of this version is refused', () => {
  test.each([
    ['another version', ['schemaVersion'], 2, 'has schemaVersion 2, but this trailcost reads only 1\n  Make it again with this trailcost'],
    ['a version as text', ['schemaVersion'], '1', 'has schemaVersion "1", but this trailcost reads only 1'],
    ['no version', ['schemaVersion'], undefined, 'has schemaVersion undefined'],
    ['a measurement', ['kind'], 'measurement', 'is not an estimate: its kind is "measurement"\n  Give a scenario, or a file of'],
    ['no kind', ['kind'], undefined, 'is not an estimate: its kind is undefined'],
    ['no lines', ['lines'], undefined, 'is not an estimate as trailcost writes it: lines: '],
    ['no totals', ['totals'], undefined, 'is not an estimate as trailcost writes it: totals: '],
    ['a strategy without a total', ['totals', 'sse-kms'], undefined, 'is not an estimate as trailcost writes it: totals'],
    ['an unknown strategy', ['lines', 0, 'strategy'], 'sse-c', 'lines.0.strategy: '],
    ['an unknown charge', ['lines', 0, 'charge'], 'tax', 'lines.0.charge: '],
    ['a line without its cost', ['lines', 0, 'cost'], undefined, 'lines.0.cost: '],
    ['an amount as a number', ['lines', 0, 'cost'], 1.5, 'lines.0.cost: '],
    ['an exponent', ['lines', 0, 'cost'], '1e999999999', 'lines.0.cost: a decimal number in quotes'],
    ['very many digits', ['lines', 0, 'cost'], '9'.repeat(100_000), 'lines.0.cost: a decimal number in quotes'],
    ['no number', ['lines', 0, 'quantity'], 'NaN', 'lines.0.quantity: a decimal number in quotes'],
    ['infinity', ['totals', 'sse-kms', 'high'], 'Infinity', 'totals.sse-kms.high: a decimal number in quotes'],
    ['a price for no unit', ['prices', 0, 'per'], '0', 'prices.0.per: '],
    ['month 13', ['period', 'start'], '2026-13', 'period.start: a month as YYYY-MM'],
    ['too many months', ['period', 'months'], 1e9, 'period.months: '],
  ])('%s', (_, field, value, message) => {
    expect(messageOfChange(field, value)).toContain(`estimate-invalid\nold.json: `);
    expect(messageOfChange(field, value)).toContain(message);
  });

  test.each([
    ['a line', ['lines', 1, 'cost'], '1000'],
    ['a line in the low case', ['lines', 1, 'cost_low'], '0.000000000001'],
    ['a total', ['totals', 'sse-kms', 'expected'], '0'],
    ['a total in the high case', ['totals', 'sse-s3', 'high'], '99.9'],
    ['the strategy of a line', ['lines', 3, 'strategy'], 'sse-s3'],
    ['all lines away', ['lines'], []],
  ])('edited by hand: %s', (_, field, value) => {
    const [code, what, remedy] = messageOfChange(field, value).split('\n');
    expect(code).toBe('estimate-invalid');
    expect(what).toMatch(/^old\.json: its lines of sse-[\w-]+ add up to [\d.]+, but its (low|expected|high) total is [\d.]+$/);
    expect(remedy).toMatch(/^ {2}It was changed after trailcost wrote it/);
  });

  test('several problems at once, but not without end', () => {
    const lines = (SAVED as { lines: object[] }).lines.map((line) => ({ ...line, cost: 'free' }));
    const message = messageOfChange(['lines'], lines);
    expect(message).toContain('lines.0.cost: a decimal number in quotes; lines.1.cost: a decimal number in quotes');
    expect(message.match(/lines\.\d+/g)).toHaveLength(5);
  });

  test.each([
    ['cut off', TEXT.slice(0, TEXT.length / 2), 'is not complete JSON\n  Was it cut off?'],
    ['empty', '', 'is not complete JSON'],
    ['twice in one file', TEXT + TEXT, 'is not complete JSON'],
    ['a list', '[]', 'is not an estimate: its kind is undefined'],
    ['a number', '5', 'is not an estimate: its kind is undefined'],
    ['null', 'null', 'is not an estimate'],
  ])('%s', (_, text, message) => {
    expect(messageOfText(text)).toContain(`estimate-invalid\nold.json: ${message}`);
  });
});

describe('a report is told from a scenario', () => {
  test.each([
    ['an estimate', TEXT, true],
    ['a measurement', '{"schemaVersion": 1, "kind": "measurement"}', true],
    ['one of another version', '{"schemaVersion": 99, "kind": "estimate"}', true],
    ['a kind without version', '{"kind": "estimate"}', true],
    ['one on a single line', JSON.stringify(SAVED), true],
    ['a scenario in YAML', sampleText('organization.yaml'), false],
    ['a scenario in JSON', sampleText('investigation.json'), false],
    ['a scenario in JSON that was cut off', sampleText('investigation.json').slice(0, 60), false],
    ['nothing', '', false],
    ['a scenario that speaks of one', 'name: x\ndescription: \'{"kind": "estimate"}\'\n', false],
  ])('%s', (_, text, isReport) => {
    expect(reportIn(text, 'old.json')).toEqual(isReport ? JSON.parse(text) : undefined);
  });

  test('of one that was cut off that is said', () => {
    expect(messageOf(() => reportIn(TEXT.slice(0, 60), 'old.json'))).toContain('estimate-invalid\nold.json: is not complete JSON');
  });
});
