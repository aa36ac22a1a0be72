import { type Decimal, ZERO } from '../../base/decimal.js';
import { caseNumbers, type PayNumbers, payFactorOf } from '../../model/case-numbers.js';
import { type AwsCharge, CHARGE, isAwsCharge } from '../../model/charges.js';
import { convertedPrice } from '../../model/conversion.js';
import { directoryOf } from '../../model/directory.js';
import type { Estimate } from '../../model/estimate.js';
import type { Line } from '../../model/lines.js';
import type { KmsStrategy } from '../../model/strategies.js';
import { unitPrice } from '../../prices/book.js';
import { type FocusRow, focusCsv } from './columns.js';
import { type BillFacts, type PricedUsage, type UnitPrices, usageRow } from './row.js';

/** What a forecast is about and when it was made. */
export interface ForecastOptions extends BillFacts {
  strategy: KmsStrategy;
  /** Time in UTC, as `2026-11-02T08:00:00Z`. */
  generatedAt: string;
}

/**
 * What AWS would bill under one strategy, as FOCUS 1.2 (focus.finops.org): a row for each line that costs anything in any case, and one at
 * price 0 for what the free tier pays, as in AWS's own exports. CloudTrail's own free requests have no row, nor have consumers
 * of events, whom AWS does not bill for. The costs add up to the strategy's total without these, to the last digit.
 */
export function forecastFocus(estimate: Estimate, options: ForecastOptions): string {
  return focusCsv(forecastRows(estimate, options));
}

/** The rows of {@link forecastFocus}. */
export function forecastRows(estimate: Estimate, options: ForecastOptions): FocusRow[] {
  const numbers = caseNumbers({ ...estimate.scenario, currency: undefined });
  const accounts = directoryOf(estimate.scenario.accounts);
  const own = estimate.lines.filter(({ strategy }) => strategy === options.strategy);
  return own.flatMap((line) => rowsOf(line, { ...estimate, numbers }, { accounts, ...options }));
}

/** An estimate, and the numbers of its scenario in the prices' own currency. */
type Priced = Estimate & { numbers: PayNumbers };

function rowsOf(line: Line, estimate: Priced, options: ForecastOptions): FocusRow[] {
  const { charge, freeTierQuantity, billableQuantity, cost } = line;
  if (!isAwsCharge(charge)) return [];
  const nothing = { low: ZERO, high: ZERO };
  return [
    ...(freeTierQuantity.isZero() ? [] : [forecastRow(freeTierUsage(line, charge, estimate), nothing, line, estimate, options)]),
    ...(billableQuantity.isZero() && cost.high.isZero()
      ? []
      : [forecastRow(paidUsage(line, charge, estimate), cost, line, estimate, options)]),
  ];
}

function free({ currency }: UnitPrices): UnitPrices {
  return { list: ZERO, contracted: ZERO, currency };
}

function forecastRow(
  usage: PricedUsage,
  { low, high }: { low: Decimal; high: Decimal },
  line: Line,
  { scenario }: Estimate,
  options: ForecastOptions,
): FocusRow {
  return {
    ...usageRow(usage, options),
    x_RecordType: 'forecast',
    x_ForecastLow: low.toFixed(),
    x_ForecastHigh: high.toFixed(),
    x_ForecastMethod: `trailcost: reads of scenario ${scenario.name} as KMS requests and other usage at the price book's prices`,
    x_ForecastGeneratedAt: options.generatedAt,
    x_Strategy: options.strategy,
    x_Reader: line.reader,
  };
}

function paidUsage(line: Line, charge: AwsCharge, { currency, scenario, numbers }: Priced): PricedUsage {
  const { month, account, region, reader, price } = line;
  const list = unitPrice(price);
  return {
    month,
    charge,
    isFreeTier: false,
    account,
    region,
    quantity: line.billableQuantity,
    billing: { list: convertedPrice(price, scenario.currency, month), contracted: line.unitPrice, currency },
    pricing: { list, contracted: list.times(payFactorOf(numbers, price.metric, month).expected), currency: price.currency },
    description: `${CHARGE[charge].name}${reader === '' ? '' : `, ${reader}`}`,
  };
}

function freeTierUsage(line: Line, charge: AwsCharge, estimate: Priced): PricedUsage {
  const paid = paidUsage(line, charge, estimate);
  return {
    ...paid,
    isFreeTier: true,
    quantity: line.freeTierQuantity,
    billing: free(paid.billing),
    pricing: free(paid.pricing),
    description: `${paid.description}, under the monthly free tier`,
  };
}
