import { type Finding, GET } from './finding.js';
import { CLASSES, ruleAt } from './rules.js';

/** What to count of what the logs hold; an empty list lets everything pass. */
export interface Filters {
  /** Seconds since 1970-01-01 UTC: from `since`, included, to `until`, excluded. */
  since: number | undefined;
  until: number | undefined;
  buckets: readonly string[];
  /** Trails whose files are read, by ARN or name. */
  trails: readonly string[];
  /** Accounts that pay. */
  accounts: readonly string[];
  regions: readonly string[];
}

export const NO_FILTERS: Filters = { since: undefined, until: undefined, buckets: [], trails: [], accounts: [], regions: [] };

/** Whether a finding is asked for. */
export function passes(finding: Finding, filters: Filters): boolean {
  return isWithin(finding.time, filters) && passesAtAnyTime(finding, filters);
}

/** Whether a time is asked for. */
export function isWithin(time: number, { since, until }: Filters): boolean {
  return (since === undefined || time >= since) && (until === undefined || time < until);
}

/** Whether a finding is asked for but for its time. An access log does not name the bucket's Region, so lines of any Region pass. */
export function passesAtAnyTime({ bucket, trail, principal, region, rule }: Finding, filters: Filters): boolean {
  return (
    isAmong(bucket, filters.buckets) &&
    (isAmong(principal.account, filters.accounts) || isFree(rule)) &&
    (region === '' || isAmong(region, filters.regions)) &&
    (filters.trails.length === 0 || isAmong(trail, filters.trails) || isAmong(trail.slice(trail.lastIndexOf('/') + 1), filters.trails))
  );
}

/** Nobody pays CloudTrail's own requests, and they show what it delivered. */
function isFree(rule: number): boolean {
  return rule !== GET && CLASSES[ruleAt(rule).class].countsAs === 'free';
}

function isAmong(value: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(value);
}
