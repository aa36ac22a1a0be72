import type { Commands, Document, List, Table } from './document.js';

/** A document without its details, or with the lines that stand for them; such lines that follow each other make one paragraph. */
export function asShort({ tables, lists, ...rest }: Document): Document {
  const shown: Table[] = [];
  for (const table of tables) {
    const before = shown.at(-1);
    const line = table.detail === true ? table.inShort : undefined;
    if (line !== undefined && before !== undefined && isLine(before))
      shown[shown.length - 1] = { ...before, title: `${before.title}\n${line}` };
    else if (line !== undefined) shown.push({ title: line, header: [], leftColumns: 0, rows: [] });
    else if (table.detail !== true) shown.push(table);
  }
  return { ...rest, tables: shown, lists: lists.filter((list) => list.detail !== true) };
}

function isLine({ header }: Table): boolean {
  return header.length === 0;
}

/** What the short report leaves out, and how to see it; empty where it leaves nothing out. */
export function leftOutText({ tables, lists }: Document): string {
  const titles = [...tables, ...lists].filter(isLeftOut).map(({ title }) => nameOf(title));
  return titles.length === 0 ? '' : `--full adds: ${[...new Set(titles)].join(' · ')}`;
}

function isLeftOut(part: Table | List | Commands): boolean {
  return part.detail === true && !('items' in part && part.items.length === 0);
}

/** A title without what it says of units. */
function nameOf(title: string): string {
  return title.replace(/,.*/s, '').replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
}
