import { BILL_FORMATS } from '../../bill/layout.js';
import type { BillSummary } from '../../bill/summary.js';
import { CHARGE_NAMES } from '../../model/lines.js';
import type { Cause, CauseCode, Certainty } from '../../reconciliation/causes.js';

/** A bill that was read, put beside what was expected of it. */
export const CAUSE_NAMES: Record<CauseCode, string> = {
  'other-kms-use': 'other KMS use than log reads',
  'other-objects': 'Decrypts of other objects',
  'other-accounts-pay': 'other accounts pay',
  'records-missing': 'records missing in the logs',
  'failed-requests': 'failed requests',
  'fewer-than-expected': 'fewer than expected',
  'other-events': 'other events than of these reads',
  'free-tier': 'free tier used elsewhere',
  'price-differs': 'price differs from the price book',
  discount: 'discount',
  credit: 'credit',
  refund: 'refund',
  tax: 'tax',
  fee: 'fees and other rows',
  rounding: 'rounding',
};

/** What a cause is called, in the direction in which it works. */
export function causeName({ code, cost, charge }: Cause): string {
  if (code === 'free-tier' && cost?.isNegative() === true) return 'more of the free tier than expected';
  const isObvious = charge === undefined || charge === 'kms-requests' || code === 'other-events';
  return isObvious ? CAUSE_NAMES[code] : `${CAUSE_NAMES[code]} (${CHARGE_NAMES[charge]})`;
}

export const CERTAINTY_NAMES: Record<Certainty, string> = { shown: 'bill shows it', logged: 'logs show it', possible: 'possible' };

/** The formats of a bill's files. */
export function formatsText({ formats }: BillSummary): string {
  return BILL_FORMATS.filter((format) => formats[format] > 0)
    .map((format) => format.replace(/^(cur|focus)/, (name) => name.toUpperCase()).replace('-', ' '))
    .join(' and ');
}
