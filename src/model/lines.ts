import { Decimal, quantise, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { byCase, type Case, mapCases, type Range } from '../base/range.js';
import type { Price } from '../prices/book.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import type { Scenario } from '../scenario/schema.js';
import type { CaseScenario } from './case.js';
import { type Charge, METRIC_OF } from './charges.js';
import { convertedPrice } from './conversion.js';
import type { Operations } from './operations.js';
import { PATTERNS } from './patterns.js';
import type { Rate, Rates } from './rates.js';
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
  price: Price;
  note: string;
  /** Of KMS requests alone: what one read or write makes, so that its quantity splits in this proportion. */
  operations?: Operations;
}

/** What a line's paid part would cost at the list price, in the currency of the line; expected case. */
export function listCost({ billableQuantity, price }: Line, scenario: Scenario): Decimal {
  return billableQuantity.times(convertedPrice(price, scenario.currency));
}

/** A line before its price. */
interface Draft {
  charge: Charge;
  reader: string;
  account: string | undefined;
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
export function linesOf(scenario: Scenario, volumes: Range<Volumes>, rates: Rates): Line[] {
  const lines: Line[] = [];
  for (const index of volumes.expected.months.keys()) {
    const month = mapCases(volumes, (ofCase) => monthOf(ofCase, index));
    const { span } = month.expected;
    const pricedIn = (strategy: Strategy) => (draft: Draft) =>
      priced(draft, strategy, span.month, rates.at(METRIC_OF[draft.charge], span.month));
    const alike = alikeDrafts(scenario, month).flatMap(pricedIn('sse-s3'));
    lines.push(...alike);
    for (const strategy of KMS_STRATEGIES) {
      lines.push(...kmsDrafts(strategy, scenario, month).flatMap(pricedIn(strategy)), ...alike.map((line) => ({ ...line, strategy })));
    }
  }
  return lines;
}

/** A month's quantities with the numbers of their case at hand. */
interface CaseMonth extends MonthVolumes {
  numbers: CaseScenario;
}

function monthOf(volumes: Volumes, index: number): CaseMonth {
  return { ...(volumes.months[index] as MonthVolumes), numbers: volumes.numbers };
}

/** Charges that come with SSE-KMS: requests, keys, and what CloudTrail asks for recording the requests. */
function kmsDrafts(strategy: KmsStrategy, scenario: Scenario, month: Range<CaseMonth>): Draft[] {
  const { keys, bucket } = scenario;
  const own = mapCases(month, ({ ownRequests }) => ownRequests[strategy]);
  const ofReaders = perReader(month, ({ requests }) => requests[strategy]);
  return [
    {
      charge: 'kms-requests',
      reader: CLOUDTRAIL,
      account: '',
      quantity: own,
      unpaid: { quantity: own, isFreeTier: false },
      note: OWN_NOTE,
      operations: { GenerateDataKey: 1 },
    },
    ...requestDrafts(scenario, month, ofReaders),
    {
      charge: 'kms-keys',
      reader: '',
      account: keys.account ?? bucket.account,
      quantity: mapCases(month, ({ keyMonths }) => keyMonths),
      note: '',
    },
    ...recordingDrafts('cloudtrail-copies', 'paidCopies', scenario, month, ofReaders, own),
    ...recordingDrafts('cloudtrail-insights', 'insightsTrails', scenario, month, ofReaders, own),
  ];
}

const OWN_NOTE = "CloudTrail's own GenerateDataKey requests: counted, free";

function requestDrafts(scenario: Scenario, month: Range<CaseMonth>, requests: readonly Range<Decimal>[]): Draft[] {
  const names = month.expected.readers.map(({ reader }) => reader.name);
  const listOf = (which: Case) => requests.map((quantity) => quantity[which]);
  const isCertain = (which: Case) =>
    requests.every((quantity) => quantity[which] === quantity.expected) && freeLeft(which).eq(freeLeft('expected'));
  const freeLeft = (which: Case) => month[which].numbers.freeRequestsLeft;
  const expected = shareFreeTier(freeLeft('expected'), listOf('expected'), names);
  const shareIn = (which: Case) => (isCertain(which) ? expected : shareFreeTier(freeLeft(which), listOf(which), names));
  const shares = { low: shareIn('low'), expected, high: shareIn('high') };
  return month.expected.readers.map((volume, index) => ({
    charge: 'kms-requests',
    reader: volume.reader.name,
    account: accountOf(scenario, volume.reader.name),
    quantity: requests[index] as Range<Decimal>,
    unpaid: { quantity: mapCases(shares, (share) => share[index] ?? ZERO), isFreeTier: true },
    note: encryptedNote(volume),
    operations: PATTERNS[volume.reader.pattern].operations,
  }));
}

/** The note of a replication's requests: a `Decrypt` of the source and a `GenerateDataKey` for the copy. */
const REPLICATION_NOTE = 'two requests a file';

function encryptedNote({ reads, reader }: ReaderVolume): string {
  const notes: string[] = [];
  if (reads.encrypted.lt(reads.all)) {
    const part = reads.encrypted.isZero() ? 'none' : percent(reads.encrypted.div(reads.all).times(100));
    notes.push(`${part} of the reads are of SSE-KMS files`);
  }
  if (reader.pattern === 'replicate') notes.push(REPLICATION_NOTE);
  return notes.join('; ');
}

/** What CloudTrail charges for recording or analysing KMS requests, for each trail that does. */
function recordingDrafts(
  charge: 'cloudtrail-copies' | 'cloudtrail-insights',
  trails: 'paidCopies' | 'insightsTrails',
  scenario: Scenario,
  month: Range<CaseMonth>,
  requests: readonly Range<Decimal>[],
  own: Range<Decimal>,
): Draft[] {
  if (month.high.numbers[trails].isZero()) return [];
  const { recording, bucket } = scenario;
  const account = recording.account ?? bucket.account;
  const recorded = (quantity: Range<Decimal>) => byCase((which) => quantise(quantity[which].times(month[which].numbers[trails])));
  const drafts = requests.map((quantity, index): Draft => {
    const reader = month.expected.readers[index]?.reader.name ?? '';
    return { charge, reader, account, quantity: recorded(quantity), note: '' };
  });
  if (!recording.deliveryEventsBilled) return drafts;
  return [{ charge, reader: CLOUDTRAIL, account, quantity: recorded(own), note: "CloudTrail's own GenerateDataKey events" }, ...drafts];
}

/** Charges that are the same under every strategy: S3's GETs, and data events where they are recorded. */
function alikeDrafts(scenario: Scenario, month: Range<CaseMonth>): Draft[] {
  const { recording, bucket } = scenario;
  const gets = perReader(month, (volume) => volume.gets);
  const ofGets = (charge: Charge, account: string | undefined, quantityOf: (gets: Decimal, numbers: CaseScenario) => Decimal) =>
    month.expected.readers.flatMap(({ reader }, index): Draft[] => {
      if (!PATTERNS[reader.pattern].isGet) return [];
      const quantity = byCase((which) => quantityOf(gets[index]?.[which] ?? ZERO, month[which].numbers));
      return [{ charge, reader: reader.name, account, quantity, note: 'the same under every strategy' }];
    });
  return [
    ...(month.high.numbers.dataEventCopies.isZero()
      ? []
      : ofGets('cloudtrail-data-events', recording.account ?? bucket.account, (count, numbers) =>
          quantise(count.times(numbers.dataEventCopies)),
        )),
    ...ofGets('s3-gets', bucket.account, (count) => count),
  ];
}

function perReader(month: Range<CaseMonth>, quantityOf: (volume: ReaderVolume) => Decimal): Range<Decimal>[] {
  return month.expected.readers.map((_, index) => mapCases(month, ({ readers }) => quantityOf(readers[index] as ReaderVolume)));
}

function accountOf(scenario: Scenario, reader: string | undefined): string | undefined {
  return scenario.readers.find(({ name }) => name === reader)?.account;
}

/**
 * Cost = (quantity − what is not paid) × price, case by case; no line without a price. Low and high are bounds, whatever the free tier's
 * shares do to the last digit.
 */
function priced(
  { charge, reader, account, quantity, unpaid, note, operations }: Draft,
  strategy: Strategy,
  month: Month,
  rate: Rate | undefined,
): Line[] {
  if (rate === undefined) return [];
  const costIn = (which: Case) => {
    const billable = unpaid === undefined ? quantity[which] : quantity[which].minus(unpaid.quantity[which]);
    return { billable, cost: billable.times(rate.unitPrice[which]) };
  };
  const expected = costIn('expected');
  const isCertain = (which: Case) =>
    quantity[which] === quantity.expected &&
    rate.unitPrice[which] === rate.unitPrice.expected &&
    unpaid?.quantity[which] === unpaid?.quantity.expected;
  const line: Line = {
    strategy,
    month,
    charge,
    reader,
    account: account ?? '',
    region: rate.price.region,
    quantity,
    unit: rate.price.unit,
    freeTierQuantity: unpaid?.isFreeTier ? unpaid.quantity.expected : ZERO,
    billableQuantity: expected.billable,
    unitPrice: rate.unitPrice.expected,
    cost: {
      low: isCertain('low') ? expected.cost : bounded(costIn('low').cost, expected.cost, 'low', rate.unitPrice.high),
      expected: expected.cost,
      high: isCertain('high') ? expected.cost : bounded(costIn('high').cost, expected.cost, 'high', rate.unitPrice.high),
    },
    price: rate.price,
    note,
    ...(operations && { operations }),
  };
  return [line];
}

/** What sharing out the free tier may move between readers, in requests; far below anything a report shows. */
const SHARING_SLACK = new Decimal('1e-6');

/**
 * The low or high cost as a bound of the expected one. The free tier's shares are rounded in each case by itself, so one reader's low cost
 * may be above its expected cost in the twelfth decimal; anything more is a defect of the model.
 *
 * @throws RangeError for such a defect
 */
export function bounded(cost: Decimal, expected: Decimal, which: 'low' | 'high', unitPrice: Decimal): Decimal {
  if (which === 'low' ? cost.lte(expected) : cost.gte(expected)) return cost;
  if (cost.minus(expected).abs().gt(unitPrice.times(SHARING_SLACK))) {
    throw new RangeError(`the ${which} cost ${cost} is on the wrong side of the expected ${expected}`);
  }
  return expected;
}
