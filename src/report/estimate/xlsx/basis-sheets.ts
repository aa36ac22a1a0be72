import type { Estimate } from '../../../model/estimate.js';
import { PRICE_COLUMNS, type PriceOf } from '../../../prices/book.js';
import { dayCell, FORMAT, numberCell, type Sheet, type SheetCell, textCell } from '../../layout/workbook/cells.js';

/** The prices that the lines use, as their sources give them, under the headings of a price book. */
export function pricesSheet({ prices }: Estimate): Sheet {
  return {
    name: 'prices',
    header: [...PRICE_COLUMNS],
    widths: PRICE_COLUMNS.map((column) => (column === 'source' ? 80 : 18)),
    rows: prices.map(priceCells),
    filteredRows: prices.length,
  };
}

function priceCells({ effectiveFrom, asOf, ...price }: PriceOf<string>): (SheetCell | null)[] {
  const cells: Record<(typeof PRICE_COLUMNS)[number], SheetCell | null> = {
    metric: textCell(price.metric),
    region: textCell(price.region),
    price: numberCell(price.price, FORMAT.exact),
    per: numberCell(price.per, FORMAT.count),
    unit: textCell(price.unit),
    currency: textCell(price.currency),
    effective_from: effectiveFrom === undefined ? null : dayCell(effectiveFrom, FORMAT.day),
    as_of: WHOLE_DAY.test(asOf) ? dayCell(asOf, FORMAT.day) : textCell(asOf),
    confidence: textCell(price.confidence),
    source: textCell(price.source),
  };
  return PRICE_COLUMNS.map((column) => cells[column]);
}

/** A source may be dated by its month or year only. */
const WHOLE_DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** What the figures assume and what reports warn of, in sentences. */
export function assumptionsSheet({ assumptions, warnings }: Estimate): Sheet {
  const row = (kind: string, text: string) => [textCell(kind), textCell(text, { wrap: true })];
  return {
    name: 'assumptions',
    header: ['kind', 'text'],
    widths: [14, 120],
    rows: [...warnings.map(({ message }) => row('warning', message)), ...assumptions.map((text) => row('assumption', text))],
  };
}
