import { Decimal, ONE } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { type Month, monthsText } from '../base/months.js';
import { type Price, unitPrice } from '../prices/book.js';
import type { Conversion } from '../scenario/schema.js';

/** The rate of a month, and which one that is. */
export interface MonthRate {
  rate: number;
  rateDate?: string | undefined;
  source?: string | undefined;
  /** The month that the rate is of: this one, or an earlier one; undefined for the rate of all months without one of their own. */
  of: Month | undefined;
}

/**
 * How much of the report's currency one unit of the prices' own is in a month: its own rate; else the one for all months; else that of the
 * nearest earlier month.
 *
 * @throws TrailcostError `scenario-invalid` where there is none of these
 */
export function rateIn({ rate, rateDate, rates = {} }: Conversion, month: Month): MonthRate {
  const own = (of: Month, entry: NonNullable<Conversion['rates']>[string]) =>
    typeof entry === 'number' ? { rate: entry, of } : { ...entry, of };
  const exact = rates[month];
  if (exact !== undefined) return own(month, exact);
  if (rate !== undefined) return { rate, rateDate, of: undefined };
  const [of, earlier] =
    Object.entries(rates)
      .filter(([each]) => each < month)
      .sort(([a], [b]) => (a < b ? 1 : -1))[0] ?? [];
  if (of !== undefined && earlier !== undefined) return own(of, earlier);
  throw new TrailcostError('scenario-invalid', {
    field: ['currency', 'rates'],
    what: `has no rate for ${month}, and none of a month before it`,
    remedy: 'Add it, or give rate and rateDate, which hold for months without a rate of their own.',
  });
}

/** How much of the report's currency one unit of the prices' own is in a month. */
export function conversionRate(conversion: Conversion | undefined, month: Month): Decimal {
  return conversion === undefined ? ONE : new Decimal(rateIn(conversion, month).rate);
}

/** A list price of one unit in the report's currency, at the rate of a month. */
export function convertedPrice(price: Pick<Price, 'price' | 'per'>, conversion: Conversion | undefined, month: Month): Decimal {
  return unitPrice(price).times(conversionRate(conversion, month));
}

/** The currency that an amount at this price is in. */
export function currencyOf(price: Pick<Price, 'currency'>, conversion: Conversion | undefined): string {
  return conversion?.code ?? price.currency;
}

/**
 * Refuses a conversion that does not fit the prices it is asked of.
 *
 * @throws TrailcostError `currency-mixed` (one rate for prices in several currencies), `scenario-invalid` (into the prices' own currency)
 */
export function assertConversion(conversion: Conversion | undefined, prices: readonly Pick<Price, 'currency' | 'converted'>[]): void {
  if (conversion === undefined) return;
  const { code, rate, rates = {} } = conversion;
  const field = ['currency', rate === undefined ? 'rates' : 'rate'];
  const all = [...(rate === undefined ? [] : [rate]), ...Object.values(rates).map((each) => (typeof each === 'number' ? each : each.rate))];
  const other = all.find((each) => each !== 1);
  const [first, second] = new Set(prices.map(({ currency }) => currency));
  if (second !== undefined) {
    throw new TrailcostError('currency-mixed', {
      field,
      what: `the prices are in ${first} and ${second}, but one rate converts one currency only`,
      remedy:
        'Amounts in two currencies are never added: estimate one Region at a time, or give all prices in one currency with ' +
        '--price-book FILE.',
    });
  }
  const converted = prices.find((price) => price.converted !== undefined)?.converted;
  if (converted !== undefined && first !== code) {
    throw new TrailcostError('scenario-invalid', {
      field,
      what: `the prices are already converted, from ${converted.currency} into ${first}, and would be converted again`,
      remedy: `Report in ${first}, or give the prices in ${converted.currency} with --price-book FILE.`,
    });
  }
  if (other === undefined || first !== code) return;
  throw new TrailcostError('scenario-invalid', {
    field,
    what: `the prices are already in ${code}, so the rate cannot be ${other}`,
    remedy: 'Leave the conversion out, or name another currency.',
  });
}

/**
 * What a report says of its conversion.
 *
 * @param months those of the report, in their order; empty where one rate holds for all
 */
export function conversionText(conversion: Conversion, months: readonly Month[] = []): string {
  const { code } = conversion;
  const spans = spansOf(months.map((month) => ({ month, ...rateIn(conversion, month) })));
  const one = `Amounts are in ${code}: one unit of the prices' own currency is`;
  const rates =
    spans.length > 1 || spans[0]?.rate.of !== undefined
      ? spans.map(({ first, last, rate }) => `${rate.rate} ${code} in ${monthsText([first, last])}${originText(rate, last)}`)
      : [`${conversion.rate ?? spans[0]?.rate.rate} ${code} (rate of ${conversion.rateDate})`];
  return `${one} ${rates.join(', ')}. AWS or a bank may convert at another rate.`;
}

/** Where a rate comes from: its day and source, and the month that it is of where that is an earlier one. */
function originText({ of, rateDate, source }: MonthRate, last: Month): string {
  const parts = [
    ...(of !== undefined && of !== last ? [`the rate of ${of}, the nearest earlier month`] : []),
    ...(rateDate === undefined ? [] : [`rate of ${rateDate}`]),
    ...(source === undefined ? [] : [source]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** Months that follow each other at one rate. */
function spansOf(months: readonly (MonthRate & { month: Month })[]): { first: Month; last: Month; rate: MonthRate }[] {
  const spans: { first: Month; last: Month; rate: MonthRate }[] = [];
  for (const { month, ...rate } of months) {
    const before = spans.at(-1);
    if (before !== undefined && before.rate.of === rate.of && before.rate.rate === rate.rate && rate.of !== month) before.last = month;
    else spans.push({ first: month, last: month, rate });
  }
  return spans;
}

/** A conversion as every JSON report shows it: the rate that each month has. */
export function conversionJson(conversion: Conversion, months: readonly Month[]) {
  return {
    code: conversion.code,
    rates: months.map((month) => {
      const { rate, rateDate, source, of } = rateIn(conversion, month);
      return {
        month,
        rate: new Decimal(rate).toFixed(),
        ...(rateDate === undefined ? {} : { rateDate }),
        ...(source === undefined ? {} : { source }),
        ...(of === undefined || of === month ? {} : { rateOf: of }),
      };
    }),
  };
}
