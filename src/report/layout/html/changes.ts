import { type Decimal, sum } from '../../../base/decimal.js';
import { changePercent, money, placesFor } from '../figures.js';
import { type BarRow, barDrawing } from './bars.js';
import { legend, type Named } from './figure.js';
import { type Markup, together } from './markup.js';

/** What something costs before and after; undefined where it is not there. */
export interface ChangedCost {
  name: string;
  was: Decimal | undefined;
  is: Decimal | undefined;
  by: Decimal;
}

const INKS = { less: 'ink-less', more: 'ink-more' };
/** As many bars as one looks at; the others are one. */
const MOST_ROWS = 12;

/** Changes of cost as bars to the left and to the right of nothing, each with its sign. */
export function changeDrawing(named: Named, changes: readonly ChangedCost[], currency: string): Markup {
  const places = placesFor(changes.flatMap(({ was, is }) => [was, is]).filter((cost) => cost !== undefined));
  const others = changes.slice(MOST_ROWS).map(({ by }) => by);
  const row = (name: string, by: Decimal, rest: Pick<BarRow, 'note'> & { percent: string }): BarRow => ({
    name,
    note: rest.note,
    text: `${signedMoney(by, currency, places)}${rest.percent}`,
    bars: [{ from: 0, to: by.toNumber(), ink: by.lt(0) ? INKS.less : INKS.more }],
    marks: [0],
  });
  const shown = changes
    .slice(0, MOST_ROWS)
    .map((each) => row(each.name, each.by, { note: pairText(each, currency, places), percent: percentText(each) }));
  return together(
    barDrawing(
      named,
      others.length === 0 ? shown : [...shown, row(`${others.length} more`, sum(others), { note: undefined, percent: '' })],
    ),
    legend([
      ...(changes.some(({ by }) => by.lt(0)) ? [{ name: 'less than before', ink: INKS.less }] : []),
      ...(changes.some(({ by }) => by.gt(0)) ? [{ name: 'more than before', ink: INKS.more }] : []),
    ]),
  );
}

/**
 * A difference in money with its sign.
 *
 * @example signedMoney(new Decimal('3.5'), 'USD') // '+$3.50'
 */
export function signedMoney(by: Decimal, currency: string, places?: number): string {
  if (by.isZero()) return 'no change';
  return `${by.gt(0) ? '+' : '-'}${money(by.abs(), currency, places)}`;
}

function percentText({ was, by }: ChangedCost): string {
  return was === undefined || was.isZero() || by.isZero() ? '' : ` (${changePercent(by, was)})`;
}

function pairText({ was, is }: ChangedCost, currency: string, places: number): string {
  if (was === undefined) return 'added';
  if (is === undefined) return `removed, ${money(was, currency, places)} before`;
  return `${money(was, currency, places)} → ${money(is, currency, places)}`;
}
