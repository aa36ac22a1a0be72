import { byName } from '../base/by-name.js';
import { type Decimal, sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { BILLED_SERVICES, type BilledService } from '../bill/row/row.js';
import type { AwsCharge } from '../model/charges.js';
import type { ExpectationKind } from './expected.js';

/** Why a bill differs from what was expected. */
export const CAUSES = [
  'usage-unreadable',
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
  'quantity-unknown',
] as const;
export type CauseCode = (typeof CAUSES)[number];

/** What is known about a cause besides its amounts; reports make its sentence of it. */
export type CauseFacts =
  /** `rowsCost` is of the rows that do not say what they are for. */
  | { code: 'usage-unreadable'; rowsCost: Decimal }
  | { code: 'other-kms-use'; what: 'operations'; operations: readonly string[] }
  | { code: 'other-kms-use'; what: 'more-copies' | 'keys-not-given' | 'more-keys' }
  | { code: 'other-objects'; what: 'keys-not-given' }
  | { code: 'other-objects'; what: 'logged'; requests: Decimal }
  | { code: 'other-objects'; what: 'remainder'; beside: ExpectationKind }
  | { code: 'other-accounts-pay'; what: 'under-given-keys' | 'under-any-key' | 'not-on-bill'; accounts: readonly string[] }
  | { code: 'records-missing'; hours: number; hoursObserved: number }
  | { code: 'failed-requests' }
  | { code: 'fewer-than-expected'; what: 'reads'; beside: ExpectationKind; mayOthersPay: boolean }
  | { code: 'fewer-than-expected'; what: 'copies' | 'charge' }
  | { code: 'other-events'; what: 'more' | 'no-copies-expected' }
  | { code: 'free-tier' | 'free-tier-unused'; expected: Decimal; onBillAtMost: Decimal; onWholeBill: Decimal }
  /** Of one unit, at the list price or after discounts; `billed` is undefined where nothing is paid. */
  | { code: 'price-differs'; region: string; isListPrice: boolean; billed: Decimal | undefined; expected: Decimal }
  | { code: 'discount'; what: 'list-prices' }
  /** Rows on a usage type, or on the service as a whole. */
  | { code: AdjustmentCode; what: 'rows'; usageType: string | undefined }
  | { code: 'rounding'; what: 'quantity' | 'amount' }
  /** Rows have a cost and no quantity, so money alone is compared; the quantity is that of the rows that have one. */
  | { code: 'quantity-unknown' };

/** Causes that are rows of their own on a bill. */
export type AdjustmentCode = 'discount' | 'credit' | 'refund' | 'tax' | 'fee';

/**
 * How certain a cause is: the bill's own rows show it; the bill does not, but the logs show that it was there; or it could explain what is
 * left.
 */
export type Certainty = 'shown' | 'logged' | 'possible';

/** A part of the difference, billed less expected, in quantity and money. */
export type Cause = CauseFacts & {
  certainty: Certainty;
  month: Month;
  /** Undefined where it is for a service as a whole. */
  charge: AwsCharge | undefined;
  service: BilledService;
  /** Undefined where it is of money alone. */
  quantity: Decimal | undefined;
  /** Undefined where the price is not known. */
  cost: Decimal | undefined;
  /** Of several months as one: the month that the facts are of, where those of the others differ. */
  factsMonth?: Month;
};

/** A cause of more or less of a charge's quantity; what it costs follows from the price. */
export type QuantityCause = CauseFacts & {
  certainty: Certainty;
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

/** Causes of one month that are alike as one: of money those of a service, of quantities those of a charge, for the same reason. */
export function mergedCauses(causes: readonly Cause[]): Cause[] {
  const whole = causes.map((cause) => (isOfService(cause) ? { ...cause, charge: undefined } : cause));
  // A discount may be expected on the usage and billed on the service: these belong together.
  const factsOf = (cause: Cause) => (cause.code === 'discount' ? '' : factsKey(cause));
  return byName(whole, (cause) => JSON.stringify([cause.code, cause.certainty, cause.service, cause.charge, factsOf(cause)])).map(added);
}

function isOfService({ code }: Cause): boolean {
  return code === 'discount' || code === 'credit' || code === 'refund' || code === 'tax' || code === 'fee';
}

/** Causes of several months as one each. A cause may work one way in one month and the other way in another: these stay apart. */
export function causesOfMonths(causes: readonly Cause[]): Cause[] {
  const isNegative = ({ quantity, cost }: Cause) => (cost ?? quantity)?.isNegative();
  return byName(ranked(causes), (cause) =>
    JSON.stringify([cause.code, cause.certainty, cause.charge, cause.service, isNegative(cause)]),
  ).map((all) => {
    const [most] = all;
    const areAlike = all.every((cause) => factsKey(cause) === factsKey(most));
    return { ...added(all), ...(areAlike ? {} : { factsMonth: most.month }) };
  });
}

/** The same for causes with the same facts. */
function factsKey({ certainty, month, charge, service, quantity, cost, factsMonth, ...facts }: Cause): string {
  return JSON.stringify(facts);
}

/** Several causes as one, with the facts of the first. */
function added(causes: readonly [Cause, ...Cause[]]): Cause {
  const sumOfKnown = (values: readonly (Decimal | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : sum(known);
  };
  return {
    ...causes[0],
    quantity: sumOfKnown(causes.map(({ quantity }) => quantity)),
    cost: sumOfKnown(causes.map(({ cost }) => cost)),
  };
}
