import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Conversion, Measurement, PriceBook } from '../../../src/index.js';
import { built } from '../../built.js';
import { book, decrypt, fileKey, folders, recordsText, roleIdentity } from '../built.js';
import { makeTrail } from '../trail.mjs';

const temporary = folders();
const EUROS: Conversion = { code: 'EUR', rate: 0.92, rateDate: '2026-11-01' };
const MONEY = ['cost', 'unitPrice', 'low', 'expected', 'high'];

const counted = (paths: string[], conversion?: Conversion, prices: PriceBook = book) =>
  built.countLogs({ paths, book: prices, conversion });

/** The exact product of two decimal numbers as text, in whole numbers: nothing of what is tested has a part in it. */
function productText(one: string, other: string): string {
  const places = [one, other].reduce((sum, text) => sum + (text.split('.')[1] ?? '').length, 0);
  const digits = (BigInt(one.replace('.', '')) * BigInt(other.replace('.', ''))).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** A JSON report as it has to become: every amount times the rate, everything else as it was. */
function convertedJson(text: string, code: string, rate: string): unknown {
  const report = JSON.parse(text, function (this: Record<string, unknown>, key, value: unknown) {
    return MONEY.includes(key) && typeof value === 'string' ? productText(value, rate) : value;
  }) as object;
  return { ...report, currency: code };
}

function convertedCsv(text: string, columns: { amounts: string[]; currencies: string[] }, code: string, rate: string): unknown {
  const convert = ([column, cell]: [string, string]) => {
    if (columns.currencies.includes(column) && cell !== '') return [column, code];
    return [column, columns.amounts.includes(column) && cell !== '' ? productText(cell, rate) : cell];
  };
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(convert)));
}

test('the product in whole numbers is right', () => {
  expect(productText('0.000003', '0.92')).toBe('0.00000276');
  expect(productText('912', '7.5')).toBe('6840');
  expect(productText('0', '0.5')).toBe('0');
});

describe.each([
  ['EUR', '0.92'],
  ['JPY', '157.123456789'],
  ['KWD', '0.000001'],
  ['IRR', '1000000'],
  ['XYZ', '1'],
])('in %s at %s', async (code, rate) => {
  const folder = temporary.with(makeTrail({ start: '2026-10-29', days: 4, dataEvents: true }).files);
  const plain = await counted([folder]);
  const converted = await counted([folder], { code, rate: Number(rate), rateDate: '2026-11-01' });
  const facts = { billingAccount: '999988887777', regions: book.regions };

  test('JSON has every amount times the rate and all else as it was, and says so', () => {
    const { assumptions, conversion, ...report } = JSON.parse(built.measurementJson(converted)) as Record<string, unknown>;
    expect(conversion).toEqual({ code, rate: Number(rate), rateDate: '2026-11-01' });
    expect(report).toEqual(convertedJson(built.measurementJson(plain), code, rate));
    expect(assumptions).toEqual([expect.stringContaining(`one unit of the prices' own currency is ${rate} ${code} (rate of 2026-11-01)`)]);
    expect(report['prices']).toMatchObject([{ currency: 'USD', price: '0.000003' }]);
    expect(Number(report['cost'])).toBeGreaterThan(0);
  });

  test('CSV has', () => {
    const columns = { amounts: ['unit_price', 'cost'], currencies: ['currency'] };
    expect(parse(built.measurementCsv(converted), { columns: true })).toEqual(
      convertedCsv(built.measurementCsv(plain), columns, code, rate),
    );
  });

  test('FOCUS has', () => {
    const amounts = ['BilledCost', 'EffectiveCost', 'ContractedCost', 'ListCost', 'ListUnitPrice', 'ContractedUnitPrice'];
    const columns = { amounts, currencies: ['BillingCurrency'] };
    expect(parse(built.observedFocus(converted, facts), { columns: true })).toEqual(
      convertedCsv(built.observedFocus(plain, facts), columns, code, rate),
    );
  });
});

describe('a converted count', () => {
  const reads = (...regions: string[]) =>
    temporary.with([
      [
        'log.json',
        recordsText(
          regions.map((awsRegion, number) => ({
            ...decrypt({
              id: `read ${number}`,
              ms: Date.UTC(2026, 10, 2, number),
              key: fileKey({ ms: Date.UTC(2026, 10, 2), unique: `file${number}` }),
              identity: roleIdentity({ role: `siem-${number}`, session: 'x' }),
            }),
            awsRegion,
          })),
        ),
      ],
    ]);
  const inYuan = built.loadPriceBook({
    csv:
      'metric,region,price,per,unit,currency,effective_from,as_of,confidence,source\n' +
      'kms-request,cn-north-1,0.00002,1,requests,CNY,,2026,single,made\n',
    source: 'own.csv',
  });
  const refusal = async (counting: Promise<Measurement>) => {
    const error: unknown = await counting.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof built.TrailcostError ? `${error.code}: ${error.message}` : error;
  };

  test('is projected in its currency', async () => {
    const text = built.scenarioText(await counted([reads('us-east-1')], EUROS));
    const { scenario } = built.parseScenario(text, 'measured.yaml');
    expect(scenario.currency).toEqual(EUROS);
    expect(built.estimate(scenario, book).currency).toBe('EUR');
    expect(built.scenarioText(await counted([reads('us-east-1')]))).not.toContain('currency');
  });

  test('into the own currency needs a rate of 1', async () => {
    expect(await refusal(counted([reads('us-east-1')], { ...EUROS, code: 'USD' }))).toBe(
      'scenario-invalid: currency.rate: the prices are already in USD, so the rate cannot be 0.92\n  Leave ' +
        'the conversion out, or name another currency.',
    );
    expect(await counted([reads('us-east-1')], { ...EUROS, code: 'USD', rate: 1 })).toMatchObject({ currency: 'USD' });
  });

  test('takes prices of any currency, but one rate for one', async () => {
    const prices = await inYuan;
    const yuan = await counted([reads('cn-north-1')], { ...EUROS, rate: 0.13 }, prices);
    expect([yuan.currency, yuan.cost?.toFixed(), yuan.counts[0]?.currency]).toEqual(['EUR', '0.0000026', 'EUR']);
    const mixed = reads('us-east-1', 'cn-north-1');
    expect(await refusal(counted([mixed], EUROS, prices))).toMatch(
      /^currency-mixed: .* in (USD and CNY|CNY and USD), but one rate converts one currency only/,
    );
    const unsummed = await counted([mixed], undefined, prices);
    expect(unsummed.cost).toBe(undefined);
    expect(unsummed.counts.map(({ currency }) => currency).toSorted()).toEqual(['CNY', 'USD']);
  });

  test('says its currency where nothing has a price', async () => {
    const unpriced = await counted([reads('us-gov-west-1')], EUROS);
    expect(unpriced).toMatchObject({ currency: 'EUR', cost: undefined, counts: [{ currency: '', unitPrice: undefined }] });
  });
});
