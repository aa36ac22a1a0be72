import { rollup } from 'd3-array';
import { type Decimal, sum, ZERO } from '../../../base/decimal.js';
import { isUnreadable } from '../../../billed/answer.js';
import type { ReadAnswer } from '../../../billed/completeness.js';
import { type Billed, isUsage } from '../../../billed/totals.js';
import { AWS_CHARGES, CHARGE } from '../../../model/charges.js';
import { shortMoney } from '../../layout/chart.js';
import type { Table } from '../../layout/document.js';
import { change, money, percentOf, placesFor } from '../../layout/figures.js';
import { barDrawing } from '../../layout/html/bars.js';
import { type Column, columnDrawing, highestOf, monthLabel } from '../../layout/html/columns.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';

/** What is billed for a charge, or for use of AWS KMS that cannot be split. */
interface Part {
  name: string;
  ink: string;
  cost: Decimal;
  /** Its cost by month. */
  months: ReadonlyMap<string, Decimal>;
}

/** What is billed, by month and charge; of one month by charge. Nothing where that is a single amount. */
export function chargeFigures(answer: ReadAnswer): Figure[] {
  const parts = partsOf(answer);
  if (answer.months.length > 1 && parts.length > 0) return [monthsFigure(answer, parts)];
  return parts.length > 1 ? [chargesFigure(answer, parts)] : [];
}

function partsOf({ groups }: ReadAnswer): Part[] {
  const part = (name: string, ink: string, own: readonly Billed[]): Part[] => {
    const costs = (all: readonly Billed[]) => sum(all.map(({ cost }) => cost));
    const months = rollup(own, costs, ({ month }) => month);
    return own.length === 0 ? [] : [{ name, ink, cost: costs(own), months }];
  };
  const charges = AWS_CHARGES.filter((charge) => charge !== 's3-gets').flatMap((charge) =>
    part(
      CHARGE[charge].name,
      `ink-${charge}`,
      groups.filter((group) => group.charge === charge && isUsage(group)),
    ),
  );
  return [...charges, ...part('AWS KMS, cannot be split', 'ink-second', groups.filter(isUnreadable))];
}

function monthsFigure({ months, currency }: ReadAnswer, parts: readonly Part[]): Figure {
  const columns = months.map((month): Column => {
    const all = sum(parts.map((part) => part.months.get(month) ?? ZERO));
    return {
      ...monthLabel(month),
      parts: parts.map((part) => ({ ink: part.ink, value: part.months.get(month)?.toNumber() ?? 0 })),
      text: `${month}: ${money(all, currency)}`,
    };
  });
  const isNegative = parts.some((part) => [...part.months.values()].some((cost) => cost.isNegative() && !cost.isZero()));
  const valueText = (value: number) => shortMoney(value, currency, Number.isInteger(value) ? 0 : undefined);
  return {
    id: 'months',
    title: 'Billed by month and charge',
    note: `${currency} a month, for all use on the bill.${isNegative ? ' Negative amounts have no column; the numbers have them.' : ''}`,
    description: `Columns of what ${months.length} months are billed: ${columns.map(({ text }) => text).join('; ')}.`,
    drawing: (named) => together(columnDrawing(named, { columns, most: highestOf([columns]), valueText }), legend([...parts].reverse())),
    table: monthsTable(months, parts, currency),
  };
}

function monthsTable(months: readonly string[], parts: readonly Part[], currency: string): Table {
  const places = placesFor(parts.map(({ cost }) => cost));
  const row = (name: string, costs: readonly Decimal[]) => [name, ...[...costs, sum(costs)].map((cost) => costText(cost, places))];
  return {
    title: `Billed by month and charge, ${currency}`,
    header: ['', ...parts.map(({ name }) => name), 'all'],
    leftColumns: 1,
    rows: [
      ...months.map((month) =>
        row(
          month,
          parts.map((part) => part.months.get(month) ?? ZERO),
        ),
      ),
      row(
        'all',
        parts.map(({ cost }) => cost),
      ),
    ],
    summaryRows: 1,
  };
}

function chargesFigure({ months, currency }: ReadAnswer, parts: readonly Part[]): Figure {
  const all = sum(parts.map(({ cost }) => cost));
  const places = placesFor(parts.map(({ cost }) => cost));
  const rows = parts.map(({ name, ink, cost }) => ({
    name,
    text: `${money(cost, currency, places)} (${percentOf(cost, all)})`,
    bars: [{ from: 0, to: cost.toNumber(), ink }],
  }));
  return {
    id: 'charges',
    title: `What ${months.join('')} is billed for`,
    note: `${currency}, for all use on the bill, not only of logs.`,
    description: `A bar for each charge: ${rows.map(({ name, text }) => `${name} ${text}`).join('; ')}.`,
    drawing: (named) => barDrawing(named, rows),
    table: {
      title: `Billed by charge, ${currency}`,
      header: ['', currency],
      leftColumns: 1,
      rows: [...parts, { name: 'all', cost: all }].map(({ name, cost }) => [name, costText(cost, places)]),
      summaryRows: 1,
    },
  };
}

/** An amount without a sign, unless it is negative. */
function costText(cost: Decimal, places: number): string {
  return change(cost, places).replace('+', '');
}
