import { Decimal } from '../../base/decimal.js';
import { listed } from '../../base/text.js';
import { CHARGE, chargeNamed, chargesText } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { CERTAINTY } from '../../model/known-readers.js';
import type { Likely } from '../../model/likely.js';
import { addedShares } from '../../model/shares.js';
import { knownReader } from '../../scenario/like.js';
import { defaultedFields } from '../../scenario/trail-defaults.js';
import { aboutMoney, countOf, money, percentOf } from '../layout/figures.js';
import { areAlike } from './course.js';

/** The answer in one sentence: what SSE-KMS costs more than SSE-S3 a month, and what causes it. */
export function headline(estimate: Estimate): string {
  const { comparison, currency } = estimate;
  const { averageMonth, months } = comparison['sse-kms'];
  const more = averageMonth.expected;
  const unpriced = estimate.unpriced.map(({ charge }) => charge).filter((charge) => !CHARGE[charge].isAlike);
  const without = unpriced.length === 0 ? '' : ` without ${chargesText(unpriced)}, whose price is not known`;
  if (more.isZero()) {
    const atMost = averageMonth.high.isZero() ? '' : `, at most ${money(averageMonth.high, currency)} a month`;
    return `SSE-KMS is expected to cost nothing more than SSE-S3 in this period${without}${atMost}.`;
  }
  const isCertain = averageMonth.low.eq(averageMonth.high);
  const average = areAlike(months) ? '' : ` (average of ${months.length} months)`;
  const verb = isCertain ? 'costs' : 'is expected to cost';
  return (
    `SSE-KMS ${verb} ${unpriced.length === 0 ? '' : 'at least '}${money(more, currency)} a month more than SSE-S3${average}${without}, ` +
    `${mostOf(estimate)}.`
  );
}

/** How sure the answer is, and its sum over the period. */
export function lead({ comparison, currency, scenario, likely }: Estimate): string | undefined {
  const { averageMonth, period, months } = comparison['sse-kms'];
  const sentences: string[] = [];
  if (!averageMonth.low.eq(averageMonth.high)) {
    const bounds = `at least ${money(averageMonth.low, currency)}, at most ${money(averageMonth.high, currency)}`;
    sentences.push(
      likely === undefined || likely.draws === 0
        ? `Range: ${bounds} a month.`
        : `Likely range: ${likelyText(likely, scenario.period.months, currency)}; ${bounds}.`,
    );
  }
  if (months.length > 1 && !period.expected.isZero()) {
    sentences.push(`Over the ${months.length} months together: ${money(period.expected, currency)} more.`);
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** What is left out and weighs: a reader of the first lines alone has to know of it. */
export function leftOut({ warnings, comparison, currency }: Estimate): string | undefined {
  const amount = warnings.find(({ code }) => code === 'guardduty-unsaid')?.addsPerMonth;
  if (amount === undefined || amount.lt(comparison['sse-kms'].averageMonth.expected.times(MUCH))) return undefined;
  return `Not included: GuardDuty, ${aboutMoney(amount, currency)} a month if it is on.`;
}

/** Which numbers are not the user's own: the first thing to know of a first scenario; undefined where all are. */
export function defaultsText({ scenario: { trails } }: Estimate): string | undefined {
  const fields = [...new Set(trails.flatMap(defaultedFields))];
  return fields.length === 0 ? undefined : `Defaults are used for ${listed(fields, 5)}: your own numbers narrow the range.`;
}

/** Whose way of reading is not the user's own but that of a reader known by name, and how sure it is; undefined where there is none. */
export function likeText({ scenario: { readers } }: Estimate): string | undefined {
  const known = readers.flatMap(({ name, like }) => {
    const reader = knownReader(like);
    return reader === undefined ? [] : [{ name, from: `from ${reader.name} (${CERTAINTY[reader.confidence]})` }];
  });
  const [first, ...others] = known;
  if (first === undefined) return undefined;
  const all = [`How ${first.name} reads is taken ${first.from}`, ...others.map(({ name, from }) => `${name} ${from}`)];
  return `${listed(all, 3)}.`;
}

const MUCH = 0.1;

/** Nobody expects all ranges at one end at the same time: this is what most draws give. */
function likelyText({ draws, comparison }: Likely, months: number, currency: string): string {
  const { p10, p90, mean } = comparison['sse-kms'];
  const monthly = (value: Decimal) => money(value.div(months), currency);
  return `${monthly(p10)} to ${monthly(p90)} a month (8 of 10 of ${countOf(new Decimal(draws))} draws; mean ${monthly(mean)})`;
}

function mostOf({ lines, comparison }: Estimate): string {
  const more = comparison['sse-kms'].period.expected;
  const [charge] = addedShares(lines, 'charge');
  const readers = addedShares(lines, 'reader');
  const reader = readers.find(({ name, costs }) => name !== '' && !costs['sse-kms'].isZero());
  const forCharge = charge === undefined ? '' : `${partText(charge.costs['sse-kms'], more)} ${chargeNamed(charge.name)?.cause}`;
  if (reader === undefined) return forCharge;
  // Keys may cost more than any of them.
  const ofReaders = reader === readers[0] ? '' : 'of the readers, ';
  return `${forCharge}; ${ofReaders}${reader.name} causes most (${percentOf(reader.costs['sse-kms'], more)})`;
}

/** A part of a sum in words: `all of it`, `almost all of it`, `97% of it`. */
function partText(part: Decimal, whole: Decimal): string {
  if (part.eq(whole)) return 'all of it';
  return part.gt(whole.times(0.99)) ? 'almost all of it' : `${percentOf(part, whole)} of it`;
}
