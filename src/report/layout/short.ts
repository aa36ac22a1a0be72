import type { Commands, Document, List, Table } from './document.js';

/** A document without its details, or with the line that stands for one. */
export function asShort({ tables, lists, ...rest }: Document): Document {
  return {
    ...rest,
    tables: tables.map(shortTable).filter((table) => table !== undefined),
    lists: lists.filter((list) => list.detail !== true),
  };
}

/** What the short report leaves out, and how to see it; empty where it leaves nothing out. */
export function leftOutText({ tables, lists }: Document): string {
  const titles = [...tables, ...lists].filter(isLeftOut).map(({ title }) => nameOf(title));
  return titles.length === 0 ? '' : `More with --full: ${[...new Set(titles)].join(' · ')}.`;
}

function shortTable(table: Table): Table | undefined {
  if (table.detail !== true) return table;
  return table.inShort === undefined ? undefined : { title: table.inShort, header: [], leftColumns: 0, rows: [] };
}

function isLeftOut(part: Table | List | Commands): boolean {
  return part.detail === true && !('items' in part && part.items.length === 0);
}

/** A title without what it says of units. */
function nameOf(title: string): string {
  const name = title.replace(/,.*/s, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}
