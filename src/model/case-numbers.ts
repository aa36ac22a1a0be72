import { type Arithmetic, EXACT } from '../base/arithmetic.js';
import { type Decimal, sum, ZERO } from '../base/decimal.js';
import { type Month, monthsOf } from '../base/months.js';
import { byCase, type Case, Certain, hasRange, mapCases, type Range } from '../base/range.js';
import { recordOf } from '../base/records.js';
import { DISCOUNTED_SERVICES, type DiscountedService, type PriceMetric, serviceOf } from '../prices/book.js';
import { expectedOf, isQuantity } from '../scenario/quantity.js';
import type { Conversion, Plain, Quantity, Reader, Scenario, Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, SLOTS_PER_DAY } from '../scenario/trails.js';
import { CHARGE, CHARGES, type Charge, type ChargeRow, timesCharged } from './charges.js';
import { conversionRate } from './conversion.js';
import type { ReaderIn } from './patterns.js';

const OPPOSITE: Range<Case> = { low: 'high', expected: 'expected', high: 'low' };

/** The one number that a quantity is in a case, in the sense that more of it costs more. */
type Take = (quantity: Quantity) => Decimal;

export const FILE_KINDS = ['log', 'digest'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Files that a trail delivers: a day (from accounts and Regions) or a calendar month (as given). */
export interface FileRate<N> {
  files: N;
  filesPer: 'day' | 'month';
}

/**
 * Growth in percent a month: one value, or those of a range of which each month takes the one that makes it cheapest or most expensive.
 * Faster growth means more new files and fewer old ones, so neither end of a range is the cheap one.
 */
export interface Growth {
  values: readonly Decimal[];
  takes: 'least' | 'most';
}

/** A trail's numbers in one case, for the period's first month. */
export interface CaseTrail extends Record<FileKind, FileRate<Decimal>> {
  name: string;
  /** Log files that are written at a time, and so under one bucket-level key at least. */
  filesPerBatch: Decimal;
  growth: Growth;
  archiveMonths: number;
}

/** A reader's numbers in one case: those that its pattern has. */
export type CaseReader = ReaderIn<Decimal>;

/** A reader's numbers in all cases; the Bucket Key's reduction is separate, since most readers have no other range. */
export interface ReaderNumbers {
  name: string;
  reader: Range<CaseReader>;
  reduction: Range<Decimal>;
}

/** A scenario's numbers in all cases. */
export interface CaseNumbers {
  trails: Range<readonly CaseTrail[]>;
  readers: readonly ReaderNumbers[];
  keyUnits: Range<Decimal>;
  freeRequestsLeft: Range<Decimal>;
  /** How often every event is charged, or any other unit of a charge. */
  times: Readonly<Record<Charge, Range<Decimal>>>;
  /** What the consumers of events charge for one, together, in USD: of a reader's request and of CloudTrail's own. */
  consumerPrice: Readonly<Record<EventKind, Range<Decimal>>>;
  reduction: Range<Decimal>;
  /** How long S3 uses one bucket-level key, in minutes. */
  keyMinutes: Range<KeyMinutes<Decimal>>;
  /** Discounts in percent. */
  discounts: Readonly<Record<DiscountedService, Range<Decimal>>>;
  conversion: Conversion | undefined;
}

/**
 * The scenario with one number for each quantity in each case. This is the only place that knows which quantities lower the cost when
 * they rise: the Bucket Key's reduction and the lives of its keys, the free tier, the discount and a run's length (it lowers the peak).
 */
export function caseNumbers(scenario: Scenario): CaseNumbers {
  const { keys, recording, encryption, trails, readers } = scenario;
  return {
    trails: inCases(trails, (raises, lowers) => trails.map((trail) => caseTrail(trail, raises, lowers))),
    readers: readers.map((reader) => readerNumbers(reader, encryption.bucketKeyReduction)),
    keyUnits: inCases(keys, (raises) =>
      keyUnits({ number: raises(keys.number), replicas: raises(keys.replicas), rotations: raises(keys.rotations) }, EXACT),
    ),
    freeRequestsLeft: mapCases(lowering(scenario.freeRequestsLeft), EXACT.onGrid),
    times: recordOf(CHARGES, (charge) => timesOf(CHARGE[charge], recording)),
    consumerPrice: recordOf(EVENT_KINDS, (kind) => consumerPriceOf(recording, kind)),
    reduction: lowering(encryption.bucketKeyReduction),
    keyMinutes: inCases([encryption.bucketKeyWriteMinutes, encryption.bucketKeyReadMinutes], (_, lowers) =>
      keyMinutes(lowers(encryption.bucketKeyWriteMinutes), lowers(encryption.bucketKeyReadMinutes), EXACT),
    ),
    discounts: recordOf(DISCOUNTED_SERVICES, (service) => lowering(discountOf(scenario, service))),
    conversion: scenario.currency,
  };
}

function timesOf(row: ChargeRow, recording: Scenario['recording']): Range<Decimal> {
  const trails = row.trails === undefined ? 1 : recording[row.trails];
  return inCases(trails, (raises) => timesCharged(row, recording, raises(trails), ZERO));
}

function consumerPriceOf({ consumers }: Scenario['recording'], kind: EventKind): Range<Decimal> {
  return inCases(consumers, (raises) =>
    sum(
      consumers.map(({ usdPerGb = 0, usdPerMillionEvents = 0 }) =>
        consumerPrice({ usdPerGb: raises(usdPerGb), usdPerMillionEvents: raises(usdPerMillionEvents) }, kind, EXACT),
      ),
    ),
  );
}

/** Something made of quantities, in all cases; certain where none of them is a range. */
function inCases<T>(quantities: unknown, compute: (raises: Take, lowers: Take) => T): Range<T> {
  const takeIn = (which: Case) => (quantity: Quantity) => EXACT.of(typeof quantity === 'number' ? quantity : quantity[which]);
  const computeIn = (which: Case) => compute(takeIn(which), takeIn(OPPOSITE[which]));
  return hasRange(quantities) ? byCase(computeIn) : new Certain(computeIn('expected'));
}

function lowering(quantity: Quantity): Range<Decimal> {
  return inCases(quantity, (_, lowers) => lowers(quantity));
}

function caseTrail(trail: Trail, raises: Take, lowers: Take): CaseTrail {
  return {
    name: trail.name,
    ...fileRates(withNumbers<Trail>(trail, raises), EXACT),
    filesPerBatch: filesPerBatch(trail.filesPerSlot === undefined ? undefined : raises(trail.filesPerSlot), EXACT),
    growth: growthIn(trail.growthPercentPerMonth, raises, lowers),
    archiveMonths: raises(trail.archiveMonths).toNumber(),
  };
}

/** Whose request an event records. */
export const EVENT_KINDS = ['reader', 'own'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * Bytes of a record as compact JSON, on average: of a `Decrypt` of a log file (1,132 real records) and of a delivery's `GenerateDataKey`
 * (5,097 real ones).
 */
export const EVENT_BYTES: Readonly<Record<EventKind, number>> = { reader: 1337, own: 1174 };

/** What a consumer charges for an event, by its volume and by number; a gigabyte is 10^9 bytes. */
export function consumerPrice<N>(
  given: { usdPerGb?: N | undefined; usdPerMillionEvents?: N | undefined },
  kind: EventKind,
  { of, plus, div, product }: Arithmetic<N>,
): N {
  const { usdPerGb = of(0), usdPerMillionEvents = of(0) } = given;
  return plus(div(product([usdPerGb, of(EVENT_BYTES[kind])]), of(1e9)), div(usdPerMillionEvents, of(1e6)));
}

/** For how long S3 uses one bucket-level key, in minutes. */
export interface KeyMinutes<N> {
  /** For writing: all files of this time have the same key. */
  write: N;
  /** For who reads files as they come: no longer than it is kept for reading. */
  reading: N;
}

/** The same from how long a key is used for writing and kept for reading. */
export function keyMinutes<N>(write: N, read: N, { min }: Arithmetic<N>): KeyMinutes<N> {
  return { write, reading: min(write, read) };
}

/** What a trail delivers, as given or from its accounts and Regions. */
export function fileRates<N>(trail: Plain<Trail, N>, { of, product }: Arithmetic<N>): Record<FileKind, FileRate<N>> {
  const none = of(0);
  const { accounts = none, activeRegions = none, activeSlotShare = none, filesPerSlot = none, digestRegions = none } = trail;
  const rateOf = (perMonth: N | undefined, perAccountMonth: N | undefined, factors: readonly N[]): FileRate<N> => {
    if (perMonth !== undefined) return { files: perMonth, filesPer: 'month' };
    if (perAccountMonth !== undefined) return { files: product([accounts, perAccountMonth]), filesPer: 'month' };
    return { files: product(factors), filesPer: 'day' };
  };
  return {
    log: rateOf(trail.logFilesPerMonth, trail.logFilesPerAccountMonth, [
      accounts,
      activeRegions,
      of(SLOTS_PER_DAY),
      activeSlotShare,
      filesPerSlot,
    ]),
    digest: rateOf(trail.digestFilesPerMonth, trail.digestFilesPerAccountMonth, [accounts, digestRegions, of(DIGESTS_PER_DAY)]),
  };
}

function growthIn(growth: Quantity, raises: Take, lowers: Take): Growth {
  const [own, opposite] = [raises(growth), lowers(growth)];
  if (own.eq(opposite)) return { values: [own], takes: 'most' };
  return { values: [own, EXACT.of(expectedOf(growth)), opposite], takes: own.gt(opposite) ? 'most' : 'least' };
}

/** The files of one slot are written together; where the slots are not known each file may be written on its own. */
export function filesPerBatch<N>(filesPerSlot: N | undefined, { of, max }: Arithmetic<N>): N {
  return filesPerSlot === undefined ? of(1) : max(filesPerSlot, of(1));
}

function readerNumbers({ bucketKeyReduction, ...own }: Reader, general: Quantity): ReaderNumbers {
  return {
    name: own.name,
    reader: inCases(own, (raises, lowers) => withNumbers<Reader>(own, (quantity, key) => (LOWERING.has(key) ? lowers : raises)(quantity))),
    reduction: lowering(bucketKeyReduction ?? general),
  };
}

/** A reader's quantities that lower the cost, or the peak, when they rise; its Bucket Key's reduction is handled separately. */
const LOWERING: ReadonlySet<string> = new Set(['runMinutes']);

/** The same with one number for each quantity. */
function withNumbers<T extends object>(given: T, take: (quantity: Quantity, key: string) => Decimal): Plain<T, Decimal> {
  const numbers = Object.entries(given).map(([key, value]) => [key, isQuantity(value) ? take(value, key) : value]);
  return Object.fromEntries(numbers) as Plain<T, Decimal>;
}

/** The first and the second rotation add to a key's price, later ones nothing (aws.amazon.com/kms/pricing). */
const CHARGED_ROTATIONS = 2;

/** Prices of a key that are paid in a month: keys × (1 + replicas) × (1 + rotations, at most 2). */
export function keyUnits<N>(
  { number, replicas, rotations }: { number: N; replicas: N; rotations: N },
  { of, plus, min, product }: Arithmetic<N>,
): N {
  return product([number, plus(replicas, of(1)), plus(min(rotations, of(CHARGED_ROTATIONS)), of(1))]);
}

/** A service's own discount, or the general one; in percent. */
export function discountOf<Q>(
  { discountPercent, serviceDiscountPercent }: { discountPercent: Q; serviceDiscountPercent: { [S in DiscountedService]?: Q | undefined } },
  service: DiscountedService,
): Q {
  return serviceDiscountPercent[service] ?? discountPercent;
}

/** Whether any service has a discount. */
export function hasDiscount(scenario: Scenario): boolean {
  return DISCOUNTED_SERVICES.some((service) => discountOf<Quantity>(scenario, service) !== 0);
}

/** What one unit of currency of a list price comes to after a discount, in the currency of the report. */
export function payFactor<N>(discountPercent: N, rate: N, { of, minus, div, product, onGrid }: Arithmetic<N>): N {
  return product([onGrid(minus(of(1), div(discountPercent, of(100)))), rate]);
}

/** What one unit of currency of a metric's list price comes to in a month; only AWS is known to give a discount. */
export function payFactorOf({ discounts, conversion }: PayNumbers, metric: LineMetric, month: Month): Range<Decimal> {
  const service = metric === CONSUMER_METRIC ? undefined : serviceOf(metric);
  const rate = conversionRate(conversion, month);
  return service === undefined ? new Certain(rate) : mapCases(discounts[service], (discount) => payFactor(discount, rate, EXACT));
}

/** The same of an average month of a period, expected case. */
export function averagePayFactor(numbers: PayNumbers, metric: LineMetric, { start, months }: Scenario['period']): Decimal {
  return sum(monthsOf(start, months).map((month) => payFactorOf(numbers, metric, month).expected)).div(months);
}

export type PayNumbers = Pick<CaseNumbers, 'discounts' | 'conversion'>;

/** The metric of a consumer's price. */
export const CONSUMER_METRIC = 'event-consumers';
/** What a line's price is of: a metric of the price book, or a consumer's event. */
export type LineMetric = PriceMetric | typeof CONSUMER_METRIC;
