import { Decimal, ONE, quantise } from '../base/decimal.js';
import type { Case, Range } from '../base/range.js';
import { type DiscountedService, type PriceMetric, serviceOf } from '../prices/book.js';
import type { Pattern, Quantity, Reader, Scenario, Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, SLOTS_PER_DAY } from '../scenario/trails.js';
import { conversionRate } from './conversion.js';

const OPPOSITE: Range<Case> = { low: 'high', expected: 'expected', high: 'low' };

/** The one number that a quantity is in a case, in the sense that more of it costs more. */
type Take = (quantity: Quantity) => Decimal;

/** A trail's numbers in one case. */
export interface CaseTrail {
  name: string;
  logFiles: Decimal;
  digestFiles: Decimal;
  /** Whether the numbers are per day (from accounts and Regions) or per calendar month (as given). */
  logFilesPer: 'day' | 'month';
  digestFilesPer: 'day' | 'month';
  growthBefore: Decimal;
  growthDuring: Decimal;
  archiveMonths: number;
}

/** A reader's numbers in one case; those that its pattern does not have are absent. */
export interface CaseReader {
  name: string;
  pattern: Pattern;
  trails: readonly string[] | undefined;
  digests: boolean;
  requesters: Decimal;
  bucketKeyReduction: Decimal;
  share: Decimal;
  times: Decimal;
  runsPerMonth: Decimal;
  lookbackDays: Decimal | 'all';
  getsPerFile: Decimal;
  readsPerMonth: Decimal;
  runMinutes: Decimal | undefined;
  once: { month: string; firstDay: string; lastDay: string } | undefined;
}

/** A scenario in one case: every quantity is one number. */
export interface CaseScenario {
  trails: readonly CaseTrail[];
  readers: readonly CaseReader[];
  keyUnits: Decimal;
  freeRequestsLeft: Decimal;
  paidCopies: Decimal;
  dataEventCopies: Decimal;
  insightsTrails: Decimal;
  bucketKeyReduction: Decimal;
  /** What one unit of currency of a service's list price comes to: after its discount, in the currency of the report. */
  payFactors: Readonly<Record<DiscountedService, Decimal>>;
  conversionRate: Decimal;
}

/**
 * The scenario with one number for each quantity. This is the only place that knows which quantities lower the cost when they rise: the
 * Bucket Key's reduction, the free tier, the discount, a run's length (it lowers the peak), and growth where it reaches back before the
 * period, since a faster growth means fewer old files.
 */
export function caseScenario(scenario: Scenario, which: Case): CaseScenario {
  const raises: Take = (quantity) => take(quantity, which);
  const lowers: Take = (quantity) => take(quantity, OPPOSITE[which]);
  const { keys, recording, encryption } = scenario;
  const recorded = (copies: Quantity) => (recording.excludeKmsEvents ? new Decimal(0) : raises(copies));
  return {
    trails: scenario.trails.map((trail) => caseTrail(trail, raises, lowers)),
    readers: scenario.readers.map((reader) => caseReader(reader, scenario, raises, lowers)),
    keyUnits: raises(keys.number)
      .times(raises(keys.replicas).plus(1))
      .times(Decimal.min(raises(keys.rotations), CHARGED_ROTATIONS).plus(1)),
    freeRequestsLeft: quantise(lowers(scenario.freeRequestsLeft)),
    paidCopies: recorded(recording.paidCopies),
    dataEventCopies: raises(recording.dataEventCopies),
    insightsTrails: recorded(recording.insightsTrails),
    bucketKeyReduction: lowers(encryption.bucketKeyReduction),
    payFactors: payFactorsOf(scenario, lowers),
    conversionRate: conversionRate(scenario.currency),
  };
}

function payFactorsOf(scenario: Scenario, lowers: Take): CaseScenario['payFactors'] {
  const rate = conversionRate(scenario.currency);
  const factorOf = (service: DiscountedService) =>
    quantise(ONE.minus(lowers(scenario.serviceDiscountPercent[service] ?? scenario.discountPercent).div(100))).times(rate);
  return { kms: factorOf('kms'), s3: factorOf('s3'), cloudtrail: factorOf('cloudtrail') };
}

/** What one unit of currency of a metric's list price comes to. */
export function payFactorOf({ payFactors }: Pick<CaseScenario, 'payFactors'>, metric: PriceMetric): Decimal {
  const service = serviceOf(metric);
  return service === undefined ? ONE : payFactors[service];
}

/** The first and the second rotation add to a key's price, later ones nothing (aws.amazon.com/kms/pricing). */
export const CHARGED_ROTATIONS = 2;

function take(quantity: Quantity, which: Case): Decimal {
  const number = typeof quantity === 'number' ? quantity : quantity[which];
  return number === 1 ? ONE : new Decimal(number);
}

function caseTrail(trail: Trail, raises: Take, lowers: Take): CaseTrail {
  const { name, logFilesPerMonth, digestFilesPerMonth, growthPercentPerMonth: growth } = trail;
  const accounts = raises(trail.accounts ?? 0);
  return {
    name,
    logFiles:
      logFilesPerMonth === undefined
        ? accounts
            .times(raises(trail.activeRegions ?? 0))
            .times(SLOTS_PER_DAY)
            .times(raises(trail.activeSlotShare ?? 0))
            .times(raises(trail.filesPerSlot ?? 0))
        : raises(logFilesPerMonth),
    logFilesPer: logFilesPerMonth === undefined ? 'day' : 'month',
    digestFiles:
      digestFilesPerMonth === undefined
        ? accounts.times(raises(trail.digestRegions ?? 0)).times(DIGESTS_PER_DAY)
        : raises(digestFilesPerMonth),
    digestFilesPer: digestFilesPerMonth === undefined ? 'day' : 'month',
    growthBefore: lowers(growth),
    growthDuring: raises(growth),
    archiveMonths: raises(trail.archiveMonths).toNumber(),
  };
}

function caseReader(reader: Reader, scenario: Scenario, raises: Take, lowers: Take): CaseReader {
  const number = (key: 'share' | 'times' | 'runsPerMonth' | 'getsPerFile' | 'readsPerMonth', absent: number) =>
    raises(((reader as Partial<Record<typeof key, Quantity>>)[key] ?? absent) as Quantity);
  const lookback = 'lookbackDays' in reader ? reader.lookbackDays : 0;
  const minutes = 'runMinutes' in reader ? reader.runMinutes : undefined;
  return {
    name: reader.name,
    pattern: reader.pattern,
    trails: reader.trails,
    digests: reader.pattern === 'validate' || ('digests' in reader && reader.digests),
    requesters: raises(reader.requesters),
    bucketKeyReduction: lowers(reader.bucketKeyReduction ?? scenario.encryption.bucketKeyReduction),
    share: number('share', 1),
    times: number('times', 1),
    runsPerMonth: number('runsPerMonth', 1),
    lookbackDays: lookback === 'all' ? 'all' : raises(lookback),
    getsPerFile: number('getsPerFile', 1),
    readsPerMonth: number('readsPerMonth', 0),
    runMinutes: minutes === undefined ? undefined : lowers(minutes),
    once: reader.pattern === 'once' ? { month: reader.month, firstDay: reader.firstDay, lastDay: reader.lastDay } : undefined,
  };
}
