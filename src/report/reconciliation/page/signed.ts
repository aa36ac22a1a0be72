import type { Decimal } from '../../../base/decimal.js';
import { change } from '../../layout/figures.js';

/**
 * A difference in money with its sign; `no change` for none.
 *
 * @example signedMoney(new Decimal('-3.5'), 'USD', 2) // '-$3.50'
 * @example signedMoney(new Decimal('0.0001'), 'USD', 2) // '+<$0.01'
 */
export function signedMoney(value: Decimal, currency: string, places: number): string {
  if (value.isZero()) return 'no change';
  const unit = currency === 'USD' ? '$' : `${currency} `;
  return change(value, places).replace(/^[+-]<?/, (sign) => `${sign}${unit}`);
}
