import { type Decimal, ZERO } from '../../base/decimal.js';
import { grouped } from '../../base/text.js';
import type { Beside, RequestDimension } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { Figure, NamedFigure } from '../../billed/figures.js';
import { CHARGE } from '../../model/charges.js';
import type { Table } from '../layout/document.js';
import { amount, countOf, money, placesFor } from '../layout/figures.js';
import { KIND_NAMES, SERVICE_NAMES } from '../read-bill/words.js';

/** Rows of each breakdown that the short report shows. */
const MOST: Readonly<Record<RequestDimension, number>> = { operation: 3, account: 3, region: 3, key: 3, month: 12 };
/** As many rows as a person looks at; JSON and CSV have all. */
export const MOST_ROWS = 100;

const TITLES: Readonly<Record<RequestDimension, string>> = {
  operation: 'KMS requests by operation',
  account: 'KMS requests by account, which pays for them',
  region: 'KMS requests by Region',
  key: 'KMS requests by key',
  month: 'KMS requests by month',
};

/**
 * Requests by what they have in common: those with most, the others in one row, and all; the others one by one as a detail.
 *
 * @param most rows of the first table
 */
export function requestTable(
  dimension: RequestDimension,
  figures: readonly NamedFigure[],
  { requests, currency }: Pick<ReadAnswer, 'requests' | 'currency'>,
  most = MOST[dimension],
): Table[] {
  return figureTables(TITLES[dimension], figures, { all: requests, currency, most, nameOf: (name) => nameText(dimension, name) });
}

interface Shown {
  all: Figure;
  currency: string;
  most: number;
  nameOf: (name: string | undefined) => string;
}

/** Figures with their sum: the first of them, and the others in one row and one by one as a detail. */
export function figureTables(title: string, figures: readonly NamedFigure[], { all, currency, most, nameOf }: Shown): Table[] {
  const places = placesFor(figures.map(({ cost }) => cost));
  const shape = { header: ['', 'requests', 'free tier', currency, 'rows'], leftColumns: 1, spareColumns: [4] };
  const row = (name: string, figure: Figure) => rowOf(name, figure, places);
  const named = (list: readonly NamedFigure[]) => list.map((figure) => row(nameOf(figure.name), figure));
  const sum = row('all', all);
  // One more needs no more room than to say that it is left out.
  const count = figures.length <= most + 1 ? figures.length : most;
  const [first, others] = [figures.slice(0, count), figures.slice(count)];
  if (others.length === 0) return [{ ...shape, title, rows: [...named(first), sum], summaryRows: 1 }];
  const rest = row(`${grouped(others.length)} others`, together(others));
  const left = Math.max(others.length - MOST_ROWS, 0);
  const more = left === 0 ? 'the others' : `more (${grouped(left)} others in JSON and CSV)`;
  return [
    { ...shape, title, rows: [...named(first), rest, sum], summaryRows: 1 },
    { ...shape, title: `${title}: ${more}`, rows: named(others.slice(0, MOST_ROWS)), detail: true },
  ];
}

function rowOf(name: string, { quantity, freeTier, cost, rows }: Figure, places: number): string[] {
  const free = freeTier.isZero() ? '–' : countOf(freeTier);
  return [name, quantityText(quantity), free, amount(cost, places), grouped(rows)];
}

/** A count with its sign, since corrections are negative; `?` where the bill does not say. */
export function quantityText(quantity: Decimal | undefined): string {
  if (quantity === undefined) return '?';
  return quantity.isNegative() ? `-${countOf(quantity.abs())}` : countOf(quantity);
}

/** Figures added up; a quantity that one of them does not have is not known. */
export function together(figures: readonly Figure[]): Figure {
  return figures.reduce<Figure>(
    (total, { quantity, freeTier, cost, rows }) => ({
      quantity: quantity === undefined ? undefined : total.quantity?.plus(quantity),
      freeTier: total.freeTier.plus(freeTier),
      cost: total.cost.plus(cost),
      rows: total.rows + rows,
    }),
    { quantity: ZERO, freeTier: ZERO, cost: ZERO, rows: 0 },
  );
}

