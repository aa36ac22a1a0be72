import { listed } from '../../base/text.js';
import type { Facts, TrailFacts } from '../facts.js';
import type { Given } from '../given.js';
import { known, said } from '../rules/found.js';

/** Trails of `describe-trails`, `get-trail` or `list-trails`: a multi-Region trail that it lists once per Region is one. */
export function trailsFound(trails: readonly Given[], origin: string): Partial<Facts> {
  const byName = new Map<string, TrailFacts>();
  const nameless: string[] = [];
  for (const given of trails) {
    const trail = trailIn(given, origin);
    if (trail === undefined) {
      nameless.push(`${origin} has a trail without name and ARN, which was left out.`);
      continue;
    }
    const key = trail.arn ?? trail.name;
    byName.set(key, { ...trail, ...byName.get(key) });
  }
  const found = [...byName.values()];
  return { trails: found, warnings: [...new Set(nameless), ...trailWarnings(found, origin)] };
}

const MOST_NAMES = 5;

/** The name in a trail's ARN. */
export function trailNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function trailIn(given: Given, origin: string): TrailFacts | undefined {
  const arn = given.text('TrailARN');
  const name = given.text('Name') ?? (arn === undefined ? undefined : trailNameIn(arn));
  if (name === undefined) return undefined;
  // CloudTrail leaves out what a trail does not have; a chosen part of an answer leaves out anything.
  const none = isWhole(given) ? '' : undefined;
  const hasInsights = given.flag('HasInsightSelectors');
  return known<TrailFacts>({
    name,
    arn,
    bucket: said(given.text('S3BucketName'), origin),
    prefix: said(given.text('S3KeyPrefix') ?? none, origin),
    homeRegion: said(given.text('HomeRegion'), origin),
    isOrganization: said(given.flag('IsOrganizationTrail'), origin),
    isMultiRegion: said(given.flag('IsMultiRegionTrail'), origin),
    hasDigests: said(given.flag('LogFileValidationEnabled'), origin),
    key: said(given.text('KmsKeyId') ?? none, origin),
    hasErrorInsights: said(hasInsights === false ? false : undefined, origin),
  });
}

const ALWAYS = ['S3BucketName', 'HomeRegion', 'IsMultiRegionTrail', 'LogFileValidationEnabled', 'IncludeGlobalServiceEvents'];

function isWhole(given: Given): boolean {
  return ALWAYS.every((field) => given.has(field));
}

function trailWarnings(found: readonly TrailFacts[], origin: string): string[] {
  if (found.length === 0)
    return [`${origin} has no trail: it shows the trails of one Region, and those of other Regions only where they are multi-Region.`];
  const unclear = found.filter(({ isOrganization }) => isOrganization === undefined).map(({ name }) => name);
  const keyless = found.filter(({ key }) => key === undefined).map(({ name }) => name);
  return [
    `${origin} does not say which events the trails record: \`aws cloudtrail get-event-selectors\` shows whether they copy Decrypts.`,
    `${origin} does not say whether the trails are logging.`,
    ...(unclear.length === 0 ? [] : [`${origin} does not say whether this is a trail of an organization: ${listed(unclear, MOST_NAMES)}.`]),
    ...(keyless.length === 0 ? [] : [`${origin} does not say which key is written with: ${listed(keyless, MOST_NAMES)}.`]),
  ];
}
