import { Decimal, ONE, sum, ZERO } from '../base/decimal.js';
import { grouped } from '../base/text.js';
import { type AwsCharge, CHARGE } from '../model/charges.js';
import { conversionRate } from '../model/conversion.js';
import { withOwnPrices } from '../model/own-prices.js';
import { DISCOUNTED_SERVICES, findPrice, freeRequestsPerMonth, type Price, type PriceBook, serviceOf, unitPrice } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { knownSum } from './added.js';
import { isRounding } from './charges.js';
import type { MonthReconciliation, PaidUsage, Reconciliation } from './result.js';

/** Digits that a price from a bill's sums keeps: more are rounding. */
const PRICE_DIGITS = 10;
const PERCENT_DECIMALS = 4;
/** A scenario's own prices are for no more units than this. */
const MOST_UNITS = 1_000_000;

/** Where the bill differs from the scenario. */
export interface Calibration {
  /** In words. */
  remark: string;
  /** The field and its value on the bill; absent where no field can hold it. */
  set?: { path: readonly string[]; value: unknown };
}

/**
 * Where a bill's free tier, discounts and prices differ from the scenario's. A bill does not show which reads there were, so trails and
 * readers stay.
 */
export function calibrationsOf(scenario: Scenario, reconciliation: Reconciliation, book: PriceBook): Calibration[] {
  return [
    ...freeTierCalibration(scenario, reconciliation, book),
    ...discountCalibrations(scenario, reconciliation),
    ...priceCalibrations(scenario, reconciliation, withOwnPrices(book, scenario)),
  ];
}

/** What other KMS use leaves: all that the bill does not give to others, and what nobody took where no request is paid. */
function freeTierCalibration({ freeRequestsLeft }: Scenario, { months: all }: Reconciliation, book: PriceBook): Calibration[] {
  // Where usage cannot be read nobody knows how much of it is free.
  const months = all.filter(({ unreadable }) => !unreadable.some(({ service }) => service === 'kms'));
  if (months.length === 0) return [];
  const most = freeRequestsPerMonth(book);
  const unused = ({ freeTier: { whole }, hasPaidRequests }: MonthReconciliation) =>
    hasPaidRequests ? ZERO : Decimal.max(ZERO, most.minus(whole));
  const whole = (quantity: Decimal) => Decimal.max(ZERO, Decimal.min(most, quantity)).toDecimalPlaces(0);
  const left = months.map((month) => whole(month.freeTier.reads.plus(unused(month))));
  // Free requests whose rows name no Region may be of these reads or not.
  const atMost = months.map((month) => whole(month.freeTier.reads.plus(unused(month)).plus(month.freeTier.withoutRegion)));
  const [low, high] = [Decimal.min(...left), Decimal.max(...atMost)];
  const expected = sum(left).div(left.length).toDecimalPlaces(0);
  const value = low.eq(high) ? expected.toNumber() : { low: low.toNumber(), expected: expected.toNumber(), high: high.toNumber() };
  if (JSON.stringify(value) === JSON.stringify(freeRequestsLeft)) return [];
  const range = low.eq(high) ? grouped(low) : `${grouped(low)} to ${grouped(high)}, depending on the month`;
  const remark = `freeRequestsLeft: by the bill, the free requests left for these reads are at most ${range}.`;
  return [{ remark, set: { path: ['freeRequestsLeft'], value } }];
}

function discountCalibrations(scenario: Scenario, { months }: Reconciliation): Calibration[] {
  return DISCOUNTED_SERVICES.flatMap((service): Calibration[] => {
    const own = months.flatMap(({ discounted }) => discounted.filter((each) => each.service === service));
    const discounts = sum(own.map((each) => each.discounts));
    const usageCost = sum(own.map((each) => each.usageCost));
    // Without list prices only discounts in rows of their own show the discount.
    const listCost = knownSum(own.map((each) => each.listCost)) ?? (discounts.isZero() ? undefined : usageCost);
    if (listCost === undefined || listCost.lte(0)) return [];
    const cost = usageCost.plus(discounts);
    const percent = listCost.minus(cost).div(listCost).times(100).toDecimalPlaces(PERCENT_DECIMALS);
    const modelled = scenario.serviceDiscountPercent[service] ?? scenario.discountPercent;
    if (typeof modelled === 'number' && percent.eq(modelled)) return [];
    const field = `serviceDiscountPercent.${service}`;
    if (percent.isNegative() || percent.gt(100)) {
      return [{ remark: `${field}: unchanged, since ${percent}% off the list prices, as on the bill, is not a discount.` }];
    }
    const remark = `${field}: the bill takes ${percent}% off the list prices of the whole service.`;
    return [{ remark, set: { path: ['serviceDiscountPercent', service], value: percent.toNumber() } }];
  });
}

function priceCalibrations(scenario: Scenario, { months }: Reconciliation, book: PriceBook): Calibration[] {
  const charges = [...new Set(months.flatMap((month) => month.charges.map(({ charge }) => charge)))];
  return charges.flatMap((charge) => {
    const last = months.findLast((month) => paidIn(month, charge)?.quantity.gt(0));
    const paid = last === undefined ? undefined : paidIn(last, charge);
    const known = last === undefined ? undefined : findPrice(book, CHARGE[charge].metric, scenario.bucket.region, last.month);
    if (last === undefined || paid === undefined || known === undefined) return [];
    return priceCalibration(scenario, paid, known, last);
  });
}

function paidIn({ charges }: Reconciliation['months'][number], charge: AwsCharge): PaidUsage | undefined {
  return charges.find((each) => each.charge === charge)?.paid;
}

function priceCalibration(scenario: Scenario, paid: PaidUsage, known: Price, { month, discounted }: MonthReconciliation): Calibration[] {
  const rate = conversionRate(scenario.currency, month);
  const unit = listUnitOf(scenario, paid, known, discounted).div(rate);
  if (unit.isNegative()) return [];
  const per = Decimal.min(known.per, MOST_UNITS);
  const price = unit.times(per).toSignificantDigits(PRICE_DIGITS);
  const before = unitPrice(known).times(per);
  if (isRounding(price.minus(before), price)) return [];
  const field = `prices.${known.metric}`;
  if (scenario.currency !== undefined) {
    return [
      {
        remark:
          `${field}: unchanged; on the bill of ${month} it is ${price} at the given rate, ${before} in the ` +
          'price book. Is the rate right?',
      },
    ];
  }
  const value = { region: known.region, price: price.toFixed(), per: per.toNumber(), currency: known.currency, source: `bill of ${month}` };
  const remark = `${field}: ${price} per ${per} on the bill of ${month}, ${before} before.`;
  return [{ remark, set: { path: ['prices', known.metric], value } }];
}

/**
 * A bill without list prices shows what is paid: the scenario's own discount is assumed to be in it, unless the bill has discounts in rows.
 */
function listUnitOf(
  scenario: Scenario,
  { quantity, usageCost, listCost }: PaidUsage,
  known: Price,
  discounted: MonthReconciliation['discounted'],
): Decimal {
  const service = serviceOf(known.metric);
  const areRows = discounted.some((each) => each.service === service && !each.discounts.isZero());
  if (listCost !== undefined || areRows) return (listCost ?? usageCost).div(quantity);
  const percent = (service && scenario.serviceDiscountPercent[service]) ?? scenario.discountPercent;
  const unit = usageCost.div(quantity);
  const share = ONE.minus(new Decimal(typeof percent === 'number' ? percent : percent.expected).div(100));
  return share.isZero() || isRounding(unit.minus(unitPrice(known)), unit) ? unit : unit.div(share);
}
