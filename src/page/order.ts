export type Direction = 'ascending' | 'descending';

/** How a table is sorted: by which column, and whether that holds numbers. */
export interface Order {
  column: number;
  isNumeric: boolean;
  direction: Direction;
}

/** How a column is sorted first: names from A on, numbers from the largest on, since that is mostly asked for. */
export function firstDirection(isNumeric: boolean): Direction {
  return isNumeric ? 'descending' : 'ascending';
}

/** How a column is sorted when asked for once more: both directions, then as the report has it. */
export function nextDirection(direction: Direction | undefined, isNumeric: boolean): Direction | undefined {
  const first = firstDirection(isNumeric);
  if (direction === undefined) return first;
  return direction === first ? opposite(first) : undefined;
}

function opposite(direction: Direction): Direction {
  return direction === 'ascending' ? 'descending' : 'ascending';
}

const WORDS = new Intl.Collator('en', { numeric: true });

/** Rows in an order; those that are equal stay as they are, and those without a value come last. */
export function sortedRows<T>(rows: readonly T[], cellOf: (row: T) => string, { isNumeric, direction }: Omit<Order, 'column'>): T[] {
  const sign = direction === 'ascending' ? 1 : -1;
  if (!isNumeric) return rows.toSorted((one, other) => sign * WORDS.compare(cellOf(one), cellOf(other)));
  const texts = rows.map(cellOf);
  const nothing = texts.some((text) => text.startsWith('+')) ? 0 : undefined;
  return rows
    .map((row, index) => ({ row, value: numberIn(texts[index] ?? '') ?? nothing }))
    .toSorted((one, other) => compared(one.value, other.value, sign))
    .map(({ row }) => row);
}

function compared(one: number | undefined, other: number | undefined, sign: number): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return sign * (one - other);
}

/** Large numbers in short, sizes in bytes, and times in seconds. */
const UNITS: Readonly<Record<string, number>> = {
  K: 1e3,
  M: 1e6,
  B: 1e9,
  T: 1e12,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  min: 60,
  h: 3600,
  d: 86_400,
};

const NUMBER = /(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-z]*)/i;
/** So much is `<0.01` less than `0.01`. */
const HAIR = 1e-9;

/**
 * The value of a number as reports show it, the first if there are several; undefined where there is none, as in `–`.
 *
 * @example numberIn('-$1,234.50 (12%)') // -1234.5
 * @example numberIn('up to 5 min') // 300
 */
export function numberIn(text: string): number | undefined {
  const found = NUMBER.exec(text);
  if (found === null) return undefined;
  const [, digits = '', unit = ''] = found;
  const before = text.slice(0, found.index);
  const value = Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? 1);
  const hair = /<|under/.test(before) ? -HAIR : Number(before.includes('>')) * HAIR;
  return (/[-−]/.test(before) ? -1 : 1) * value * (1 + hair);
}
