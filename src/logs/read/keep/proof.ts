import type { Filters } from '../../classify/filters.js';
import { type Finding, GET } from '../../classify/finding.js';
import { CLASSES, ruleAt } from '../../classify/rules.js';

/**
 * Whether a KMS request shows that reads of the CloudTrail files that are asked for would be in these logs, were there any: CloudTrail's
 * own use of their key, or a Decrypt of one of them, also a failed one. KMS events of anything else may be of another Region or account.
 */
export function provesThatReadsShow(finding: Finding, { buckets, regions }: Filters): boolean {
  const { bucket, region } = finding;
  if (buckets.length > 0 && !buckets.includes(bucket)) return false;
  if (regions.length > 0 && region !== '' && !regions.includes(region)) return false;
  return isOfCloudTrailFiles(finding, buckets);
}

function isOfCloudTrailFiles({ rule: number, bucket, kind }: Finding, named: readonly string[]): boolean {
  if (number === GET) return false;
  const { class: name, shows = [], turnsInto } = ruleAt(number);
  if (CLASSES[name].countsAs === 'failed') return kind !== undefined;
  // A copy is written to another bucket, and says nothing of the key that reads need.
  if (shows.includes('copy')) return false;
  return shows.includes('trail-bucket') || (turnsInto !== undefined && named.includes(bucket));
}
