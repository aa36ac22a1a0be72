import { type Decimal, ZERO } from '../../base/decimal.js';
import { periodText } from '../../base/months.js';
import { CHARGE_NAMES } from '../../model/charges.js';
import type { Costing } from '../../model/costing.js';
import { type KmsStrategy, STRATEGIES, STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { Change } from '../../planning/changes.js';
import type { Diff, FieldChange } from '../../planning/diff.js';
import type { Document, List, Table } from '../layout/document.js';
import { amount, change, changePercent, moneyPair, moreOrLess, placesFor } from '../layout/figures.js';
import { valueText } from '../layout/wording.js';

/** As many rows and fields as a person looks at; JSON and CSV have all. */
const MOST_ROWS = 30;

/** The report of a diff that `table` and, in its own order, `markdown` print. */
export function diffDocument(diff: Diff, strategy: KmsStrategy): Document {
  return {
    headline: headlineOf(diff, strategy),
    lead: causeOf(diff, strategy),
    caption: `${nameOf(diff.before)} → ${nameOf(diff.after)} · ${diff.after.currency} · ${STRATEGY_NAMES[strategy]}`,
    tables: [strategyTable(diff), chargeTable(diff, strategy), readerTable(diff, strategy), monthTable(diff, strategy)].filter(
      ({ rows }) => rows.length > 0,
    ),
    lists: listsOf(diff),
  };
}

/** Cost before and after in an average month; each of its own period. */
interface Row {
  entry: Change;
  was: Decimal | undefined;
  is: Decimal | undefined;
  by: Decimal;
}

function rowsOf({ before, after }: Diff, changes: readonly Change[]): Row[] {
  return changes.map((entry) => {
    const was = entry.before?.cost.expected.div(before.period.months);
    const is = entry.after?.cost.expected.div(after.period.months);
    return { entry, was, is, by: difference(was, is) };
  });
}

function difference(was = ZERO, is = ZERO): Decimal {
  return is.minus(was);
}

function totalOf(diff: Diff, strategy: KmsStrategy): Row | undefined {
  return rowsOf(diff, diff.byStrategy).find(({ entry }) => entry.line.strategy === strategy);
}

function headlineOf(diff: Diff, strategy: KmsStrategy): string {
  const { currency } = diff.after;
  const total = totalOf(diff, strategy);
  if (total === undefined) return 'Neither estimate has a line.';
  const { was, is, by } = total;
  const [now, then] = moneyPair(is ?? ZERO, was ?? ZERO, currency);
  if (diff.notComparable.length > 0)
    return `These cannot be compared: only one of the two has a price of ${diff.notComparable.map((charge) => CHARGE_NAMES[charge]).join(' and ')}.`;
  if (by.isZero()) return `${strategyName(strategy)} costs ${now} a month on average, before and after.`;
  const percent = was === undefined ? '' : ` (${changePercent(by, was)})`;
  return `${strategyName(strategy)} costs ${moreOrLess(by, currency)} a month on average${percent}: ${now} instead of ${then}.`;
}

/** Which charge of which reader changes most. */
function causeOf(diff: Diff, strategy: KmsStrategy): string {
  const [reader] = changed(diff, diff.byReader, strategy);
  const [charge] = changed(diff, diff.byCharge, strategy);
  if (reader === undefined || charge === undefined) return 'No line of it changes.';
  const { currency } = diff.after;
  const verb = { added: 'added', removed: 'removed', changed: 'changed', same: '' };
  return `Most by ${readerName(reader.entry)} (${verb[reader.entry.kind]}, ${moreOrLess(reader.by, currency)}) and for ${CHARGE_NAMES[charge.entry.line.charge]} (${moreOrLess(charge.by, currency)}).`;
}

/** The rows of a strategy whose cost changes, largest change first. */
function changed(diff: Diff, changes: readonly Change[], strategy: KmsStrategy): Row[] {
  return rowsOf(diff, changes)
    .filter(({ entry, by }) => entry.line.strategy === strategy && (isOneSided(entry) || !by.isZero()))
    .sort((a, b) => b.by.abs().cmp(a.by.abs()));
}

function strategyTable(diff: Diff): Table {
  const rows = rowsOf(diff, diff.byStrategy).sort(
    (a, b) => STRATEGIES.indexOf(a.entry.line.strategy) - STRATEGIES.indexOf(b.entry.line.strategy),
  );
  return tableOf(`Strategies, average month, ${diff.after.currency}`, rows, ({ line }) => STRATEGY_NAMES[line.strategy]);
}

function chargeTable(diff: Diff, strategy: KmsStrategy): Table {
  const rows = changed(diff, diff.byCharge, strategy);
  return tableOf(`Charges that change, average month, ${diff.after.currency}`, rows, ({ line }) => CHARGE_NAMES[line.charge]);
}

function readerTable(diff: Diff, strategy: KmsStrategy): Table {
  const rows = changed(diff, diff.byReader, strategy);
  return tableOf(`Readers that change, average month, ${diff.after.currency}`, rows, readerName);
}

function readerName({ line }: Change): string {
  return line.reader === '' ? '(keys)' : line.reader;
}

function tableOf(title: string, rows: readonly Row[], nameOfRow: (entry: Change) => string): Table {
  const shown = rows.slice(0, MOST_ROWS);
  const places = placesFor(shown.flatMap(({ was, is }) => [was, is]).filter((cost) => cost !== undefined));
  const left = rows.length - shown.length;
  const kinds = shown.some(({ entry }) => isOneSided(entry)) ? [''] : [];
  return {
    title: left > 0 ? `${title} (${left} smaller changes in JSON and CSV)` : title,
    header: ['', 'before', 'after', 'change', '', ...kinds],
    leftColumns: 1,
    rows: shown.map(({ entry, was, is, by }) => [
      nameOfRow(entry),
      was === undefined ? '–' : amount(was, places),
      is === undefined ? '–' : amount(is, places),
      change(by, places),
      was === undefined ? '–' : changePercent(by, was),
      ...kinds.map(() => (isOneSided(entry) ? entry.kind : '')),
    ]),
    summaryRows: 0,
  };
}

function isOneSided({ kind }: Change): boolean {
  return kind === 'added' || kind === 'removed';
}

/** Every month in its order; those of one period only stand beside nothing. */
function monthTable(diff: Diff, strategy: KmsStrategy): Table {
  const months = diff.byMonth
    .filter(({ line }) => line.strategy === strategy)
    .map((entry): Row => {
      const [was, is] = [entry.before?.cost.expected, entry.after?.cost.expected];
      return { entry, was, is, by: difference(was, is) };
    })
    .sort((a, b) => (a.entry.line.month < b.entry.line.month ? -1 : 1));
  if (months.every(({ entry }) => entry.kind === 'same')) return { title: '', header: [], leftColumns: 1, rows: [], summaryRows: 0 };
  const table = tableOf(`Months, ${diff.after.currency}`, months, ({ line }) => line.month);
  return { ...table, title: table.title.replace('smaller changes', 'later months') };
}

function listsOf({ before, after, fields, prices }: Diff): List[] {
  const lists: List[] = [
    { title: 'Mind', items: remarks(before, after), isWarning: true },
    { title: 'Fields of the scenario', items: fieldItems(fields), isWarning: false },
    {
      title: 'Prices',
      items: prices.map(({ metric, before: was, after: is }) => `${metric}, one unit: ${priceText(was, before)} → ${priceText(is, after)}`),
      isWarning: false,
    },
  ];
  return lists.filter(({ items }) => items.length > 0);
}

function priceText(prices: readonly Decimal[], { region }: Costing): string {
  return prices.length === 0 ? 'not used' : `${prices.map((price) => price.toFixed()).join(', ')} (${region})`;
}

function fieldItems(fields: Diff['fields']): string[] {
  if (fields === undefined) return ['A saved estimate does not hold its scenario, so which fields changed is not known.'];
  const left = fields.length - MOST_ROWS;
  return [...fields.slice(0, MOST_ROWS).map(fieldText), ...(left > 0 ? [`${left} more in JSON`] : [])];
}

function fieldText({ path, before, after }: FieldChange): string {
  if (isElement(before)) return `${path}: removed`;
  return isElement(after) ? `${path}: added` : `${path}: ${valueText(before)} → ${valueText(after)}`;
}

/** A whole trail or reader, not a range or a list. */
function isElement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value;
}

function remarks(before: Costing, after: Costing): string[] {
  const [was, is] = [periodText(before.period), periodText(after.period)];
  return [
    ...(was === is
      ? []
      : [`The periods differ, ${was} and ${is}: averages are of each period's own months, and a ramp-up makes them differ too.`]),
    ...unpricedText('old', before),
    ...unpricedText('new', after),
    ...(before.region === after.region ? [] : [`The Regions differ, ${before.region} and ${after.region}: see the prices.`]),
  ];
}

function unpricedText(which: string, { unpriced, region }: Costing): string[] {
  if (unpriced.length === 0) return [];
  const charges = unpriced.map((charge) => CHARGE_NAMES[charge]).join(' and ');
  return [`The ${which} estimate leaves out ${charges}: no price is known for ${region}.`];
}

function nameOf(costing: Costing): string {
  return `${costing.name}, ${costing.region}, ${periodText(costing.period)}`;
}
