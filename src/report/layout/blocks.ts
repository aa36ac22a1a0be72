import { entryAt } from '../../base/lists.js';

/** A part of a report for a terminal: what leads it, rows or points of which some may be left out, and what sums them up. */
export interface Block {
  head: string;
  items: readonly string[];
  foot: string;
}

/** Rows or points that are kept of a block, and what is kept where even that is too much. */
const LEAST_ITEMS = [2, 1];

/**
 * The text of each block, with as many of their last rows and points left out, and counted, as it takes to keep to a number of lines.
 * The longest gives first; the first rows, which hold the answer, and rows that are summed up, without which a sum says little, give last.
 */
export function fitted(blocks: readonly Block[], mostLines: number): string[] {
  const kept = blocks.map(({ items }) => Math.min(items.length, Math.max(mostLines, 1)));
  for (;;) {
    const shown = blocks.map((block, index) => blockText(block, entryAt(kept, index)));
    if (linesOf(shown.join('\n\n')) <= mostLines) return shown;
    const longest = LEAST_ITEMS.map((least) => longestOf(blocks, kept, least)).find((index) => index !== undefined);
    if (longest === undefined) return shown;
    kept[longest] = entryAt(kept, longest) - stepOf(entryAt(blocks, longest), entryAt(kept, longest));
  }
}

/** Lines of a text, the empty ones included. */
export function linesOf(text: string): number {
  return text.split('\n').length;
}

function longestOf(blocks: readonly Block[], kept: readonly number[], least: number): number | undefined {
  const first = blocks.findIndex(({ items }) => items.length > 0);
  const lines = (isLast: boolean) =>
    blocks.map((block, index) => {
      const own = entryAt(kept, index);
      const mayGive = (block.foot !== '' || index === first) === isLast && own - stepOf(block, own) >= least;
      return mayGive ? linesOf(block.items.slice(0, own).join('\n')) : 0;
    });
  const indexOfMost = (sizes: readonly number[]) => (sizes.every((size) => size === 0) ? undefined : sizes.indexOf(Math.max(...sizes)));
  return indexOfMost(lines(false)) ?? indexOfMost(lines(true));
}

/** The line that counts what is left out takes the place of the first that goes. */
function stepOf({ items }: Block, kept: number): number {
  return kept === items.length ? 2 : 1;
}

function blockText({ head, items, foot }: Block, kept: number): string {
  const more = items.length === kept ? '' : `  … and ${items.length - kept} more`;
  return [head, ...items.slice(0, kept), more, foot].filter((text) => text !== '').join('\n');
}
