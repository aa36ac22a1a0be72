import { type Document, parseDocument } from 'yaml';
import { Decimal, sum, ZERO } from '../decimal.js';
import { conversionRate } from '../model/conversion.js';
import { type Charge, METRIC_OF } from '../model/lines.js';
import { withOwnPrices } from '../model/own-prices.js';
import { DISCOUNTED_SERVICES, findPrice, freeRequestsPerMonth, type PriceBook } from '../prices/book.js';
import type { LoadedScenario } from '../scenario/load.js';
import type { Scenario } from '../scenario/schema.js';
import { isRounding } from './charges.js';
import type { Reconciliation } from './result.js';

/** Digits that a price from a bill's sums keeps: more are rounding. */
const PRICE_DIGITS = 10;
const PERCENT_DECIMALS = 4;

/** A field that the bill gives another value. */
export interface Calibration {
  path: readonly string[];
  value: unknown;
  /** What changed, in words. */
  remark: string;
}

/**
 * What the bill says of a scenario's free tier, discounts and prices, where it is not what the scenario has. What reads there were, no bill
 * tells, so trails and readers stay.
 */
export function calibrationsOf(
  { scenario }: Pick<LoadedScenario, 'scenario'>,
  reconciliation: Reconciliation,
  book: PriceBook,
): Calibration[] {
  return [
    ...freeTierCalibration(scenario, reconciliation, book),
    ...discountCalibrations(scenario, reconciliation),
    ...priceCalibrations(scenario, reconciliation, book),
  ];
}

/**
 * The scenario's text with the calibrations in it; comments and order stay.
 *
 * @param text the scenario as it was written, YAML or JSON
 * @param bill what to call the bill in a comment
 */
export function calibratedText(text: string, calibrations: readonly Calibration[], bill: string): string {
  const document: Document = parseDocument(text);
  for (const { path, value } of calibrations) document.setIn(path, document.createNode(value));
  const isJson = text.trimStart().startsWith('{');
  if (!isJson) {
    const remarks = [`Calibrated with ${bill}.`, ...calibrations.map(({ remark }) => remark)].map((remark) => ` ${remark}`);
    document.commentBefore = [...remarks, ...(document.commentBefore ? [document.commentBefore] : [])].join('\n');
  }
  return document.toString({ lineWidth: 120 });
}

/** What other KMS use leaves: all that the bill does not give to others, and what nobody took where no request is paid. */
function freeTierCalibration({ freeRequestsLeft }: Scenario, { months }: Reconciliation, book: PriceBook): Calibration[] {
  const most = freeRequestsPerMonth(book);
  const left = months.map(({ freeTier: { whole, reads }, hasPaidRequests }) =>
    Decimal.min(most, reads.plus(hasPaidRequests ? ZERO : Decimal.max(ZERO, most.minus(whole)))).toDecimalPlaces(0),
  );
  const [low, high] = [Decimal.min(...left), Decimal.max(...left)];
  const expected = sum(left).div(left.length).toDecimalPlaces(0);
  const value = low.eq(high) ? expected.toNumber() : { low: low.toNumber(), expected: expected.toNumber(), high: high.toNumber() };
  if (JSON.stringify(value) === JSON.stringify(freeRequestsLeft)) return [];
  const range = low.eq(high) ? `${low}` : `${low} to ${high}`;
  return [{ path: ['freeRequestsLeft'], value, remark: `freeRequestsLeft: ${range} a month on the bill, at the most for these reads.` }];
}

function discountCalibrations(scenario: Scenario, { months }: Reconciliation): Calibration[] {
  return DISCOUNTED_SERVICES.flatMap((service) => {
    const own = months.flatMap(({ discounted }) => discounted.filter((each) => each.service === service));
    const listCost = sum(own.map((each) => each.listCost));
    if (listCost.lte(0)) return [];
    const percent = listCost
      .minus(sum(own.map(({ cost }) => cost)))
      .div(listCost)
      .times(100)
      .toDecimalPlaces(PERCENT_DECIMALS);
    const modelled = scenario.serviceDiscountPercent[service] ?? scenario.discountPercent;
    if (percent.isNegative() || percent.gt(100) || (typeof modelled === 'number' && percent.eq(modelled))) return [];
    const remark = `serviceDiscountPercent.${service}: the bill takes ${percent}% off the list prices of the service as a whole.`;
    return [{ path: ['serviceDiscountPercent', service], value: percent.toNumber(), remark }];
  });
}

function priceCalibrations(scenario: Scenario, { months }: Reconciliation, book: PriceBook): Calibration[] {
  const charges = [...new Set(months.flatMap((month) => month.charges.map(({ charge }) => charge)))];
  return charges.flatMap((charge) => priceCalibration(charge, scenario, months, book));
}

function priceCalibration(charge: Charge, scenario: Scenario, months: Reconciliation['months'], book: PriceBook): Calibration[] {
  const last = months.filter((month) => month.charges.some((each) => each.charge === charge && each.list.paidQuantity.gt(0))).at(-1);
  const billed = last?.charges.find((each) => each.charge === charge);
  if (last === undefined || billed === undefined) return [];
  const metric = METRIC_OF[charge];
  const known = findPrice(withOwnPrices(book, scenario), metric, scenario.bucket.region, last.month);
  if (known === undefined) return [];
  const unit = billed.list.listCost.div(billed.list.paidQuantity).div(conversionRate(scenario.currency));
  const price = unit.times(known.per).toSignificantDigits(PRICE_DIGITS);
  if (isRounding(price.minus(known.price), price)) return [];
  const value = { price: price.toFixed(), per: known.per.toNumber(), currency: known.currency, source: `bill of ${last.month}` };
  const remark = `prices.${metric}: ${price.toFixed()} per ${known.per.toFixed()} on the bill of ${last.month}, ${known.price.toFixed()} before.`;
  return [{ path: ['prices', metric], value, remark }];
}
