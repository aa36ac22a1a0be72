import type { Trail } from './schema.js';

/** CloudTrail delivers about every 5 minutes (docs.aws.amazon.com, how-cloudtrail-works). */
export const SLOTS_PER_DAY = 288;
/** A digest file an hour (docs.aws.amazon.com, cloudtrail-log-file-validation-intro). */
export const DIGESTS_PER_DAY = 24;

/** Whether a reader reads a trail's files: it names the trail, or none at all. */
export function readsTrail({ trails }: { trails?: readonly string[] | undefined }, name: string): boolean {
  return trails?.includes(name) ?? true;
}

/** Whether log file validation is on for a trail, so that it delivers digest files. */
export function hasDigests(trail: Trail): boolean {
  return [trail.digestFilesPerMonth, trail.digestFilesPerAccountMonth, trail.digestRegions].some((given) => given !== undefined);
}

/** What to set where a trail is given by its files, and so has no accounts that could be more. */
export const GROW_FILES =
  'logFilesPerMonth says how many files there are, whatever the accounts. From 100 to 140 accounts: logFilesPerMonth=*1.4, and ' +
  'digestFilesPerMonth=*1.4 where it is given.';
