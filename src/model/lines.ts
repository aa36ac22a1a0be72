import { EXACT } from '../base/arithmetic.js';
import { Decimal, quantise, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { Certain, combineCases, listCases, mapCases, type Range } from '../base/range.js';
import { recordingAccounts } from '../scenario/accounts.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import type { Scenario } from '../scenario/schema.js';
import type { CaseNumbers } from './case-numbers.js';
import { CHARGE, CHARGES, type Charge, ownChargedAccounts } from './charges.js';
import { convertedPrice } from './conversion.js';
import { type Operations, operationsOf } from './operations.js';
import { patternOf, requestsPerFileOf } from './patterns.js';
import type { LinePrice, Rates } from './rates.js';
import { shareFreeTier } from './requests.js';
import { KMS_STRATEGIES, type KmsStrategy, type Strategy } from './strategies.js';
import type { MonthVolumes, ReaderVolume, Volumes } from './volumes.js';
import { percent } from './wording.js';

/** One charge × strategy × month × reader: the atom of every report. Every total is a sum of lines. */
export interface Line {
  strategy: Strategy;
  month: Month;
  charge: Charge;
  /** The reader's name; `CloudTrail` for its own requests; empty where no reader causes the charge (keys). */
  reader: string;
  /** The account that pays; empty where the scenario does not say. */
  account: string;
  region: string;
  quantity: Range<Decimal>;
  unit: string;
  /** Expected case: the part of the quantity that the free tier pays. */
  freeTierQuantity: Decimal;
  /** Expected case: the part that is paid; 0 for CloudTrail's own requests. */
  billableQuantity: Decimal;
  /** Price of one unit after the discount, expected case: `billableQuantity × unitPrice = cost`. */
  unitPrice: Decimal;
  cost: Range<Decimal>;
  price: LinePrice;
  note: string;
  /** Of KMS requests alone: what one read or write makes, so that its quantity splits in this proportion. */
  operations?: Operations;
}

/** What a line's paid part would cost at the list price, in the currency of the line; expected case. */
export function listCost({ billableQuantity, price, month }: Line, scenario: Scenario): Decimal {
  return billableQuantity.times(convertedPrice(price, scenario.currency, month));
}

/** A line before its price. */
interface Draft {
  charge: Charge;
  reader: string;
  /** Of charges that are paid where events are recorded: where. */
  account?: string | undefined;
  quantity: Range<Decimal>;
  /** What of the quantity is not paid, where anything is not. */
  unpaid?: { quantity: Range<Decimal>; isFreeTier: boolean };
  note: string;
  operations?: Operations;
}

/**
 * All lines of a period, month by month and strategy by strategy. Charges whose price is not known have none; `rates` remembers them.
 *
 * @throws TrailcostError `price-missing` where a KMS price is not known
 */
export function linesOf(scenario: Scenario, { months, numbers }: Volumes, rates: Rates): Line[] {
  return months.flatMap((volumes) => {
    const month: MonthOf = { ...volumes, scenario, numbers, rates };
    const alike = ALIKE_CHARGES.flatMap((charge) => getDrafts(charge, month)).flatMap((draft) => priced(draft, 'sse-s3', month));
    const under = (strategy: KmsStrategy) => [...addedLines(strategy, month), ...alike.map((line) => ({ ...line, strategy }))];
    return [...alike, ...KMS_STRATEGIES.flatMap(under)];
  });
}

/**
 * Of the same lines those of one strategy that SSE-S3 does not have.
 *
 * @throws TrailcostError as {@link linesOf}
 */
export function addedLinesOf(strategy: KmsStrategy, scenario: Scenario, { months, numbers }: Volumes, rates: Rates): Line[] {
  return months.flatMap((volumes) => addedLines(strategy, { ...volumes, scenario, numbers, rates }));
}

function addedLines(strategy: KmsStrategy, month: MonthOf): Line[] {
  return KMS_CHARGES.flatMap((charge) => kmsDrafts(charge, strategy, month)).flatMap((draft) => priced(draft, strategy, month));
}

const ALIKE_CHARGES = CHARGES.filter((charge) => CHARGE[charge].isAlike);
const KMS_CHARGES = CHARGES.filter((charge) => !CHARGE[charge].isAlike);

/** A month with what else its lines need. */
interface MonthOf extends MonthVolumes {
  scenario: Scenario;
  numbers: CaseNumbers;
  rates: Rates;
}

function kmsDrafts(charge: Charge, strategy: KmsStrategy, month: MonthOf): Draft[] {
  switch (CHARGE[charge].counts) {
    case 'requests':
      return requestDrafts(charge, strategy, month);
    case 'recorded-requests':
      return recordedDrafts(charge, strategy, month);
    case 'key-months':
      return [{ charge, reader: '', quantity: month.keyMonths, note: '' }];
    case 'gets':
      return getDrafts(charge, month);
  }
}

const OWN_NOTE = "CloudTrail's own GenerateDataKey requests: counted, free";

function requestDrafts(charge: Charge, strategy: KmsStrategy, { readers, ownRequests, numbers }: MonthOf): Draft[] {
  const own = ownRequests[strategy];
  const names = readers.map(({ name }) => name);
  const requests = readers.map((volume) => volume.requests[strategy]);
  const shares = combineCases(listCases(requests), numbers.freeRequestsLeft, (all, free) => shareFreeTier(free, all, names));
  return [
    {
      charge,
      reader: CLOUDTRAIL,
      quantity: own,
      unpaid: { quantity: own, isFreeTier: false },
      note: OWN_NOTE,
      operations: { GenerateDataKey: 1 },
    },
    ...readers.map((volume, index) => ({
      charge,
      reader: volume.name,
      quantity: volume.requests[strategy],
      unpaid: { quantity: mapCases(shares, (share) => share[index] ?? ZERO), isFreeTier: true },
      note: encryptedNote(volume),
      operations: operationsOf(requestsPerFileOf(volume.reader.expected, EXACT).toNumber()),
    })),
  ];
}

function encryptedNote({ reads: { expected: reads }, reader }: ReaderVolume): string {
  const notes: string[] = [];
  if (reads.encrypted.lt(reads.all)) {
    const part = reads.encrypted.isZero() ? 'none' : percent(reads.encrypted.div(reads.all).times(100));
    notes.push(`${part} of the reads are of SSE-KMS files`);
  }
  const perFile = requestsPerFileOf(reader.expected, EXACT);
  if (!perFile.eq(1)) notes.push(`${perFile.eq(2) ? 'two' : perFile} requests a file`);
  return notes.join('; ');
}

/** What is charged for recording or analysing KMS requests. */
function recordedDrafts(charge: Charge, strategy: KmsStrategy, month: MonthOf): Draft[] {
  const times = timesOf(charge, month);
  if (times === undefined) return [];
  const { scenario } = month;
  const own = recordedBy(charge, CLOUDTRAIL, month.ownRequests[strategy], ownChargedAccounts(CHARGE[charge], scenario), times);
  const ofReaders = month.readers.flatMap(({ name, reader, requests }) =>
    recordedBy(charge, name, requests[strategy], recordingAccounts(scenario, reader.expected.account), times),
  );
  return [...own, ...ofReaders];
}

/** Requests as they are recorded in some accounts, once in each. */
function recordedBy(
  charge: Charge,
  reader: string,
  requests: Range<Decimal>,
  accounts: readonly (string | undefined)[],
  times: Range<Decimal>,
): Draft[] {
  const note = reader === CLOUDTRAIL ? "CloudTrail's own GenerateDataKey events" : '';
  const draft = { charge, reader, note, quantity: eachTime(requests, times) };
  const isTwice = accounts.length > 1;
  if (CHARGE[charge].payer === 'where-recorded') {
    return accounts.map((account, index) => ({ ...draft, account, ...(isTwice && { note: PLACES[index] ?? note }) }));
  }
  if (!isTwice) return accounts.map(() => draft);
  const quantity = mapCases(draft.quantity, (events) => events.times(accounts.length));
  return [{ ...draft, quantity, note: "recorded in the reader's account and in the key's" }];
}

/** Of a request from another account than the key's, in the order of `recordingAccounts`. */
const PLACES = ["recorded in the reader's account", "recorded in the key's account"];

/** S3's GETs, and data events where they are recorded. */
function getDrafts(charge: Charge, month: MonthOf): Draft[] {
  const times = timesOf(charge, month);
  if (times === undefined) return [];
  return month.readers
    .filter(({ reader }) => patternOf(reader.expected).isGet)
    .map(({ name, reads }) => ({
      charge,
      reader: name,
      quantity: eachTime(
        mapCases(reads, ({ all }) => all),
        times,
      ),
      note: 'the same under every strategy',
    }));
}

/** How often something is charged; undefined where it is not. */
function timesOf(charge: Charge, { numbers }: MonthOf): Range<Decimal> | undefined {
  const times = numbers.times[charge];
  return times.high.isZero() ? undefined : times;
}

function eachTime(quantity: Range<Decimal>, times: Range<Decimal>): Range<Decimal> {
  return times instanceof Certain && times.expected.eq(1)
    ? quantity
    : combineCases(quantity, times, (one, count) => quantise(one.times(count)));
}

/**
 * Cost = (quantity − what is not paid) × price, case by case; no line without a price. Low and high are bounds, whatever the free tier's
 * shares do to the last digit.
 */
function priced(draft: Draft, strategy: Strategy, { span, scenario, rates }: MonthOf): Line[] {
  const { charge, reader, quantity, unpaid, note, operations } = draft;
  const rate = rates.at(charge, span.month, reader === CLOUDTRAIL ? 'own' : 'reader');
  if (rate === undefined) return [];
  const { payer } = CHARGE[charge];
  const billable =
    unpaid === undefined ? quantity : combineCases(quantity, unpaid.quantity, (all, free) => (free === ZERO ? all : all.minus(free)));
  const cost = combineCases(billable, rate.unitPrice, (units, price) => units.times(price));
  const line: Line = {
    strategy,
    month: span.month,
    charge,
    reader,
    account: (payer === 'where-recorded' ? draft.account : payer(scenario, reader)) ?? '',
    region: rate.price.region,
    quantity,
    unit: rate.price.unit,
    freeTierQuantity: unpaid?.isFreeTier ? unpaid.quantity.expected : ZERO,
    billableQuantity: billable.expected,
    unitPrice: rate.unitPrice.expected,
    cost: bounded(cost, rate.unitPrice.high),
    price: rate.price,
    note,
  };
  return [operations === undefined ? line : { ...line, operations }];
}

/** What sharing out the free tier may move between readers, in requests; far below anything a report shows. */
const SHARING_SLACK = new Decimal('1e-6');

/**
 * The low and the high cost as bounds of the expected one. The free tier's shares are rounded in each case on its own, so one reader's low
 * cost may be above its expected cost in the twelfth decimal; anything more is a defect of the model.
 *
 * @throws RangeError for such a defect
 */
export function bounded(cost: Range<Decimal>, unitPrice: Decimal): Range<Decimal> {
  const { low, expected, high } = cost;
  if (low.lte(expected) && high.gte(expected)) return cost;
  const beyond = Decimal.max(low.minus(expected), expected.minus(high));
  if (beyond.gt(unitPrice.times(SHARING_SLACK))) {
    throw new RangeError(`the low or high cost, ${low} or ${high}, is on the wrong side of the expected ${expected}`);
  }
  return { low: Decimal.min(low, expected), expected, high: Decimal.max(high, expected) };
}
