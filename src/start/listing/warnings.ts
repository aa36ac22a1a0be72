import { sanitised } from '../../base/cleaned.js';
import { counted, listed } from '../../base/text.js';
import type { ListingFacts } from '../facts.js';

const MOST_NAMED = 3;
const WEEK = 7;

/** What must not be overlooked in what a listing says. Sentences, one each. */
export function listingWarnings(facts: ListingFacts): string[] {
  const { origin, isCut, wholeDays, trailNames, prefixes, unreadable, logFiles } = facts;
  const sentences = [
    [isCut, 'The listing is cut: it says nothing of how many files a month has, which Regions are in use and how far back files go.'],
    [logFiles === 0, 'It has digest files and no log files: list the folder above both, AWSLogs.'],
    [!isCut && wholeDays < WEEK, `It has ${counted(wholeDays, 'whole day')}: fewer than ${WEEK} are too few to estimate a month.`],
    [
      trailNames.length > 1,
      `${counted(trailNames.length, 'trail')} deliver digest files here: ${named(trailNames)}. ` +
        'Log files do not name their trail, so the numbers are of all trails together.',
    ],
    [
      prefixes.length > 1,
      `Log files are below ${counted(prefixes.length, 'prefix', 'prefixes')}: ${named(prefixes)}. ` +
        'A file that is in two folders counts once.',
    ],
    [
      unreadable > 0,
      `${counted(unreadable, 'line')} of it ${unreadable === 1 ? 'is not a file name' : 'are not file names'} and did not count.`,
    ],
  ] as const;
  return sentences.filter(([applies]) => applies).map(([, sentence]) => `${origin}: ${sentence}`);
}

function named(names: readonly string[]): string {
  return sanitised(
    listed(
      names.map((name) => (name === '' ? 'none' : name)),
      MOST_NAMED,
    ),
  );
}
