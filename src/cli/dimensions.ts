import type { Directory } from '../model/directory.js';
import { type Dimension, SHARED_BY } from '../model/shares.js';
import { usage } from './usage.js';

const KNOWN: readonly string[] = [...SHARED_BY, 'cost_centre'];
const REMEDY = `Choose one or two of ${KNOWN.join(', ')} and tag:NAME, as in account,month.`;

/**
 * What `--by` asks for.
 *
 * @throws TrailcostError `usage` for what is not a dimension, more than two of them, or one twice
 */
export function dimensionsOf(text: string): Dimension[] {
  const words = text.split(',').map((word) => word.trim());
  const isKnown = (word: string): word is Dimension => KNOWN.includes(word) || /^tag:./.test(word);
  const unknown = words.find((word) => !isKnown(word));
  if (unknown !== undefined) throw usage('--by', `"${unknown}" is not something to break the cost down by`, `${REMEDY}${tagText(unknown)}`);
  if (words.length > 2) throw usage('--by', `breaks the cost down by two at most, and ${words.length} are given`, REMEDY);
  if (words[0] === words[1]) throw usage('--by', `"${words[0]}" is given twice`, REMEDY);
  return words.filter(isKnown);
}

/** Who knows a tag often forgets the word before it. */
function tagText(word: string): string {
  return /^[\w-]+$/.test(word) ? ` If it is a tag: tag:${word}.` : '';
}

/**
 * Refuses a fact about accounts that no account has: then all would be in one group without a name.
 *
 * @throws TrailcostError `usage`
 */
export function assertFacts(by: readonly Dimension[], directory: Directory): void {
  for (const dimension of by) {
    if (SHARED_BY.some((each) => each === dimension)) continue;
    const accounts = [...directory.values()];
    const tag = dimension.slice('tag:'.length);
    const has = dimension === 'cost_centre' ? accounts.some(({ costCentre }) => costCentre) : accounts.some(({ tags }) => tags[tag]);
    if (has) continue;
    const what = `no account has ${dimension === 'cost_centre' ? 'a cost centre' : `the tag "${tag}"`}`;
    throw usage(`--by ${dimension}`, what, 'Give them in accounts: in the scenario, or as a CSV with --accounts FILE.');
  }
}
