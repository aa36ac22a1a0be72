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
  return trail.digestFilesPerMonth !== undefined || trail.digestRegions !== undefined;
}
