import type { Decimal } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import { addedShares, type Share, type SharedBy } from '../../model/shares.js';
import { accountTable, readerTable } from '../estimate/tables.js';
import { type AccountNames, accountText } from '../layout/account-names.js';
import { money, percentOf, placesFor } from '../layout/figures.js';
import { type BarRow, barDrawing } from '../layout/html/bars.js';
import { type Figure, legend } from '../layout/html/figure.js';
import { together } from '../layout/html/markup.js';
import { readerText } from '../layout/wording.js';

/** As many bars as one looks at; the others are one. */
const MOST_ROWS = 12;

const INKS = { kms: 'ink-main', bucketKey: 'ink-second' };

/** Which readers make the difference to SSE-S3, and which accounts pay it. */
export function payerFigures(estimate: Estimate, names: AccountNames): Figure[] {
  const hasAccounts = estimate.lines.some(({ account }) => account !== '');
  const readers = figureOf(estimate, 'reader', 'Readers', readerText);
  if (!hasAccounts) return [{ ...readers, table: readerTable(estimate) }];
  const accounts = figureOf(estimate, 'account', 'Paying accounts', (name) => (name === '' ? '(not given)' : accountText(name, names)));
  return [
    { ...readers, table: readerTable(estimate) },
    { ...accounts, table: accountTable(estimate) },
  ];
}

function figureOf(estimate: Estimate, by: SharedBy, title: string, nameOf: (name: string) => string): Omit<Figure, 'table'> {
  const rows = rowsOf(estimate, by, nameOf);
  return {
    id: `${by}s`,
    title: `${title}: what SSE-KMS adds`,
    note: `${estimate.currency} in an average month, more than SSE-S3.`,
    description: [
      `A bar for each of ${rows.length}, most expensive first: what SSE-KMS adds,`,
      'and under it what it would add with a Bucket Key.',
    ].join(' '),
    drawing: (named) =>
      together(
        barDrawing(named, rows),
        legend([
          { name: 'SSE-KMS', ink: INKS.kms },
          { name: 'with a Bucket Key', ink: INKS.bucketKey },
        ]),
      ),
  };
}

function rowsOf({ lines, scenario, comparison, currency }: Estimate, by: SharedBy, nameOf: (name: string) => string): BarRow[] {
  const whole = comparison['sse-kms'].averageMonth.expected;
  const places = placesFor([whole]);
  const paid = addedShares(lines, by).filter(({ costs }) => !costs['sse-kms'].isZero() || !costs['sse-kms-bucket-key'].isZero());
  const averageOf = (some: readonly Share[], strategy: 'sse-kms' | 'sse-kms-bucket-key'): Decimal =>
    some.reduce((all, { costs }) => all.plus(costs[strategy]), whole.times(0)).div(scenario.period.months);
  const row = (name: string, some: readonly Share[]): BarRow => {
    const [kms, bucketKey] = [averageOf(some, 'sse-kms'), averageOf(some, 'sse-kms-bucket-key')];
    return {
      name,
      text: `${money(kms, currency, places)} (${percentOf(kms, whole)})`,
      note: `with a Bucket Key ${money(bucketKey, currency, places)}`,
      bars: [
        { from: 0, to: kms.toNumber(), ink: INKS.kms },
        { from: 0, to: bucketKey.toNumber(), ink: INKS.bucketKey, isThin: true },
      ],
    };
  };
  const others = paid.slice(MOST_ROWS);
  const shown = paid.slice(0, MOST_ROWS).map((share) => row(nameOf(share.name), [share]));
  return others.length === 0 ? shown : [...shown, row(`${others.length} more`, others)];
}
