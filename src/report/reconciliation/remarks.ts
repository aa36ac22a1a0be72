import { counted } from '../../base/text.js';
import type { BillSummary } from '../../bill/summary.js';

/** Cells that leave something unknown. */
export function remarkWarnings({ remarks }: BillSummary): string[] {
  const { accountsDamaged: accounts, unitsUnknown: units } = remarks;
  return [
    ...(accounts === undefined
      ? []
      : [
          `Account ids are damaged in ${counted(accounts.rows, 'row')}: a spreadsheet has rounded them, for example to ` +
            `${accounts.example}, so accounts are not compared. ` +
            'Export the bill again, or format the column as text before you save it.',
        ]),
    ...(units === undefined
      ? []
      : [
          `${counted(units.rows, 'row')} of usage ${units.rows === 1 ? 'has' : 'have'} a quantity in a unit that is not known ` +
            `(${units.example === '' ? 'PricingUnit is empty' : `"${units.example}"`}), so only the cost is counted. ` +
            'An export with ConsumedQuantity has the number itself.',
        ]),
  ];
}

/** Cells that were read in spite of how they are written, or not at all. */
export function remarkItems({ remarks }: BillSummary): string[] {
  const { accountsMended: accounts, undated } = remarks;
  return [
    ...(accounts === undefined
      ? []
      : [`Account ids were put right in ${counted(accounts.rows, 'row')}: "${accounts.example}" is ${accounts.readAs}.`]),
    ...(undated === undefined
      ? []
      : [
          `${counted(undated.rows, 'row')} of other services ${undated.rows === 1 ? 'has' : 'have'} no date that can be read ` +
            `(${undated.example === '' ? 'it is empty' : `"${undated.example}"`}); nothing of them is needed.`,
        ]),
  ];
}
