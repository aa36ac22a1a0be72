import { Decimal } from '../../base/decimal.js';
import { entryAt } from '../../base/lists.js';
import type { Range } from '../../base/range.js';
import { CHARGE, chargeNamed, chargesText } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import type { Likely } from '../../model/likely.js';
import { addedShares } from '../../model/shares.js';
import { countOf, money, percentOf } from '../layout/figures.js';

/** The answer in one sentence: what SSE-KMS costs more than SSE-S3 a month, what causes it, what a Bucket Key would bring it to. */
export function headline(estimate: Estimate): string {
  const { comparison, currency } = estimate;
  const { averageMonth, months } = comparison['sse-kms'];
  const more = averageMonth.expected;
  const unpriced = estimate.unpriced.map(({ charge }) => charge).filter((charge) => !CHARGE[charge].isAlike);
  const without = unpriced.length === 0 ? '' : ` without ${chargesText(unpriced)}, whose price is not known`;
  if (more.isZero()) {
    const atMost = averageMonth.high.isZero() ? '' : `, at the most ${money(averageMonth.high, currency)} a month`;
    return `SSE-KMS is expected to cost nothing more than SSE-S3 in this period${without}${atMost}.`;
  }
  const withBucketKey = comparison['sse-kms-bucket-key'].averageMonth.expected;
  const verb = withBucketKey.lt(more.times(0.99)) ? 'bring it to' : 'leave it at';
  const isCertain = averageMonth.low.eq(averageMonth.high);
  const average = areAlike(months) ? '' : ` (average of ${months.length} months)`;
  const subject = `${isCertain ? (average === '' ? '' : 'On average ') : 'With every number as expected, '}SSE-KMS`;
  return (
    `${subject} costs ${unpriced.length === 0 ? '' : 'at least '}${money(more, currency)} a month more than SSE-S3` +
    `${isCertain ? '' : average}${without}, ` +
    `${mostOf(estimate)}; a Bucket Key would ${verb} ${money(withBucketKey, currency)}.`
  );
}

/** The range of the answer: what is likely, what bounds it, and its course over the months. */
export function lead({ comparison, currency, scenario, likely }: Estimate): string | undefined {
  const { averageMonth, months } = comparison['sse-kms'];
  const parts: string[] = [];
  if (!averageMonth.low.eq(averageMonth.high)) {
    if (likely !== undefined && likely.draws > 0) parts.push(likelyText(likely, scenario.period.months, currency));
    parts.push(`low ${money(averageMonth.low, currency)}, high ${money(averageMonth.high, currency)}`);
  }
  if (!areAlike(months)) parts.push(course(months, currency));
  const over = scenario.period.months === 1 ? `In ${scenario.period.start}` : `Average of ${scenario.period.months} months`;
  return parts.length === 0 ? undefined : `${over}: ${parts.join('; ')}.`;
}

/** What is left out and weighs: a reader of the first lines alone has to know of it. */
export function leftOut({ warnings, comparison, currency }: Estimate): string | undefined {
  const amount = warnings.find(({ code }) => code === 'guardduty-unsaid')?.addsPerMonth;
  if (amount === undefined || amount.lt(comparison['sse-kms'].averageMonth.expected.times(MUCH))) return undefined;
  return `Not in it: GuardDuty, where it is on, about ${money(amount, currency)} a month.`;
}

const MUCH = 0.1;

/** Nobody expects all ranges at one end at once: this is what most draws come to. */
function likelyText({ draws, comparison }: Likely, months: number, currency: string): string {
  const { p10, p90, mean } = comparison['sse-kms'];
  const monthly = (value: Decimal) => money(value.div(months), currency);
  return `likely ${monthly(p10)} to ${monthly(p90)}, mean ${monthly(mean)} (P10 to P90 of ${countOf(new Decimal(draws))} draws)`;
}

type MonthMoney = { month: string } & Range<Decimal>;

/**
 * From the least to the most expensive month, and how it ends where that is neither. A ramp has ended where the last month is within a
 * twentieth of the most expensive one.
 */
function course(months: readonly MonthMoney[], currency: string): string {
  const at = ({ month, expected }: MonthMoney) => `${money(expected, currency)} in ${month}`;
  const { least, most } = extremes(months);
  const last = entryAt(months, months.length - 1);
  if (last.expected.gte(most.expected.times(0.95))) return `from ${at(least)} to ${at(last)}`;
  return `from ${at(least)} to ${at(most)}${last === least ? '' : `, at the end ${at(last)}`}`;
}

/** Months within a tenth of each other: no more than their different lengths make. */
function areAlike(months: readonly MonthMoney[]): boolean {
  const { least, most } = extremes(months);
  return most.expected.minus(least.expected).lte(most.expected.times(0.11));
}

function extremes(months: readonly MonthMoney[]) {
  return {
    least: months.reduce((least, month) => (month.expected.lt(least.expected) ? month : least)),
    most: months.reduce((most, month) => (month.expected.gt(most.expected) ? month : most)),
  };
}

function mostOf({ lines, comparison }: Estimate): string {
  const more = comparison['sse-kms'].period.expected;
  const [charge] = addedShares(lines, 'charge');
  const reader = addedShares(lines, 'reader').find(({ name, costs }) => name !== '' && !costs['sse-kms'].isZero());
  const forCharge = charge === undefined ? '' : `${percentOf(charge.costs['sse-kms'], more)} of it for ${chargeNamed(charge.name)?.cause}`;
  return reader === undefined
    ? forCharge
    : `${forCharge}; the dearest reader is ${reader.name} (${percentOf(reader.costs['sse-kms'], more)})`;
}
