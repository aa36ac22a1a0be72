import { ZERO } from '../../../base/decimal.js';
import { grouped } from '../../../base/text.js';
import type { ReadAnswer } from '../../../billed/completeness.js';
import type { Figure as BilledFigure } from '../../../billed/figures.js';
import { countOf } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together as markup } from '../../layout/html/markup.js';
import { MOST_ROWS, nameText, quantityText, requestTable, together } from '../tables.js';
import { rowsText, shareRows } from './share-rows.js';

const KINDS = { paid: { name: 'paid', ink: 'ink-main' }, free: { name: 'free (free tier)', ink: 'ink-second' } };

/** As many bars as one looks at; the others are one. */
const MOST_OPERATIONS = 12;

/** Paid and free requests of each operation; nothing where the bill does not say how many there are. */
export function operationFigures(answer: ReadAnswer): Figure[] {
  const { operation: figures } = answer.requestsBy;
  const hasFree = figures.some(({ freeTier }) => !freeTier.isZero());
  if (figures.some(({ quantity }) => quantity === undefined) || (figures.length < 2 && !hasFree)) return [];
  const others = figures.slice(MOST_OPERATIONS);
  const rows = [
    ...figures.slice(0, MOST_OPERATIONS).map((figure) => operationRow(nameText('operation', figure.name), figure)),
    ...(others.length === 0 ? [] : [operationRow(`${grouped(others.length)} more`, together(others))]),
  ];
  return requestTable('operation', figures, answer, MOST_ROWS)
    .slice(0, 1)
    .map((table) => ({
      id: 'operations',
      title: hasFree ? 'KMS requests: paid and free' : 'KMS requests by operation',
      note: 'Requests on the bill by operation. Reading an encrypted log file is a Decrypt; so is reading anything else under the key.',
      description: `A bar for each operation: ${rowsText(rows)}.`,
      drawing: (named) => markup(barDrawing(named, rows), hasFree ? legend(Object.values(KINDS)) : undefined),
      table,
    }));
}

function operationRow(name: string, { quantity = ZERO, freeTier }: BilledFigure): BarRow {
  const [paid, all] = [quantity.minus(freeTier).toNumber(), quantity.toNumber()];
  return {
    name,
    ...(freeTier.isZero() ? {} : { note: `${countOf(freeTier)} of them free` }),
    text: quantityText(quantity),
    bars: [{ from: 0, to: paid, ink: KINDS.paid.ink }, ...(freeTier.isZero() ? [] : [{ from: paid, to: all, ink: KINDS.free.ink }])],
  };
}

const PLACES = { key: 'KMS requests by key', region: 'KMS requests by Region' };

/** Under which keys requests are or, where the bill does not say, in which Regions; nothing of one alone. */
export function placeFigures(answer: ReadAnswer): Figure[] {
  const { requestsBy, currency } = answer;
  const hasSeveral = (place: keyof typeof PLACES) => requestsBy[place].filter(({ name }) => name !== undefined).length > 1;
  const place = hasSeveral('key') ? 'key' : 'region';
  if (!hasSeveral(place)) return [];
  const figures = requestsBy[place];
  const rows = shareRows(figures, currency, (name) => nameText(place, name));
  return requestTable(place, figures, answer, MOST_ROWS)
    .slice(0, 1)
    .map((table) => ({
      id: `${place}s`,
      title: PLACES[place],
      note: `${currency}, of all requests, not only of reads of logs.`,
      description: `A bar for each ${place === 'key' ? 'key' : 'Region'}: ${rowsText(rows)}.`,
      drawing: (named) => barDrawing(named, rows),
      table,
    }));
}
