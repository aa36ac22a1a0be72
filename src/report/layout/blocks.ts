import { entryAt } from '../../base/lists.js';
import { counted } from '../../base/text.js';

/** A part of a report for a terminal: what leads it, rows or points of which some may be left out, and what sums them up. */
export interface Block {
  head: string;
  items: readonly string[];
  foot: string;
  /** How much each item counts for: the ones that count for least are left out first. Where absent, the last ones are. */
  weights?: readonly number[] | undefined;
  /** What items are called that are left out; where absent they are only counted. */
  rest?: Rest | undefined;
  /** Whether its items may all go, uncounted: the report says elsewhere where they are. */
  isSpare?: boolean;
}

/** What the rows of a table are, for a line that says what is left out. */
export interface Rest {
  /** What most rows are, as in `… and 2 more readers`. */
  noun: string;
  /** Rows that are something else, by their places, each with its name: they are left out first and listed, not counted. */
  asides: ReadonlyMap<number, string>;
}

/** Rows or points that are kept of a block, what is kept where even that is too much, and at worst. */
const FEW = 2;
const FEWEST = 1;
const NONE = 0;

/**
 * The text of each block, with as many of their rows and points left out, and counted, as it takes to keep to a number of lines.
 * The longest gives first; the first block, which holds the answer, and rows that are summed up, without which a sum says little, keep two
 * until all others have no more than that. Where one of each is too much, spare lines go, and then all items but one of the first block.
 */
export function fitted(blocks: readonly Block[], mostLines: number): string[] {
  const orders = blocks.map(orderOf);
  const kept = blocks.map(({ items }) => Math.min(items.length, Math.max(mostLines, 1)));
  for (;;) {
    const texts = blocks.map((block, index) => blockText(block, entryAt(orders, index).slice(0, entryAt(kept, index))));
    const shown = texts.filter((text) => text !== '');
    if (linesOf(shown.join('\n\n')) <= mostLines) return shown;
    const longest = longestOf(blocks, orders, kept);
    if (longest === undefined) return shown;
    const own = entryAt(kept, longest);
    kept[longest] = own - stepOf(entryAt(blocks, longest), entryAt(orders, longest).slice(0, own));
  }
}

/** Lines of a text, the empty ones included. */
export function linesOf(text: string): number {
  return text.split('\n').length;
}

/** The places of a block's items, those first that are kept longest. */
function orderOf({ items, weights, rest }: Block): number[] {
  const weightOf = (place: number) => (rest?.asides.has(place) === true ? -1 : (weights?.[place] ?? 0));
  return items.map((_, place) => place).sort((one, other) => weightOf(other) - weightOf(one) || one - other);
}

/** The block that gives next, if any may. */
function longestOf(blocks: readonly Block[], orders: readonly number[][], kept: readonly number[]): number | undefined {
  const first = blocks.findIndex(({ items, isSpare }) => items.length > 0 && isSpare !== true);
  const isSpare = (index: number) => blocks[index]?.isSpare === true;
  const isLate = (index: number) => index === first || blocks[index]?.foot !== '';
  const longest = (least: number, mayGive: (index: number) => boolean) => {
    const sizes = blocks.map((block, index) => {
      const shown = entryAt(orders, index).slice(0, entryAt(kept, index));
      const left = shown.length - stepOf(block, shown);
      return mayGive(index) && left >= least ? linesOf(shown.map((place) => entryAt(block.items, place)).join('\n')) : 0;
    });
    return sizes.every((size) => size === 0) ? undefined : sizes.indexOf(Math.max(...sizes));
  };
  return (
    longest(FEW, (index) => !isLate(index) && !isSpare(index)) ??
    longest(FEW, (index) => isLate(index) && !isSpare(index)) ??
    longest(FEWEST, (index) => !isSpare(index)) ??
    longest(NONE, isSpare) ??
    longest(NONE, (index) => index !== first)
  );
}

/** The line that counts what is left out takes the place of the first line that goes. */
function stepOf({ items, isSpare = false }: Block, shown: readonly number[]): number {
  const last = shown.at(-1);
  if (last === undefined || shown.length < items.length || isSpare) return 1;
  return linesOf(entryAt(items, last)) > 1 ? 1 : 2;
}

function blockText({ head, items, foot, rest, isSpare = false }: Block, shown: readonly number[]): string {
  const left = isSpare ? [] : items.map((_, place) => place).filter((place) => !shown.includes(place));
  const more = left.length === 0 ? '' : `  … and ${leftText(left, rest)}`;
  return [head, ...items.filter((_, place) => shown.includes(place)), more, foot].filter((text) => text !== '').join('\n');
}

function leftText(left: readonly number[], rest: Rest | undefined): string {
  if (rest === undefined) return `${left.length} more`;
  const { noun, asides } = rest;
  const names = left.flatMap((place) => asides.get(place) ?? []);
  const number = left.length - names.length;
  return [...(number === 0 ? [] : [counted(number, `more ${noun}`)]), ...names].join(', ');
}
