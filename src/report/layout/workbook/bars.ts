import { Decimal } from '../../../base/decimal.js';
import { bold, FORMAT, numberCell, type Row, type SheetCell, textCell } from './cells.js';
import type { Bars } from './data.js';

/** Characters of the longest bar. */
const LONGEST = 36;

/** The rows of a chart: its title, and an amount with its bar in each row; none where there is nothing to draw. */
export function barRows({ title, of, isMoney, bars }: Bars): Row[] {
  const most = bars.reduce((highest, { value }) => Decimal.max(highest, value.abs()), new Decimal(0));
  if (most.isZero()) return [];
  return [
    [],
    [bold(textCell(title)), { ...bold(textCell(of)), align: 'right' }],
    ...bars.map(({ name, value }) => [textCell(name), numberCell(value, isMoney ? FORMAT.money : FORMAT.count), barCell(value.div(most))]),
  ];
}

/** Something is never shown as nothing. */
function barCell(share: Decimal): SheetCell | null {
  if (share.isZero()) return null;
  const length = Math.max(1, Math.round(share.abs().toNumber() * LONGEST));
  return textCell('█'.repeat(length), { textColor: share.isNegative() ? '#2B7BB9' : '#C2500F' });
}
