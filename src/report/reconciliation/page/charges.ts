import { CHARGE } from '../../../model/charges.js';
import type { ReadReconciliation } from '../../../reconciliation/result.js';
import { money, placesFor } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import type { Figure } from '../../layout/html/figure.js';
import { verbOf } from '../answer.js';
import { chargeTable } from '../tables.js';

/** What each charge is billed beside what was expected; nothing of one charge alone. */
export function chargeFigures({ whole: { charges }, expectation }: ReadReconciliation): Figure[] {
  const { currency } = expectation;
  const compared = charges.flatMap(({ charge, cost }) =>
    cost === undefined ? [] : { charge, billed: cost.billed, expected: cost.expected.expected },
  );
  if (compared.length < 2) return [];
  const verb = verbOf(expectation);
  const places = placesFor(compared.flatMap(({ billed, expected }) => [billed, expected]));
  const rows = compared.map(
    ({ charge, billed, expected }): BarRow => ({
      name: CHARGE[charge].name,
      note: `${verb} ${money(expected, currency, places)}`,
      text: money(billed, currency, places),
      bars: [{ from: 0, to: billed.toNumber(), ink: 'ink-main' }],
      marks: [expected.toNumber()],
    }),
  );
  return [
    {
      id: 'charges',
      title: `Billed and ${verb}, by charge`,
      note: `${currency}, after discounts. Bars are billed; the line is what was ${verb}.`,
      description: `A bar for each charge: ${rows.map(({ name, text, note }) => `${name} billed ${text}, ${note}`).join('; ')}.`,
      drawing: (named) => barDrawing(named, rows),
      table: chargeTable(charges, currency),
    },
  ];
}
