import { Decimal, quantise, sum, ZERO } from '../base/decimal.js';
import { type Month, monthsOf } from '../base/months.js';
import { mapCases, type Range } from '../base/range.js';
import { type AwsCharge, CHARGE, isAwsCharge } from '../model/charges.js';
import { convertedPrice } from '../model/conversion.js';
import type { Estimate } from '../model/estimate.js';
import type { Line } from '../model/lines.js';
import { KMS_OPERATIONS, type Operations } from '../model/operations.js';
import type { SavedEstimate } from '../model/saved/estimate.js';
import type { SavedLine } from '../model/saved/line-row.js';
import type { KmsStrategy } from '../model/strategies.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';

/** What is expected on a bill for one charge of one reader: modelled, or counted in logs. */
export interface Expected {
  charge: AwsCharge;
  month: Month;
  region: string;
  reader: string;
  /** The account that pays; undefined where it is not known. */
  account: string | undefined;
  /** The API operation of KMS requests; undefined for any other charge. */
  operation: string | undefined;
  quantity: Range<Decimal>;
  freeTierQuantity: Decimal;
  /** Of one unit, after discounts; undefined where it is not known. */
  unitPrice: Decimal | undefined;
  /** Of one unit before discounts, in the same currency; undefined where only the discounted one is known. */
  listUnitPrice: Decimal | undefined;
  /** Undefined where the price is not known. */
  cost: Range<Decimal> | undefined;
}

/** What was seen of a month in logs. */
export interface Observed {
  hours: number;
  hoursObserved: number;
  /** Requests in the logs that are not for CloudTrail's files, by `account region`; Decrypts and others. */
  unrelated: ReadonlyMap<string, number>;
  /** Requests that failed, by `account region`: whether they are billed is not known. */
  failed: ReadonlyMap<string, number>;
}

/** The part of a month that a bill has, where the month is not over. */
export interface PartOfMonth {
  /** The end of the last hour with usage on the bill, in UTC. */
  until: string;
  share: Decimal;
}

export type ExpectationKind = 'estimate' | 'measurement';

/** What a bill is compared with. */
export interface Expectation {
  kind: ExpectationKind;
  /** The scenario's name; of a measurement the time that it covers. */
  name: string;
  /** Undefined for a measurement: it counts what is there. */
  strategy: KmsStrategy | undefined;
  currency: string;
  months: readonly Month[];
  regions: readonly string[];
  entries: readonly Expected[];
  /** Of a measurement, by month. */
  observed: ReadonlyMap<Month, Observed>;
  /** Months of which only a part is expected, since the bill has no more of them yet. */
  parts: ReadonlyMap<Month, PartOfMonth>;
  /** Charges that it leaves out since their price is not known. */
  unpriced: readonly AwsCharge[];
  /** What a measurement did not count and the bill may have. */
  uncounted: readonly Uncounted[];
}

/** Files, lines or requests of the logs that were not counted; of `stopped` nobody knows how many. */
export interface Uncounted {
  code: 'stopped' | 'files-failed' | 'lines-unreadable' | 'filtered-out';
  count: number;
}

/** What a bill is compared with of a line; a saved estimate has no more. */
type BillableLine = Pick<
  Line,
  'strategy' | 'month' | 'charge' | 'reader' | 'account' | 'region' | 'quantity' | 'freeTierQuantity' | 'unitPrice' | 'cost' | 'operations'
>;

/** An estimate, fresh or saved, as far as a bill can confirm it. */
interface BillableEstimate<L extends BillableLine = BillableLine> {
  name: string;
  region: string;
  currency: string;
  months: readonly Month[];
  lines: readonly L[];
  unpriced: readonly AwsCharge[];
  /** The list price of one unit; undefined where only the discounted one is known. */
  listUnitPriceOf: (line: L) => Decimal | undefined;
}

/** S3's GETs are the same under every strategy, and a bill adds them up over all buckets of a Region. */
const NOT_COMPARED: readonly AwsCharge[] = ['s3-gets'];

/** What an estimate that was just made expects of a bill. */
export function expectationOf(estimate: Estimate, strategy: KmsStrategy): Expectation {
  const { scenario, region, currency, lines, totals, unpriced } = estimate;
  return expectationFrom(
    {
      name: scenario.name,
      region,
      currency,
      months: totals[strategy].months.map(({ month }) => month),
      lines,
      unpriced: unpriced.map(({ charge }) => charge).filter(isAwsCharge),
      listUnitPriceOf: ({ price, month }) => convertedPrice(price, scenario.currency, month),
    },
    strategy,
  );
}

