import { TrailcostError } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import type { Line } from './lines.js';

/** What a line can be named by. */
export const MARKS = ['strategy', 'month', 'charge', 'reader'] as const;
export type Mark = (typeof MARKS)[number];

/**
 * The lines that have all of some words; every line for no words.
 *
 * @param words strategies, months, charges and readers' names
 * @throws TrailcostError `usage` for a word that no line has, or words that no line has together
 */
export function linesNamed(lines: readonly Line[], words: readonly string[]): Line[] {
  const marksOf = (line: Line): string[] => MARKS.map((mark) => line[mark]);
  const known = [...new Set(lines.flatMap(marksOf))].filter((mark) => mark !== '');
  for (const word of words) {
    if (!known.includes(word)) {
      throw new TrailcostError('usage', { where: '--explain', what: `no line has "${word}"`, remedy: suggestion(word, known) });
    }
  }
  const found = lines.filter((line) => words.every((word) => marksOf(line).includes(word)));
  if (found.length === 0) {
    throw new TrailcostError('usage', {
      where: '--explain',
      what: `no line has all of ${words.join(', ')}`,
      remedy: 'Leave one of them out.',
    });
  }
  return found;
}
