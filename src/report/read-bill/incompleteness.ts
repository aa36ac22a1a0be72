/** Why what is said of a bill is not complete, in words, whatever is asked of it. */
export const READING_TEXTS = {
  'files-failed': 'files of the bill failed',
  'files-missing': 'files of the bill are missing',
  'files-left-out': 'files that look like parts of the bill are left out',
  'rows-restated': 'rows appear twice with different content',
  'rows-repeated': 'rows are in two files',
  'months-missing': 'months are not on the bill',
  'months-open': 'a month is not over',
  'free-tier-exceeded': 'more requests are free than AWS gives',
  'other-currencies': 'rows in another currency',
} as const;
