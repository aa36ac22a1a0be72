import { entryAt } from '../../base/lists.js';

/** A part of a report for a terminal: what leads it, rows or points of which some may be left out, and what sums them up. */
export interface Block {
  head: string;
  items: readonly string[];
  foot: string;
}

/** Rows or points that are kept of a block, however long a report is. */
const LEAST_ITEMS = 2;

/**
 * The text of each block, with as many of their last rows and points left out, and counted, as it takes to keep to a number of lines.
 * The longest gives first; rows that are summed up give last, as a sum says little without them.
 */
export function fitted(blocks: readonly Block[], mostLines: number): string[] {
  const kept = blocks.map(({ items }) => Math.min(items.length, Math.max(mostLines, LEAST_ITEMS)));
  for (;;) {
    const shown = blocks.map((block, index) => blockText(block, entryAt(kept, index)));
    if (linesOf(shown.join('\n\n')) <= mostLines) return shown;
    const longest = longestOf(blocks, kept, false) ?? longestOf(blocks, kept, true);
    if (longest === undefined) return shown;
    kept[longest] = entryAt(kept, longest) - stepOf(entryAt(blocks, longest), entryAt(kept, longest));
  }
}

/** Lines of a text, the empty ones included. */
export function linesOf(text: string): number {
  return text.split('\n').length;
}

function longestOf(blocks: readonly Block[], kept: readonly number[], isSummed: boolean): number | undefined {
  const lines = blocks.map((block, index) => {
    const own = entryAt(kept, index);
    const mayGive = (block.foot !== '') === isSummed && own - stepOf(block, own) >= LEAST_ITEMS;
    return mayGive ? linesOf(block.items.slice(0, own).join('\n')) : 0;
  });
  const most = Math.max(...lines);
  return most === 0 ? undefined : lines.indexOf(most);
}

/** The line that counts what is left out takes the place of the first that goes. */
function stepOf({ items }: Block, kept: number): number {
  return kept === items.length ? 2 : 1;
}

function blockText({ head, items, foot }: Block, kept: number): string {
  const more = items.length === kept ? '' : `  … and ${items.length - kept} more`;
  return [head, ...items.slice(0, kept), more, foot].filter((text) => text !== '').join('\n');
}
