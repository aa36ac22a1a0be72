import type { Estimate, Money } from '../model/estimate.js';
import type { Charge } from '../model/lines.js';
import { chargeCosts, readerCosts } from './causes.js';
import { money, percentOf } from './figures.js';

/** The answer in one sentence: what SSE-KMS costs more than SSE-S3 a month, what causes it, what a Bucket Key would bring it to. */
export function headline(estimate: Estimate): string {
  const { comparison, currency } = estimate;
  const more = comparison['sse-kms'].averageMonth.expected;
  if (more.isZero()) return 'SSE-KMS costs nothing more than SSE-S3 in this period.';
  const withBucketKey = comparison['sse-kms-bucket-key'].averageMonth.expected;
  const verb = withBucketKey.lt(more.times(0.99)) ? 'bring it to' : 'leave it at';
  return `SSE-KMS costs ${money(more, currency)} a month more than SSE-S3${cause(estimate)}; a Bucket Key would ${verb} ${money(withBucketKey, currency)}.`;
}

/** How far the answer spreads, over the inputs' ranges and over the months. */
export function spread({ comparison, currency, scenario }: Estimate): string {
  const { averageMonth, months } = comparison['sse-kms'];
  const [first, last] = [months[0], months.at(-1)];
  const parts: string[] = [];
  if (!averageMonth.low.eq(averageMonth.high))
    parts.push(`low ${money(averageMonth.low, currency)}, high ${money(averageMonth.high, currency)}`);
  if (first !== undefined && last !== undefined && moves(first, last)) {
    parts.push(`from ${money(first.expected, currency)} in ${first.month} to ${money(last.expected, currency)} in ${last.month}`);
  }
  const over = scenario.period.months === 1 ? `In ${scenario.period.start}` : `Average of ${scenario.period.months} months`;
  return parts.length === 0 ? '' : `${over}: ${parts.join('; ')}.`;
}

/** More than a tenth up or down between the first month and the last. */
function moves(first: Money, last: Money): boolean {
  return last.expected.minus(first.expected).abs().gt(first.expected.times(0.1));
}

function cause({ lines, comparison }: Estimate): string {
  const more = comparison['sse-kms'].period.expected;
  const [dearest] = chargeCosts(lines);
  const reader = readerCosts(lines).find((cost) => cost.reader !== '' && !cost.cost.isZero());
  const charge = dearest === undefined ? '' : `, ${percentOf(dearest.cost, more)} of it for ${CAUSES[dearest.charge]}`;
  return reader === undefined ? charge : `${charge}; the dearest reader is ${reader.reader} (${percentOf(reader.cost, more)})`;
}

const CAUSES: Partial<Record<Charge, string>> = {
  'kms-requests': 'Decrypt requests',
  'kms-keys': 'the KMS key itself',
  'cloudtrail-copies': 'paid CloudTrail copies of the Decrypt events',
  'cloudtrail-insights': 'CloudTrail Insights on the Decrypt events',
};