/** The names with most requests on one line, for the short report. */
export function requestLine(dimension: RequestDimension, figures: readonly NamedFigure[], currency: string): string {
  const shown = figures.slice(0, MOST[dimension]).map(({ name, quantity, cost }) => {
    const much = quantity === undefined ? money(cost, currency) : quantityText(quantity);
    return `${nameText(dimension, name)} ${much}`;
  });
  const more = figures.length > shown.length ? ` · ${grouped(figures.length - shown.length)} more` : '';
  return `${LINES[dimension]}: ${shown.join(' · ')}${more}`;
}

const LINES: Readonly<Record<RequestDimension, string>> = {
  operation: 'By operation',
  account: 'By account',
  region: 'By Region',
  key: 'By key',
  month: 'By month',
};

/** A key's id says most of its ARN, and fits. */
export function nameText(dimension: RequestDimension, name: string | undefined): string {
  if (name === undefined) return 'not on the bill';
  return dimension === 'key' ? name.replace(/^arn:.*:key\//, '') : name;
}

/**
 * What else is billed that comes with encrypted logs: keys, CloudTrail's and GuardDuty's events.
 *
 * @param isLine whether the short report has room for a line of it alone
 */
export function chargeTable({ charges, unreadable, currency }: ReadAnswer, isLine: boolean): Table[] {
  const figures = [
    ...unreadable.map(({ name, ...figure }) => ({ name: `${SERVICE_NAMES.kms}, ${name ?? 'no usage type'}`, ...figure })),
    ...charges.map(({ charge, ...figure }) => ({ name: CHARGE[charge].name, ...figure })),
  ];
  if (figures.length === 0) return [];
  const places = placesFor(figures.map(({ cost }) => cost));
  const costText = ({ name, cost }: { name: string; cost: Decimal }) => `${name} ${money(cost, currency)}`;
  return [
    {
      title: `Keys and events, ${currency}`,
      header: ['', 'quantity', 'free tier', currency, 'rows'],
      leftColumns: 1,
      spareColumns: [4],
      rows: figures.map((figure) => rowOf(figure.name, figure, places)),
      ...(isLine ? { detail: true, inShort: `Also billed: ${figures.map(costText).join(' · ')}` } : {}),
    },
  ];
}

/** S3 requests of the bucket that was asked for. */
export function bucketTable({ bucket, currency }: ReadAnswer): Table[] {
  if (bucket === undefined) return [];
  const { gets, getsBy, puts, others } = bucket;
  const places = placesFor([gets.cost, puts.cost, others.cost]);
  const of = (figures: readonly NamedFigure[], what: string) =>
    figures.map((figure) => rowOf(`${what} ${figure.name ?? 'not on the bill'}`, figure, places));
  return [
    {
      title: `S3 requests of bucket ${bucket.bucket}, ${currency}`,
      header: ['', 'requests', 'free tier', currency, 'rows'],
      leftColumns: 1,
      spareColumns: [4],
      rows: [
        rowOf('GET', gets, places),
        ...(getsBy.month.length > 1 ? of(getsBy.month, '  of') : []),
        ...of(getsBy.account, '  billed to'),
        ...(puts.rows === 0 ? [] : [rowOf('PUT', puts, places)]),
        ...(others.rows === 0 ? [] : [rowOf('others', others, places)]),
      ],
    },
  ];
}

/** What the bill has of these services beside that. */
export function besideTable({ beside, currency }: ReadAnswer): Table[] {
  if (beside.length === 0) return [];
  const shown = beside.slice(0, MOST_ROWS);
  const places = placesFor(shown.map(({ cost }) => cost));
  return [
    {
      title: `Also on the bill, in no figure above, ${currency}`,
      header: ['', 'for', 'quantity', currency, 'rows'],
      leftColumns: 2,
      rows: shown.map((each) => [
        besideName(each),
        each.kind === 'usage' ? 'other usage' : KIND_NAMES[each.kind],
        ...besideFigures(each, places),
      ]),
      detail: true,
    },
  ];
}

export function besideName({ name, service }: Beside): string {
  return name ?? SERVICE_NAMES[service] ?? service;
}

function besideFigures({ quantity, kind, cost, rows }: Beside, places: number): string[] {
  const used = kind === 'usage' || kind === 'free-tier' ? quantityText(quantity) : '–';
  const sign = cost.isNegative() ? '-' : '';
  return [used, `${sign}${amount(cost.abs(), places)}`, grouped(rows)];
}
