import { type Decimal, ZERO } from '../base/decimal.js';
import type { Charge } from '../model/charges.js';
import { type Billed, sumOf } from './billed.js';
import type { QuantityCause } from './causes.js';
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
  charge: Charge,
  expected: readonly Expected[],
  billed: readonly Billed[],
  keys: readonly string[],
): QuantityCause[] {
  const whole = quantityOf(expected);
  const ofOtherKeys = charge === 'kms-keys' ? sumOf(billed.filter((group) => isUnderKeys(group, keys) === false)).quantity : ZERO;
  const remainder = sumOf(billed).quantity.minus(whole).minus(ofOtherKeys);
  const causes: QuantityCause[] = [
    { code: 'other-kms-use', certainty: 'shown', quantity: ofOtherKeys, note: 'keys other than those given with --key' },
    { ...remainderCause(charge, remainder, whole), quantity: remainder },
  ];
  return causes.filter(({ quantity }) => !quantity.isZero());
}

function remainderCause(charge: Charge, remainder: Decimal, whole: Decimal): Omit<QuantityCause, 'quantity'> {
  if (isRounding(remainder, whole)) return { code: 'rounding', certainty: 'shown', note: 'the bill rounds the quantity of each row' };
  if (remainder.isNegative()) return { code: 'fewer-than-expected', certainty: 'possible', note: FEWER[charge] ?? '' };
  return charge === 'kms-keys'
    ? { code: 'other-kms-use', certainty: 'possible', note: 'other customer managed keys in these Regions' }
    : { code: 'other-events', certainty: 'possible', note: 'other events than those of these reads: the bill has one number for all' };
}

const FEWER: Partial<Record<Charge, string>> = {
  'kms-keys': 'fewer keys, or for a part of the month: keys are billed by the hour',
  'cloudtrail-copies': 'fewer paid copies than modelled: perhaps the trail excludes KMS events, or the reads were fewer',
  'cloudtrail-data-events': 'fewer data events than modelled: perhaps they are not recorded for this bucket, or the reads were fewer',
  'cloudtrail-insights': 'fewer events analysed than modelled',
};
