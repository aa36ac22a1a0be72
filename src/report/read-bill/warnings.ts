import { sanitised } from '../../base/cleaned.js';
import type { Decimal } from '../../base/decimal.js';
import type { Month } from '../../base/months.js';
import { counted, listed } from '../../base/text.js';
import type { BillSummary } from '../../bill/summary.js';
import { countOf } from '../layout/figures.js';
import { leftOutText } from './words.js';

const MOST_MISSING = 3;

/** Files of the bill that are not in the sums, or not whole. */
export function fileWarnings(bill: BillSummary): string[] {
  const { filesFailed, missing, unrecognised } = bill;
  const verb = missing.length === 1 ? 'is' : 'are';
  return [
    ...filesFailed.map(({ file, reason, rows, remedy }) => `${sanitised(file)}: ${reason}; ${failedRows(rows)}.${remedyText(remedy)}`),
    ...remarkWarnings(bill),
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'file')} of the manifest ${verb} missing: ${listed(missing, MOST_MISSING)}.`]),
    ...unrecognised.filter(({ isData }) => isData).map((problem) => `${leftOutText(problem)}${remedyText(problem.remedy)}`),
  ];
}

function remedyText(remedy: string | undefined): string {
  return remedy === undefined ? '' : ` ${remedy.replace(/\s+/g, ' ')}`;
}

/** Rows that may be on the bill twice. */
export function repetitionWarnings({ restated, repeated }: BillSummary): string[] {
  return [
    ...(restated === 0
      ? []
      : [
          `${counted(restated, 'row')} ${restated === 1 ? 'appears' : 'appear'} twice with different content, and both are counted. ` +
            'If one file is an older version of the bill, leave it out.',
        ]),
    ...(repeated === 0
      ? []
      : [
          `${counted(repeated, 'row')} of a file ${repeated === 1 ? 'is' : 'are'} in another file too, under another id, and both are ` +
            'counted. If the files are two versions of one bill, leave one out.',
        ]),
  ];
}

function failedRows(rows: number): string {
  return rows === 0 ? 'none of its rows is counted' : `only the ${rows} rows before that are counted`;
}

/** Cells that leave something unknown. */
function remarkWarnings({ remarks }: BillSummary): string[] {
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

/** Payers with more free requests than there are: a sign that rows count twice. */
export function freeTierWarnings(beyondFreeTier: readonly { month: Month; payer: string; quantity: Decimal }[]): string[] {
  return beyondFreeTier.map(
    ({ month, payer, quantity }) =>
      `Payer ${payer} has ${countOf(quantity)} free requests in ${month}, more than AWS gives. Are rows counted twice, or do they have ` +
      'a price of 0 for another reason?',
  );
}

/** @param of which rows are meant, such as " of AWS KMS"; empty for all */
export function currencyWarnings(others: readonly { currency: string; rows: number; cost: Decimal }[], of = ''): string[] {
  return others.map(
    ({ currency, rows, cost }) =>
      `${counted(rows, 'row')}${of} in ${currency === '' ? 'no currency' : currency} (${cost.toFixed()}) ` +
      `${rows === 1 ? 'is' : 'are'} left out, since amounts in two currencies cannot be added.`,
  );
}
