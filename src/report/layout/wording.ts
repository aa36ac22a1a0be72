import { escaped } from '../../base/cleaned.js';
import { entryAt } from '../../base/lists.js';
import { isRange } from '../../base/range.js';
import { quantityText } from '../../base/text.js';

/** A scenario's value for people: a range as `1 to 5 (expected 2)`. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number' || isRange(value)) return quantityText(value);
  return escaped(typeof value === 'string' ? value : JSON.stringify(value));
}

const PATH_WIDTH = 28;

/** A path for a narrow column; its end says most, so it is cut at the beginning. */
export function pathText(path: string): string {
  return path.length <= PATH_WIDTH ? path : `…${path.slice(1 - PATH_WIDTH)}`;
}

/** Some of many entries, evenly distributed, with the first and the last. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => entryAt(all, Math.round((index * (all.length - 1)) / (most - 1))));
}

/** A reader's name; what is not a reader's is the keys' cost. */
export function readerText(name: string): string {
  return name === '' ? '(keys)' : name;
}

/** A word as one types it in a shell: in quotes where it needs them. */
export function shellWord(word: string): string {
  return /^[\w.=,:@%+/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
