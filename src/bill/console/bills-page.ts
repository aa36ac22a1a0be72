import { Unreadable } from '../../files/unreadable.js';
import type { BillTable } from '../table/table.js';
import { type ConsoleRow, consoleTable, type LaidOutTable, withoutCommas } from './layout.js';

/** A bill of a month by account and usage type; the largest organisations' have some hundred thousand rows. */
const MOST_ROWS = 2_000_000;

/** Rows that sum up others, `AccountTotal`, `InvoiceTotal`, `StatementTotal`, and what is no use at all are not line items. */
const LINE_ITEM = /^(payer|linked)lineitem$/i;

/** Whether a header is of the CSV of the Bills page (and of the monthly report in S3), whatever its columns' letters. */
export function isBillsPage(header: readonly string[]): boolean {
  const names = namesOf(header);
  return ['recordtype', 'productcode', 'usagetype', 'usagequantity', 'costbeforetax'].every((name) => names.includes(name));
}

function namesOf(header: readonly string[]): string[] {
  return header.map((name) => name.trim().toLowerCase());
}

/**
 * The Bills page's CSV as a table: what is used, and the credits and taxes that stand in columns of the same row as rows of their own. It
 * has no Region but that of the usage type, no key, and a row for a whole month. Totals are left out.
 *
 * @throws Unreadable
 */
export async function billsPageTable(table: BillTable): Promise<LaidOutTable> {
  const names = namesOf(table.header);
  const items: Item[] = [];
  for await (const batch of table.rows(names.map((_, index) => index))) {
    for (const cells of batch) {
      const cell = (name: string) => withoutCommas(cells[names.indexOf(name)]?.trim() ?? '');
      if (LINE_ITEM.test(cell('recordtype'))) items.push({ isPayers: /^payer/i.test(cell('recordtype')), cell, cells });
    }
    if (items.length > MOST_ROWS) throw new Unreadable('has more rows than a bill of a month');
  }
  return consoleTable(table.name, 'bills-page', withoutSums(items).flatMap(rowsOf));
}

interface Item {
  isPayers: boolean;
  cells: readonly string[];
  cell: (name: string) => string;
}

/** A consolidated bill can have what the accounts used once for each of them and once more for the payer; then the accounts' rows count. */
function withoutSums(items: readonly Item[]): readonly Item[] {
  const keyOf = ({ cell }: Item) => JSON.stringify(['productcode', 'usagetype', 'operation', 'usagestartdate'].map(cell));
  const sums = new Map<string, { payers: number; linked: number }>();
  for (const item of items) {
    const sum = sums.get(keyOf(item)) ?? { payers: 0, linked: 0 };
    sum[item.isPayers ? 'payers' : 'linked'] += Number(item.cell('usagequantity'));
    sums.set(keyOf(item), sum);
  }
  return items.filter((item) => {
    const { payers = 0, linked = 0 } = sums.get(keyOf(item)) ?? {};
    const isSum = item.cell('linkedaccountid') === '' && linked !== 0 && Math.abs(payers - linked) < 1e-6 * Math.abs(linked);
    return !(item.isPayers && isSum);
  });
}

function isMoney(text: string | undefined): boolean {
  return Number(text) !== 0;
}

/** The use, and beside it what the same row has of credits and tax. */
function rowsOf({ cell }: Item): ConsoleRow[] {
  const common: ConsoleRow = {
    lineItemId: cell('recordid'),
    start: cell('usagestartdate') || cell('billingperiodstartdate'),
    billingStart: cell('billingperiodstartdate'),
    service: cell('productcode') || cell('productname'),
    operation: cell('operation'),
    currency: cell('currencycode'),
    account: cell('linkedaccountid') || cell('payeraccountid'),
    payer: cell('payeraccountid'),
    description: cell('itemdescription'),
  };
  const use: ConsoleRow = {
    ...common,
    type: 'Usage',
    usageType: cell('usagetype'),
    quantity: cell('usagequantity'),
    cost: cell('costbeforetax'),
    unitPrice: cell('blendedrate'),
  };
  const beside = (type: string, column: string): ConsoleRow[] => {
    const cost = cell(column);
    return isMoney(cost) ? [{ ...common, lineItemId: `${cell('recordid')} ${type}`, type, cost }] : [];
  };
  const isUsed = use.usageType !== '' || isMoney(use.cost);
  return [...(isUsed ? [use] : []), ...beside('Credit', 'credits'), ...beside('Tax', 'taxamount')];
}
