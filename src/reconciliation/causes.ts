import { type Decimal, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { BILLED_SERVICES, type BilledService } from '../bill/row.js';
import type { Charge } from '../model/charges.js';

/** Why a bill differs from what was expected. */
export const CAUSES = [
  'other-kms-use',
  'other-objects',
  'other-accounts-pay',
  'records-missing',
  'failed-requests',
  'fewer-than-expected',
  'other-events',
  'free-tier',
  'free-tier-unused',
  'price-differs',
  'discount',
  'credit',
  'refund',
  'tax',
  'fee',
  'rounding',
] as const;
export type CauseCode = (typeof CAUSES)[number];

/**
 * How sure a cause is: the bill's own rows show it; the bill has no word of it, but the logs show that it was there; or it is what is left
 * and could be that.
 */
export type Certainty = 'shown' | 'logged' | 'possible';

/** A part of the difference, billed less expected, in quantity and money. */
export interface Cause {
  code: CauseCode;
  certainty: Certainty;
  month: Month;
  /** Undefined where it is for a service as a whole. */
  charge: Charge | undefined;
  service: BilledService;
  /** Undefined where it is of money alone. */
  quantity: Decimal | undefined;
  /** Undefined where the price is not known. */
  cost: Decimal | undefined;
  note: string;
}

/** A cause of more or less of a charge's quantity; what it costs follows from the price. */
export type QuantityCause = Pick<Cause, 'code' | 'certainty' | 'note'> & {
  quantity: Decimal;
  /** What of it the bill's own rows have in the free tier. */
  free?: Decimal;
};

/** Causes that explain something, those that explain most first. */
export function ranked(causes: readonly Cause[]): Cause[] {
  const size = (value: Decimal | undefined) => value?.abs() ?? ZERO;
  return causes
    .filter(({ quantity, cost }) => quantity?.isZero() === false || cost?.isZero() === false)
    .sort(
      (one, other) =>
        size(other.cost).cmp(size(one.cost)) ||
        size(other.quantity).cmp(size(one.quantity)) ||
        CAUSES.indexOf(one.code) - CAUSES.indexOf(other.code) ||
        BILLED_SERVICES.indexOf(one.service) - BILLED_SERVICES.indexOf(other.service),
    );
}

/** Causes of one kind as one: of money those of a service, of quantities those of a charge, for the same reason. */
export function merged(causes: readonly Cause[]): Cause[] {
  const known = new Map<string, Cause>();
  for (const cause of causes) {
    const isOfService = MONEY_CAUSES.includes(cause.code);
    // A discount may be expected on the usage and billed on the service: these belong together.
    const note = cause.code === 'discount' ? '' : cause.note;
    const key = JSON.stringify([cause.code, cause.certainty, cause.service, note, isOfService ? '' : cause.charge]);
    const before = known.get(key);
    known.set(key, before === undefined ? { ...cause, charge: isOfService ? undefined : cause.charge } : added(before, cause));
  }
  return [...known.values()];
}

const MONEY_CAUSES: readonly CauseCode[] = ['discount', 'credit', 'refund', 'tax', 'fee'];

function added(one: Cause, other: Cause): Cause {
  const plus = (a: Decimal | undefined, b: Decimal | undefined) => (a === undefined ? b : a.plus(b ?? ZERO));
  return { ...one, quantity: plus(one.quantity, other.quantity), cost: plus(one.cost, other.cost) };
}
