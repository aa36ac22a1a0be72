import type { Document, Table } from './document.js';
import type { PageReport } from './html/page.js';

/** What people know of accounts, by their ids. */
export type AccountNames = ReadonlyMap<
  string,
  { name?: string | undefined; costCentre?: string | undefined; tags: Record<string, string> }
>;

/** An id that is not a part of something else, such as an ARN. */
const ID = /(?<![\w:/.,-])\d{12}(?![\w:/-])/g;

/**
 * An account with its name, where it has one.
 *
 * @example accountText('111122223333', new Map([['111122223333', { name: 'log archive', tags: {} }]])) // 'log archive (111122223333)'
 */
export function accountText(id: string, names: AccountNames): string {
  const name = names.get(id)?.name;
  return name === undefined ? id : `${name} (${id})`;
}

/**
 * A report in which accounts have their names: with the id in sentences and first columns, and alone in other columns, which are narrow,
 * unless several accounts are called so.
 */
export function withAccountNames(document: Document, names: AccountNames): Document {
  if (names.size === 0) return document;
  const named = (text: string) => text.replace(ID, (id) => accountText(id, names));
  const { headline, lead, caption, tables, lists } = document;
  return {
    headline: named(headline),
    ...(lead === undefined ? {} : { lead: named(lead) }),
    caption: named(caption),
    tables: tables.map((table) => namedTable(table, named, names)),
    lists: lists.map((list) => ('commands' in list ? list : { ...list, items: list.items.map(named) })),
  };
}

/** The same of a page; names in its drawings are given where these are made. */
export function withNamesOfAccounts(report: PageReport, names: AccountNames): PageReport {
  if (names.size === 0) return report;
  const named = (text: string) => text.replace(ID, (id) => accountText(id, names));
  return {
    ...report,
    document: withAccountNames(report.document, names),
    figures: report.figures.map((figure) => ({ ...figure, table: namedTable(figure.table, named, names) })),
  };
}

function namedTable(table: Table, named: (text: string) => string, names: AccountNames): Table {
  const short = (cell: string) => {
    const name = names.get(cell)?.name;
    const isTheirs = name !== undefined && [...names.values()].filter((each) => each.name === name).length === 1;
    return isTheirs ? name : named(cell);
  };
  const rows = table.rows.map((row) => row.map((cell, column) => (column === 0 ? named(cell) : short(cell))));
  return { ...table, rows, ...(table.inShort === undefined ? {} : { inShort: named(table.inShort) }) };
}

/** The columns that a table of accounts has beside the id: name, cost centre and tags, as far as any account has them. */
export function accountColumns(names: AccountNames): { columns: string[]; cellsOf: (id: string) => string[] } {
  const all = [...names.values()];
  const tags = [...new Set(all.flatMap((account) => Object.keys(account.tags)))].sort();
  const hasName = all.some(({ name }) => name !== undefined);
  const hasCentre = all.some(({ costCentre }) => costCentre !== undefined);
  return {
    columns: [...(hasName ? ['account_name'] : []), ...(hasCentre ? ['cost_centre'] : []), ...tags.map((tag) => `tag:${tag}`)],
    cellsOf: (id) => {
      const account = names.get(id);
      return [
        ...(hasName ? [account?.name ?? ''] : []),
        ...(hasCentre ? [account?.costCentre ?? ''] : []),
        ...tags.map((tag) => account?.tags[tag] ?? ''),
      ];
    },
  };
}