/** What an estimate expects of a bill. CloudTrail's own requests are free and on no bill, so they are left out. */
function expectationFrom<L extends BillableLine>(estimate: BillableEstimate<L>, strategy: KmsStrategy): Expectation {
  const { name, region, currency, months, lines, unpriced, listUnitPriceOf } = estimate;
  const entries = lines
    .filter((line) => line.strategy === strategy && (line.charge !== 'kms-requests' || line.reader !== CLOUDTRAIL))
    .flatMap((line) => {
      const { charge } = line;
      return isAwsCharge(charge) && !NOT_COMPARED.includes(charge) ? entriesOf(line, charge, listUnitPriceOf(line)) : [];
    });
  return {
    kind: 'estimate',
    name,
    strategy,
    currency,
    months,
    regions: [region],
    entries,
    observed: new Map(),
    parts: new Map(),
    unpriced,
    uncounted: [],
  };
}

/** What an estimate that was saved expects of a bill. Its list prices are known where they are in its own currency. */
export function savedExpectation(saved: SavedEstimate, strategy: KmsStrategy): Expectation {
  const { name, region, currency, period, lines, prices, unpriced } = saved;
  const listUnitPriceOf = ({ charge }: SavedLine) => {
    const [price, ...others] = prices.filter(({ metric }) => metric === CHARGE[charge].metric);
    return price === undefined || others.length > 0 || price.currency !== currency ? undefined : price.price.div(price.per);
  };
  return expectationFrom(
    {
      name,
      region,
      currency,
      months: monthsOf(period.start, period.months),
      lines,
      unpriced: unpriced.filter(isAwsCharge),
      listUnitPriceOf,
    },
    strategy,
  );
}

function entriesOf(line: BillableLine, charge: AwsCharge, listUnitPrice: Decimal | undefined): Expected[] {
  const { month, region, reader, account, quantity, freeTierQuantity, unitPrice, cost, operations } = line;
  const whole: Expected = {
    charge,
    month,
    region,
    reader,
    account: account === '' ? undefined : account,
    operation: undefined,
    quantity,
    freeTierQuantity,
    unitPrice,
    listUnitPrice,
    cost,
  };
  return operations === undefined ? [whole] : byOperation(whole, operations);
}

/** Requests split in the proportion in which reads make them. The parts add up to the whole to the last digit. */
function byOperation(whole: Expected, operations: Operations): Expected[] {
  const total = sum(Object.values(operations).map((count) => new Decimal(count)));
  let before = ZERO;
  return KMS_OPERATIONS.filter((operation) => operations[operation] !== undefined).map((operation) => {
    const [from, to] = [before, before.plus(operations[operation] ?? ZERO)];
    before = to;
    // Differences of what there is up to an operation: whatever rounding does to one part, the next one makes good.
    const partOf = (round: (value: Decimal) => Decimal) => (value: Decimal) => {
      const upTo = (count: Decimal) => (count.eq(total) ? value : round(value.times(count).div(total)));
      return upTo(to).minus(upTo(from));
    };
    return {
      ...whole,
      operation,
      quantity: mapCases(whole.quantity, partOf(quantise)),
      freeTierQuantity: partOf(quantise)(whole.freeTierQuantity),
      cost: whole.cost && mapCases(whole.cost, partOf(roundedCost)),
    };
  });
}

/** Few enough digits that parts of an amount still add up exactly. */
function roundedCost(cost: Decimal): Decimal {
  return cost.toDecimalPlaces(COST_DECIMALS);
}

const COST_DECIMALS = 30;

/** The expected quantity of some entries. */
export function quantityOf(entries: readonly Expected[]): Decimal {
  return sum(entries.map(({ quantity }) => quantity.expected));
}

/** Accounts that are expected to pay for requests; undefined where it is not known of every reader. */
export function payersOf(entries: readonly Expected[]): ReadonlySet<string | undefined> | undefined {
  const payers = new Set(entries.filter(({ quantity }) => quantity.high.gt(ZERO)).map(({ account }) => account));
  return payers.has(undefined) ? undefined : payers;
}
