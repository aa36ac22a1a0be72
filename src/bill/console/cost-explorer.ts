import { Unreadable } from '../../files/unreadable.js';
import { type BillTable, NoTable } from '../table/table.js';
import { groupingText, isGrouping, rowOfGroup, saysService } from './dimensions.js';
import { type ConsoleRow, consoleTable, type LaidOutTable, withoutCommas } from './layout.js';

/** Cost Explorer shows 13 months by day at most. */
const MOST_ROWS = 100_000;

const DATE = /^\d{4}-\d\d(?:-\d\d)?(?:[T ].*)?$/;
/** A group with its unit, `S3($)`; groups may have brackets of their own, `Support (Developer)($)`. */
const WITH_UNIT = /^(.*?)\s*\(([^()]+)\)$/s;
const TOTAL = /^total\b|\btotal$/i;
const CURRENCIES: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '₹': 'INR' };

interface Column {
  index: number;
  /** A group, or a date. */
  name: string;
  /** Undefined where the column counts usage. */
  currency: string | undefined;
}

/** Whether a header is of the CSV that Cost Explorer gives: groups in columns and dates in rows, or the other way round. */
export function isCostExplorer(header: readonly string[]): boolean {
  const [first = '', ...others] = header;
  return isGrouping(first) && others.length > 0 && others.every((name) => WITH_UNIT.test(name.trim()) || DATE.test(name.trim()));
}

/**
 * Cost Explorer's CSV as a table: one row for each group and date. Totals are left out. A column of usage (`(Requests)`) gives the
 * quantity of the column of cost beside it; without one, quantities are not known.
 *
 * @throws NoTable where the grouping does not say of which service a cost is
 * @throws Unreadable
 */
export async function costExplorerTable(table: BillTable): Promise<LaidOutTable> {
  const [grouping = '', ...names] = table.header;
  if (!saysService([grouping])) throw groupedElsewhere(grouping);
  const columns = names.map(columnOf).filter(({ name }) => !TOTAL.test(name));
  const rows: ConsoleRow[] = [];
  let count = 0;
  for await (const batch of table.rows(table.header.map((_, index) => index))) {
    count += batch.length;
    if (count > MOST_ROWS) throw new Unreadable('has more rows than Cost Explorer gives');
    for (const cells of batch) rows.push(...rowsIn(grouping, cells, columns));
  }
  const granularity = granularityOf(rows);
  const named = rows.map((row) => ({ ...row, lineItemId: `${granularity} ${row.lineItemId}` }));
  return consoleTable(table.name, 'cost-explorer', named, `${groupingText([grouping])}, ${granularity}`);
}

const IN_CONSOLE = 'In Cost Explorer, group by Usage type (or Service) and download the CSV again.';

/** What to say where groups are no services. @param remedy how to group by them */
export function groupedElsewhere(grouping: string, remedy = IN_CONSOLE): NoTable {
  return new NoTable(`is of Cost Explorer, grouped by ${grouping === '' ? 'nothing' : grouping}, which does not say what is AWS KMS`, {
    isData: true,
    remedy,
  });
}

function columnOf(heading: string, index: number): Column {
  const [, name = heading, unit = ''] = WITH_UNIT.exec(heading.trim()) ?? [];
  const isMoney = /^\p{Sc}$|^[A-Z]{3}$/u.test(unit.trim());
  const currency = isMoney ? (CURRENCIES[unit.trim()] ?? unit.trim()) : undefined;
  return { index: index + 1, name: name.trim(), currency: DATE.test(name.trim()) ? (currency ?? 'USD') : currency };
}

function rowsIn(grouping: string, cells: readonly string[], columns: readonly Column[]): ConsoleRow[] {
  const label = cells[0]?.trim() ?? '';
  if (label === '' || TOTAL.test(label)) return [];
  const pairs = columns.map((column) => ({ ...column, value: withoutCommas(cells[column.index]?.trim() ?? '') }));
  return pairs
    .filter(({ currency, value }) => currency !== undefined && value !== '')
    .map(({ name, currency = '', value }): ConsoleRow => {
      const [group, start] = DATE.test(name) ? [label.replace(WITH_UNIT, '$1'), name] : [name, label];
      const usage = DATE.test(name) ? undefined : pairs.find((other) => other.name === name && other.currency === undefined);
      return {
        ...rowOfGroup([grouping], [group]),
        lineItemId: JSON.stringify([grouping, group]),
        start: start.length === 7 ? `${start}-01` : start,
        cost: value,
        currency,
        ...(usage === undefined ? {} : { quantity: usage.value }),
      };
    });
}

/** Days where two of them are in one month, else months. */
function granularityOf(rows: readonly ConsoleRow[]): string {
  const starts = new Set(rows.map(({ start = '' }) => start));
  return new Set([...starts].map((start) => start.slice(0, 7))).size < starts.size ? 'by day' : 'by month';
}
