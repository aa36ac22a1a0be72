import { entryAt } from '../base/lists.js';
import type { Range } from '../base/range.js';
import { mapValues } from '../base/records.js';
import { quantityText } from '../base/text.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { Quantity } from '../scenario/schema.js';
import { ACTIVITY_DEFAULTS, TRAIL_DEFAULTS } from '../scenario/trail-defaults.js';
import type { ListingFacts, Said, TrailFacts } from './facts.js';
import type { Merged } from './merge.js';
import { type Part, plain, writtenName, writtenNames } from './part.js';

/** An organization is at least this many accounts, and where nothing says how many, the range has room for most. */
const UNKNOWN_ACCOUNTS: Range = { low: 2, expected: 20, high: 200 };
/** What log file validation is on in, where a trail is on in all Regions: those of a new account. */
export const DEFAULT_REGIONS = 17;

/** The trails of the log bucket, with the files that each delivers. */
export function trailParts(merged: Merged): Part[] {
  const { trails, listing } = merged;
  if (trails.length === 0) return [trailPart({ name: writtenName(listing?.trailNames[0] ?? '', 'main') }, merged, true)];
  const shown = trails.slice(0, SCENARIO_LIMITS.trails);
  const names = writtenNames(
    shown.map(({ name }) => name),
    'trail',
  );
  return shown.map((trail, index) => trailPart({ ...trail, name: entryAt(names, index) }, merged, index === 0));
}

/** A listing cannot say which log file is of which trail: all are the first one's. */
function trailPart(trail: TrailFacts, { listing, bucket, trails }: Merged, isFirst: boolean): Part {
  const counted = isFirst && listing !== undefined ? listedFiles(listing, trails.length) : undefined;
  const files = counted ?? assumedFiles(trail, isFirst ? undefined : listing);
  const archive = archivePart(isFirst ? listing : undefined, bucket.archiveMonths);
  return { value: { name: trail.name, ...files.value, ...archive.value }, remarks: [...files.remarks, ...archive.remarks] };
}

function listedFiles(listing: ListingFacts, trails: number): Part {
  const { origin, accounts, logFilesPerMonth, digestFilesPerMonth, growthPercentPerMonth: growth } = listing;
  const shared = trails > 1 ? '; names of log files do not say their trail, so all are this one’s' : '';
  const from = `${origin}, ${listing.wholeDays} whole days${shared}`;
  if (logFilesPerMonth === undefined) return slots(listing, from);
  const number = Math.max(accounts.length, 1);
  const each = (range: Range): Range => ({
    low: share(range.low, number),
    expected: share(range.expected, number),
    high: share(range.high, number),
  });
  return {
    value: {
      accounts: number,
      logFilesPerAccountMonth: plain(each(logFilesPerMonth)),
      ...(digestFilesPerMonth === undefined || digestFilesPerMonth.high === 0
        ? {}
        : { digestFilesPerAccountMonth: plain(each(digestFilesPerMonth)) }),
      ...(growth === undefined ? {} : { growthPercentPerMonth: growth }),
    },
    remarks: [
      { field: ['accounts'], text: `${origin}: accounts with files` },
      { field: ['logFilesPerAccountMonth'], text: from },
      ...(growth === undefined ? [] : [{ field: ['growthPercentPerMonth'], text: `${origin}, month by month` }]),
    ],
  };
}

/** Of a number of files an account; a month of all accounts is then right to a file in many millions. */
const FILE_DIGITS = 8;

function share(files: number, accounts: number): number {
  return files % accounts === 0 ? files / accounts : Number((files / accounts).toPrecision(FILE_DIGITS));
}

/** Fewer days than a week make no month; how the files lie in them is known all the same, within the range that others have measured. */
function slots(listing: ListingFacts, from: string): Part {
  const { accounts, activeRegionsPerAccount: regions, filesPerSlot, activeSlotShare, origin } = listing;
  const shown = Object.entries({ activeRegions: regions, filesPerSlot, activeSlotShare });
  return {
    value: {
      accounts: Math.max(accounts.length, 1),
      ...Object.fromEntries(shown.map(([name, value]) => [name, value === undefined ? defaultOf(name) : around(value, defaultOf(name))])),
      ...(listing.digestFiles > 0 ? { digestRegions: Math.max(listing.regions.length, 1) } : {}),
    },
    remarks: [
      { field: ['accounts'], text: `${origin}: accounts with files` },
      ...shown.map(([name, value]) => ({
        field: [name],
        text:
          value !== undefined
            ? `${from}: too few for a month, so with the range that is measured elsewhere`
            : `${from}: not known from these`,
      })),
      ...(listing.digestFiles > 0 ? [{ field: ['digestRegions'], text: `${origin}: Regions with files` }] : []),
    ],
  };
}

