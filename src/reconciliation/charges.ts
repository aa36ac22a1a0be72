import { type Decimal, ZERO } from '../base/decimal.js';
import { type Billed, sumOf } from '../billed/totals.js';
import type { AwsCharge } from '../model/charges.js';
import type { CauseFacts, Certainty, QuantityCause } from './causes.js';
import { type Expected, quantityOf } from './expected.js';
import { isUnderKeys } from './requests.js';

/** Bills round quantities and amounts to some decimals in every row; a smaller share than this is only that. */
const ROUNDING_SHARE = '0.000001';

/** Whether a difference is no more than rounding makes of the whole. */
export function isRounding(difference: Decimal, whole: Decimal): boolean {
  return difference.abs().lte(whole.abs().times(ROUNDING_SHARE));
}

/** Why the bill has more or less of a charge other than requests; the quantities add up to the difference exactly. */
export function quantityCauses(
  charge: AwsCharge,
  expected: readonly Expected[],
  billed: readonly Billed[],
  keys: readonly string[],
): QuantityCause[] {
  const whole = quantityOf(expected);
  const ofOtherKeys = charge === 'kms-keys' ? sumOf(billed.filter((group) => isUnderKeys(group, keys) === false)).quantity : ZERO;
  const remainder = sumOf(billed).quantity.minus(whole).minus(ofOtherKeys);
  const causes: QuantityCause[] = [
    { code: 'other-kms-use', certainty: 'shown', what: 'keys-not-given', quantity: ofOtherKeys },
    { ...remainderCause(charge, remainder, whole), quantity: remainder },
  ];
  return causes.filter(({ quantity }) => !quantity.isZero());
}

function remainderCause(charge: AwsCharge, remainder: Decimal, whole: Decimal): CauseFacts & { certainty: Certainty } {
  if (isRounding(remainder, whole)) return { code: 'rounding', certainty: 'shown', what: 'quantity' };
  if (remainder.isNegative()) return { code: 'fewer-than-expected', certainty: 'possible', what: 'charge' };
  return charge === 'kms-keys'
    ? { code: 'other-kms-use', certainty: 'possible', what: 'more-keys' }
    : {
        code: 'other-events',
        certainty: 'possible',
        what: charge === 'cloudtrail-copies' && whole.isZero() ? 'no-copies-expected' : 'more',
      };
}
