import { type Decimal, ONE } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { remembered } from '../base/memo.js';
import type { Month } from '../base/months.js';
import { combineCases, mapCases, type Range } from '../base/range.js';
import { convertedText, findPrice, PRICE_COLUMNS, type Price, type PriceBook, type PriceOf, unitPrice } from '../prices/book.js';
import {
  type CaseNumbers,
  CONSUMER_METRIC,
  EVENT_BYTES,
  type EventKind,
  type LineMetric,
  type PayNumbers,
  payFactorOf,
} from './case-numbers.js';
import { AWS_CHARGES, type AwsCharge, CHARGE, type Charge, isAwsCharge } from './charges.js';

/** A price of a line: of the price book, or what the scenario says that consumers of events charge. */
export type LinePrice = PriceOf<LineMetric>;

/** A price as it is charged: for one unit, after the discount. */
export interface Rate {
  price: LinePrice;
  unitPrice: Range<Decimal>;
}

/** The prices that an estimate takes from the book or the scenario, and what it did not find there. */
export interface Rates {
  /** Of a reader's, or of CloudTrail's own events; only consumers charge the two differently. */
  at(charge: Charge, month: Month, kind?: EventKind): Rate | undefined;
  used(): LinePrice[];
  /** Months for which a price was asked for in vain. */
  missing(charge: Charge): Month[];
}

type RateNumbers = PayNumbers & Pick<CaseNumbers, 'consumerPrice'>;

/**
 * Prices of one Region, looked up month by month, discounted and in the currency of the report.
 *
 * @param numbers what a unit of a list price comes to
 * @returns `at` throws TrailcostError: `price-missing` for a KMS price that the book does not have, `currency-mixed` for a price in
 * another currency than the first one asked for
 */
export function ratesOf(book: PriceBook, region: string, numbers: RateNumbers): Rates {
  const used = new Set<LinePrice>();
  const missing = new Map<Charge, Month[]>();
  const consumers = remembered((kind: EventKind) => consumerPrice(kind, region, numbers));
  const rateOf = remembered(({ price, month }: PriceIn) => ({ price, unitPrice: paidPrice(price, month, numbers) }), {
    // Only a conversion makes months differ.
    keyOf: ({ price: { metric, effectiveFrom }, month }) => `${metric} ${effectiveFrom} ${numbers.conversion === undefined || month}`,
  });
  const lookUp = remembered(({ charge, month }: { charge: AwsCharge; month: Month }) => found(charge, month) ?? NOT_FOUND, {
    keyOf: ({ charge, month }) => `${charge} ${month}`,
  });
  return {
    at(charge, month, kind = 'reader') {
      if (!isAwsCharge(charge)) return consumerRate(consumers(kind), kind, month);
      const rate = lookUp({ charge, month });
      return rate === NOT_FOUND ? undefined : rate;
    },
    used: () => [...used],
    missing: (charge) => missing.get(charge) ?? [],
  };

  function found(charge: AwsCharge, month: Month): Rate | undefined {
    const { metric, isRequired } = CHARGE[charge];
    const price = findPrice(book, metric, region, month);
    if (price !== undefined) return rateOf({ price: use(price), month });
    if (isRequired) throw missingPrices(book, region, month);
    missing.set(charge, [...(missing.get(charge) ?? []), month]);
    return undefined;
  }

  /** What all consumers together charge for an event. */
  function consumerRate(price: LinePrice, kind: EventKind, month: Month): Rate {
    const factor = payFactorOf(numbers, CONSUMER_METRIC, month);
    return { price: use(price), unitPrice: combineCases(numbers.consumerPrice[kind], factor, (each, paid) => each.times(paid)) };
  }

  function use<P extends LinePrice>(price: P): P {
    assertOneCurrency(price, [...used][0]);
    used.add(price);
    return price;
  }
}

interface PriceIn {
  price: Price;
  month: Month;
}

/** A price that is not there is not looked for twice. */
const NOT_FOUND = Symbol('no price');

/** One unit of a list price as it is paid in a month. */
function paidPrice(price: Price, month: Month, numbers: PayNumbers): Range<Decimal> {
  return mapCases(payFactorOf(numbers, price.metric, month), (factor) => unitPrice(price).times(factor));
}

/** What all consumers together charge for an event, in the form of a price. */
function consumerPrice(kind: EventKind, region: string, { consumerPrice: prices }: RateNumbers): LinePrice {
  return {
    metric: CONSUMER_METRIC,
    region,
    price: prices[kind].expected,
    per: ONE,
    unit: 'events',
    currency: 'USD',
    asOf: 'undated',
    confidence: 'single',
    source: `your scenario (recording.consumers), ${EVENT_BYTES[kind]} bytes an event`,
  };
}

function missingPrices(book: PriceBook, region: string, month: Month): TrailcostError {
  const required = AWS_CHARGES.filter((charge) => CHARGE[charge].isRequired).map((charge) => CHARGE[charge].metric);
  const metrics = required.filter((metric) => findPrice(book, metric, region, month) === undefined);
  const rows = metrics.map((metric) => `${metric},${region},PRICE,1,units,CURRENCY,,AS-OF,single,SOURCE`);
  return new TrailcostError('price-missing', {
    field: ['bucket', 'region'],
    what: `the price book has no price of ${metrics.join(' and ')} for ${region} in ${month}`,
    remedy: [
      "The price of another Region is never used instead. Put AWS's own into a CSV file and give it with --price-book FILE:",
      ...[PRICE_COLUMNS.join(','), ...rows].map((row) => `    ${row}`),
    ].join('\n'),
  });
}

function assertOneCurrency(price: LinePrice, first: LinePrice | undefined): void {
  if (first === undefined) return;
  const areBoth = (price.converted === undefined) === (first.converted === undefined);
  if (first.currency === price.currency && areBoth) return;
  const moneyOf = (one: LinePrice) => (one.converted === undefined ? one.currency : `${one.currency} (${convertedText(one)})`);
  throw new TrailcostError('currency-mixed', {
    field: ['bucket', 'region'],
    what: `the price of ${price.metric} is in ${moneyOf(price)}, but that of ${first.metric} is in ${moneyOf(first)}`,
    remedy:
      first.currency === price.currency
        ? 'Converted prices and others are never added: convert all prices of the Region in --price-book FILE, or none.'
        : 'Amounts in two currencies are never added: give all prices of the Region in one currency with --price-book FILE.',
  });
}
