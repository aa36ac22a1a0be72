import { ZERO } from '../../../base/decimal.js';
import { grouped } from '../../../base/text.js';
import type { Figure, NamedFigure } from '../../../billed/figures.js';
import { countOf, money, percentOf, placesFor } from '../../layout/figures.js';
import type { BarRow } from '../../layout/html/bars.js';
import { quantityText, together } from '../tables.js';

/** As many bars as one looks at; the others are one. */
const MOST_ROWS = 12;

/** Figures as bars, those that cost most first, with their requests; where all of them are free, bars of requests. */
export function shareRows(figures: readonly NamedFigure[], currency: string, nameOf: (name: string | undefined) => string): BarRow[] {
  const all = together(figures);
  const isFree = figures.every(({ cost }) => cost.isZero());
  const places = placesFor([all.cost, ...figures.map(({ cost }) => cost)]);
  const row = (name: string, figure: Figure): BarRow => ({
    name,
    ...(isFree
      ? { text: requestsText(figure) ?? 'number of requests not on the bill' }
      : { text: `${money(figure.cost, currency, places)} (${percentOf(figure.cost, all.cost)})`, note: requestsText(figure) }),
    bars: [{ from: 0, to: (isFree ? (figure.quantity ?? ZERO) : figure.cost).toNumber(), ink: 'ink-main' }],
  });
  const sorted = isFree ? figures : [...figures].sort((one, other) => other.cost.cmp(one.cost));
  const others = sorted.slice(MOST_ROWS);
  return [
    ...sorted.slice(0, MOST_ROWS).map((figure) => row(nameOf(figure.name), figure)),
    ...(others.length === 0 ? [] : [row(`${grouped(others.length)} more`, together(others))]),
  ];
}

function requestsText({ quantity, freeTier }: Figure): string | undefined {
  if (quantity === undefined) return undefined;
  return `${quantityText(quantity)} requests${freeTier.isZero() ? '' : `, ${countOf(freeTier)} of them free`}`;
}

/** The bars in words. */
export function rowsText(rows: readonly BarRow[]): string {
  return rows.map(({ name, text, note }) => `${name} ${text}${note === undefined ? '' : `, ${note}`}`).join('; ');
}
