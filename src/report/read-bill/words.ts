// report/read-bill: what was read of a bill, in words that every report of a bill shares.

import { sanitised } from '../../base/cleaned.js';
import { counted, listed } from '../../base/text.js';
import { BILL_FORMATS, FORMAT_NAMES } from '../../bill/row/layout.js';
import type { BillCost, BilledKind, BilledService } from '../../bill/row/row.js';
import type { BillProblem, BillSummary } from '../../bill/summary.js';

/** What reports call the services that bill the charges. */
export const SERVICE_NAMES: Partial<Record<BilledService, string>> = {
  kms: 'AWS KMS',
  cloudtrail: 'AWS CloudTrail',
  guardduty: 'Amazon GuardDuty',
};

/** What a row is for that is not usage. */
export const KIND_NAMES: Readonly<Record<Exclude<BilledKind, 'usage'>, string>> = {
  'free-tier': 'free tier',
  tax: 'tax',
  credit: 'credit',
  refund: 'refund',
  discount: 'discount',
  fee: 'fee',
  other: 'other row',
};

const COST_NAMES: Record<BillCost, string> = {
  unblended: 'unblended cost',
  net: 'net cost, after discounts within the rows',
  list: 'cost at list prices',
};

/** What reports call the cost of a bill that they take: FOCUS has another word for the unblended one. */
export function costName({ cost, formats }: Pick<BillSummary, 'cost' | 'formats'>): string {
  const used = BILL_FORMATS.filter((format) => formats[format] > 0);
  const isFocus = (format: string) => format.startsWith('focus');
  if (cost !== 'unblended' || !used.some(isFocus)) return COST_NAMES[cost];
  return used.every(isFocus) ? 'billed cost' : 'unblended cost (in FOCUS the billed cost)';
}

/** The formats of a bill's files, and what is unusual of how they are written. */
export function formatsText({ formats, dialects }: BillSummary): string {
  const names = BILL_FORMATS.filter((format) => formats[format] > 0)
    .map((format) => FORMAT_NAMES[format])
    .join(' and ');
  return [names, ...dialects.map(({ dialect }) => dialect)].join(', ');
}

/** Files of a bill that are named in a sentence. */
const MOST_HOLES = 3;

/** What the bill has and is not read; undefined where all of it is. */
export function holesText({ holes }: BillSummary): string | undefined {
  if (holes.length === 0) return undefined;
  const names = listed(
    holes.map(({ file }) => sanitised(file)),
    MOST_HOLES,
  );
  return `Not the whole bill: ${counted(holes.length, 'file')} ${holes.length === 1 ? 'is' : 'are'} missing or not read (${names}).`;
}

/** A file that does not count, and why. */
export function leftOutText({ file, reason }: BillProblem): string {
  return `${sanitised(file)} left out: ${reason}.`;
}
