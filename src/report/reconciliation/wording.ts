import { monthsText } from '../../base/months.js';
import { CHARGE } from '../../model/charges.js';
import type { Cause, CauseCode, Certainty } from '../../reconciliation/causes.js';
import type { ReconciliationIncompleteness } from '../../reconciliation/completeness.js';
import type { PartOfMonth } from '../../reconciliation/expected.js';
import type { NotCompared, ReadReconciliation } from '../../reconciliation/result.js';
import { READING_TEXTS } from '../read-bill/incompleteness.js';
import { KIND_NAMES, SERVICE_NAMES } from '../read-bill/words.js';

/** What the causes are called. */
export const CAUSE_NAMES: Record<CauseCode, string> = {
  'usage-unreadable': 'not known, since usage cannot be read',
  'other-kms-use': 'KMS use other than log reads',
  'other-objects': 'Decrypts of other objects or readers',
  'other-accounts-pay': 'paid by other accounts',
  'records-missing': 'records missing from the logs',
  'failed-requests': 'failed requests',
  'fewer-than-expected': 'fewer than expected',
  'other-events': 'other events',
  'free-tier': 'free tier used elsewhere',
  'free-tier-unused': 'less of the free tier than expected',
  'price-differs': 'different price',
  discount: 'discount',
  credit: 'credit',
  refund: 'refund',
  tax: 'tax',
  fee: 'fees and other rows',
  rounding: 'rounding',
  'quantity-unknown': 'quantity not on the bill',
};

/** What is said of KMS requests without their name needs a word for what it is of. */
const REQUEST_CAUSE_NAMES: Partial<Record<CauseCode, string>> = {
  'other-accounts-pay': 'Decrypts paid by other accounts',
  'fewer-than-expected': 'KMS requests – fewer than expected',
};

/** What a cause is called, in the direction in which it works, and of which charge it is. */
export function causeName({ code, cost, charge, service }: Cause): string {
  const name = code === 'free-tier' && cost?.isNegative() === true ? 'more of the free tier than expected' : CAUSE_NAMES[code];
  if (charge === undefined) return `${name}, ${SERVICE_NAMES[service]}`;
  if (charge === 'kms-requests') return REQUEST_CAUSE_NAMES[code] ?? name;
  return `${CHARGE[charge].name} – ${code === 'other-kms-use' ? 'other keys' : name}`;
}

export const CERTAINTY_NAMES: Record<Certainty, string> = { shown: 'on the bill', logged: 'in the logs', possible: 'possible' };

/** Rows that nothing is compared with: their usage type or service, and what they are for. */
export function notComparedName({ usageType, service, region, kind }: NotCompared): string {
  const what = usageType ?? `${SERVICE_NAMES[service]}${region === undefined ? '' : ` in ${region}`}`;
  return kind === 'usage' ? what : `${what}, ${KIND_NAMES[kind]}`;
}

/** Why a reconciliation is not complete, in words. */
export const INCOMPLETENESS_TEXTS: Record<ReconciliationIncompleteness['code'], string> = {
  'usage-unreadable': 'rows do not say what they are for',
  ...READING_TEXTS,
  'charges-absent': 'a service is not on the bill',
  uncounted: 'the count is not complete',
  'price-missing': 'a price is not known',
};

/** Causes of what is billed besides usage. */
export const BESIDE_USE: readonly CauseCode[] = ['tax', 'credit', 'refund', 'fee'];

/** The months that are compared, from the first to the last. */
export function periodOf({ months }: ReadReconciliation): string {
  return monthsText(months.map(({ month }) => month));
}

/**
 * A point in time for people.
 *
 * @example timeText('2026-11-15T12:00:00Z') // '2026-11-15 12:00 UTC'
 */
function timeText(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** Which part of the estimate a month that is not over is compared with. */
export function partText({ until, share }: PartOfMonth): string {
  const percent = share.times(100).toFixed(1);
  return `compared pro rata with ${percent}% of the month's estimate, since the bill has usage until ${timeText(until)}`;
}

/** Until when the bill of the last month is, where only that part of it is compared; else empty. */
export function untilText({ months, expectation }: ReadReconciliation): string {
  const part = expectation.parts.get(months.at(-1)?.month ?? '');
  return part === undefined ? '' : ` until ${timeText(part.until)}`;
}
