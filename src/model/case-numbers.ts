import { type Arithmetic, EXACT } from '../base/arithmetic.js';
import { type Decimal, ZERO } from '../base/decimal.js';
import { byCase, type Case, Certain, hasRange, mapCases, type Range } from '../base/range.js';
import { recordOf } from '../base/records.js';
import { DISCOUNTED_SERVICES, type DiscountedService, type PriceMetric, serviceOf } from '../prices/book.js';
import { isQuantity } from '../scenario/quantity.js';
import type { Plain, Quantity, Reader, Scenario, Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, SLOTS_PER_DAY } from '../scenario/trails.js';
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

/** A trail's numbers in one case, for the period's first month. */
export interface CaseTrail extends Record<FileKind, FileRate<Decimal>> {
  name: string;
  growthBefore: Decimal;
  growthDuring: Decimal;
  archiveMonths: number;
}

/** A reader's numbers in one case: those that its pattern has. */
export type CaseReader = ReaderIn<Decimal>;

/** A reader's numbers in all cases; the Bucket Key's reduction apart, since most readers have no other range. */
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
  paidCopies: Range<Decimal>;
  dataEventCopies: Range<Decimal>;
  insightsTrails: Range<Decimal>;
  reduction: Range<Decimal>;
  /** What one unit of currency of a service's list price comes to: after its discount, in the currency of the report. */
  payFactors: Readonly<Record<DiscountedService, Range<Decimal>>>;
  conversionRate: Decimal;
}

/**
 * The scenario with one number for each quantity in each case. This is the only place that knows which quantities lower the cost when
 * they rise: the Bucket Key's reduction, the free tier, the discount, a run's length (it lowers the peak), and growth where it reaches
 * back before the period, since a faster growth means fewer old files.
 */
export function caseNumbers(scenario: Scenario): CaseNumbers {
  const { keys, recording, encryption, trails, readers } = scenario;
  const recorded = (copies: Quantity) => (recording.excludeKmsEvents ? new Certain(ZERO) : raising(copies));
  return {
    trails: inCases(trails, (raises, lowers) => trails.map((trail) => caseTrail(trail, raises, lowers))),
    readers: readers.map((reader) => readerNumbers(reader, encryption.bucketKeyReduction)),
    keyUnits: inCases(keys, (raises) =>
      keyUnits({ number: raises(keys.number), replicas: raises(keys.replicas), rotations: raises(keys.rotations) }, EXACT),
    ),
    freeRequestsLeft: mapCases(lowering(scenario.freeRequestsLeft), EXACT.onGrid),
    paidCopies: recorded(recording.paidCopies),
    dataEventCopies: raising(recording.dataEventCopies),
    insightsTrails: recorded(recording.insightsTrails),
    reduction: lowering(encryption.bucketKeyReduction),
    payFactors: recordOf(DISCOUNTED_SERVICES, (service) =>
      mapCases(lowering(discountOf(scenario, service)), (discount) => payFactor(discount, conversionRate(scenario.currency), EXACT)),
    ),
    conversionRate: conversionRate(scenario.currency),
  };
}

/** Something made of quantities, in all cases; certain where none of them is a range. */
function inCases<T>(quantities: unknown, compute: (raises: Take, lowers: Take) => T): Range<T> {
  const takeIn = (which: Case) => (quantity: Quantity) => EXACT.of(typeof quantity === 'number' ? quantity : quantity[which]);
  const computeIn = (which: Case) => compute(takeIn(which), takeIn(OPPOSITE[which]));
  return hasRange(quantities) ? byCase(computeIn) : new Certain(computeIn('expected'));
}

function raising(quantity: Quantity): Range<Decimal> {
  return inCases(quantity, (raises) => raises(quantity));
}

function lowering(quantity: Quantity): Range<Decimal> {
  return inCases(quantity, (_, lowers) => lowers(quantity));
}

function caseTrail(trail: Trail, raises: Take, lowers: Take): CaseTrail {
  const growth = trail.growthPercentPerMonth;
  return {
    name: trail.name,
    ...fileRates(withNumbers<Trail>(trail, raises), EXACT),
    growthBefore: lowers(growth),
    growthDuring: raises(growth),
    archiveMonths: raises(trail.archiveMonths).toNumber(),
  };
}

/** What a trail delivers, as given or from its accounts and Regions. */
export function fileRates<N>(trail: Plain<Trail, N>, { of, product }: Arithmetic<N>): Record<FileKind, FileRate<N>> {
  const none = of(0);
  const { accounts = none, activeRegions = none, activeSlotShare = none, filesPerSlot = none, digestRegions = none } = trail;
  const rateOf = (perMonth: N | undefined, factors: readonly N[]): FileRate<N> =>
    perMonth === undefined ? { files: product(factors), filesPer: 'day' } : { files: perMonth, filesPer: 'month' };
  return {
    log: rateOf(trail.logFilesPerMonth, [accounts, activeRegions, of(SLOTS_PER_DAY), activeSlotShare, filesPerSlot]),
    digest: rateOf(trail.digestFilesPerMonth, [accounts, digestRegions, of(DIGESTS_PER_DAY)]),
  };
}

function readerNumbers({ bucketKeyReduction, ...own }: Reader, general: Quantity): ReaderNumbers {
  return {
    name: own.name,
    reader: inCases(own, (raises, lowers) => withNumbers<Reader>(own, (quantity, key) => (LOWERING.has(key) ? lowers : raises)(quantity))),
    reduction: lowering(bucketKeyReduction ?? general),
  };
}

/** A reader's quantities that lower the cost, or the peak, when they rise; its Bucket Key's reduction is taken apart. */
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

/** What one unit of currency of a list price comes to after a discount, in the currency of the report. */
export function payFactor<N>(discountPercent: N, rate: N, { of, minus, div, product, onGrid }: Arithmetic<N>): N {
  return product([onGrid(minus(of(1), div(discountPercent, of(100)))), rate]);
}

/** What one unit of currency of a metric's list price comes to. */
export function payFactorOf({ payFactors }: Pick<CaseNumbers, 'payFactors'>, metric: PriceMetric): Range<Decimal> {
  const service = serviceOf(metric);
  return service === undefined ? new Certain(EXACT.of(1)) : payFactors[service];
}