function defaultOf(name: string): Range {
  if (name === 'activeRegions') return TRAIL_DEFAULTS.activeRegions.value;
  return name === 'filesPerSlot' ? TRAIL_DEFAULTS.filesPerSlot.value : TRAIL_DEFAULTS.activeSlotShare.value;
}

/** What a few days show, in the range of the default. */
function around(value: number, { low, high }: Range): Range {
  return { low: Math.min(low, value), expected: value, high: Math.max(high, value) };
}

/** Without a listing: what a trail is known to cover, and defaults with their range. */
function assumedFiles({ isOrganization, isMultiRegion, hasDigests }: TrailFacts, listing: ListingFacts | undefined): Part {
  const accounts = accountsOf(isOrganization, listing);
  const digests = hasDigests?.value === true ? (isMultiRegion?.value === false ? 1 : DEFAULT_REGIONS) : undefined;
  const defaults = mapValues(ACTIVITY_DEFAULTS, ({ value }) => value);
  return {
    value: {
      accounts: accounts.value,
      ...defaults,
      ...(isMultiRegion?.value === false ? { activeRegions: 1 } : {}),
      ...(digests === undefined ? {} : { digestRegions: digests }),
    },
    remarks: [
      { field: ['accounts'], text: accounts.text },
      isMultiRegion?.value === false
        ? { field: ['activeRegions'], text: `${isMultiRegion.origin}: a trail of one Region` }
        : { field: ['activeRegions'], text: 'not known: assumed' },
      { field: ['filesPerSlot'], text: 'not known: measured in other buckets' },
      { field: ['activeSlotShare'], text: 'not known: measured in other buckets' },
      ...(digests === undefined || hasDigests === undefined
        ? []
        : [{ field: ['digestRegions'], text: `${hasDigests.origin}: validation is on; ${digests} Regions assumed` }]),
    ],
  };
}

function accountsOf(isOrganization: Said<boolean> | undefined, listing: ListingFacts | undefined): { value: Quantity; text: string } {
  if (listing !== undefined && listing.accounts.length > 0) return { value: listing.accounts.length, text: listing.origin };
  const how = 'aws organizations list-accounts, or a listing of the bucket, has them';
  if (isOrganization === undefined)
    return { value: { ...UNKNOWN_ACCOUNTS, low: 1 }, text: `not known, nor whether it is of an organization: ${how}` };
  if (isOrganization.value)
    return { value: UNKNOWN_ACCOUNTS, text: `${isOrganization.origin}: an organization's; how many accounts, no file says: ${how}` };
  return { value: 1, text: `${isOrganization.origin}: no organization trail` };
}

function archivePart(listing: ListingFacts | undefined, rule: Said<number | 'ever'> | undefined): Part {
  const limit = SCENARIO_LIMITS.archiveMonths;
  if (listing?.archiveMonths !== undefined && !listing.isCut) {
    const value = Math.min(Math.round(listing.archiveMonths), limit);
    return {
      value: { archiveMonths: value },
      remarks: [{ field: ['archiveMonths'], text: `${listing.origin}: as far back as its files go` }],
    };
  }
  if (rule === undefined || rule.value === 'ever') {
    const { value } = TRAIL_DEFAULTS.archiveMonths;
    const text =
      rule === undefined ? 'not known: assumed' : `${rule.origin}: no rule deletes files; since when there are files is not known`;
    return { value: { archiveMonths: value }, remarks: [{ field: ['archiveMonths'], text }] };
  }
  return {
    value: { archiveMonths: Math.min(Math.round(rule.value), limit) },
    remarks: [{ field: ['archiveMonths'], text: `${rule.origin}: files are deleted after ${quantityText(rule.value)} months` }],
  };
}
