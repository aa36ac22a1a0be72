import { sum } from 'd3-array';
import { entryAt } from '../base/lists.js';
import { mapCases, type Range } from '../base/range.js';
import { mapValues } from '../base/records.js';
import { quantityText } from '../base/text.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { Quantity } from '../scenario/schema.js';
import { ACTIVITY_DEFAULTS, TRAIL_DEFAULTS } from '../scenario/trail-defaults.js';
import type { ListingFacts, Said, TrailFacts } from './facts.js';
import { type Measured, monthly } from './measured.js';
import type { Merged } from './merge.js';
import { type Part, plain, type Remark, writtenName, writtenNames } from './part.js';

/** An organization is at least this many accounts, and where nothing says how many, the range has room for most. */
const UNKNOWN_ACCOUNTS: Range = { low: 2, expected: 20, high: 200 };
/** What log file validation is on in, where a trail is on in all Regions: those of a new account. */
export const DEFAULT_REGIONS = 17;

/** The trails of the log bucket, with the files that each delivers; none where no file says anything of one. */
export function trailParts(merged: Merged): Part[] {
  const { trails, listing } = merged;
  if (trails.length === 0 && listing === undefined && !needsTrail(merged)) return [];
  if (trails.length === 0) return [trailPart({ name: writtenName(listing?.trailNames[0] ?? '', 'main') }, merged, 0)];
  const names = trailNames(merged);
  return shownTrails(merged).map((trail, index) => trailPart({ ...trail, name: entryAt(names, index) }, merged, index));
}

/** Single reads are a number of their own. Where nobody is known to read, a count or a bill says so, or else somebody is assumed. */
function needsTrail({ readers, bucket, bill, measured }: Merged): boolean {
  if (bucket.isReplicated?.value === true) return true;
  if (readers.length === 0) return bill === undefined && measured === undefined;
  return readers.some(({ pattern }) => pattern !== 'single');
}

/** Trails as many as a scenario takes. */
export function shownTrails({ trails }: Merged): readonly TrailFacts[] {
  return trails.slice(0, SCENARIO_LIMITS.trails);
}

/** Their names as they are written. */
export function trailNames(merged: Merged): string[] {
  return writtenNames(
    shownTrails(merged).map(({ name }) => name),
    'trail',
  );
}

function trailPart(trail: TrailFacts, merged: Merged, index: number): Part {
  const { bucket, listing, measured } = merged;
  const files = filesPart(trail, merged, index);
  const archive = archivePart(index === 0 ? listing : undefined, bucket.archiveMonths, trail.files === undefined ? undefined : measured);
  return { value: { name: trail.name, ...files.value, ...archive.value }, remarks: [...files.remarks, ...archive.remarks] };
}

/** From a listing where it gives a month; else from a count; else from the days that a listing has; else what is usual. */
function filesPart(trail: TrailFacts, { listing, trails }: Merged, index: number): Part {
  const isCounted = trails.some(({ files }) => files !== undefined);
  if (listing?.logFilesPerMonth !== undefined) {
    if (trails.length > 1 && isCounted) return sharedFiles(trail, trails, { ...listing, logFilesPerMonth: listing.logFilesPerMonth });
    return index === 0 ? listedFiles(listing, trails.length, trail.files) : noFiles(`${listing.origin}: counted in the first trail`);
  }
  if (trail.files !== undefined) return countedFiles(trail, trail.files);
  if (index === 0 && listing !== undefined) return listedFiles(listing, trails.length);
  return assumedFiles(trail, index === 0 ? undefined : listing);
}

function noFiles(text: string): Part {
  return { value: { logFilesPerMonth: 0 }, remarks: [{ field: ['logFilesPerMonth'], text }] };
}

/** A listing's files, shared out to trails as a count has seen them. */
function sharedFiles(trail: TrailFacts, trails: readonly TrailFacts[], listing: ListingFacts & { logFilesPerMonth: Range }): Part {
  const shareOf = (kind: 'logFiles' | 'digestFiles') => {
    const files = (one: TrailFacts) => (one.files === undefined ? 0 : (monthly(one.files.value, kind)?.expected ?? 0));
    const all = sum(trails, files);
    return all === 0 ? 0 : files(trail) / all;
  };
  const { origin, logFilesPerMonth, digestFilesPerMonth: digests = NONE } = listing;
  const counted = digests.high === 0 ? countedDigests(trail.files) : undefined;
  const [logShare, digestShare] = [shareOf('logFiles'), shareOf('digestFiles')];
  const by = trail.files?.origin ?? 'the count, which saw none';
  const of = (range: Range, share: number) => plain(mapCases(range, (files) => Math.round(files * share)));
  const remark = (field: string, share: number) => ({ field: [field], text: `${origin}; ${quantityText(percent(share))}% by ${by}` });
  const hasDigests = digests.high > 0 && digestShare > 0;
  const growth = growthPart(listing);
  return {
    value: {
      logFilesPerMonth: of(logFilesPerMonth, logShare),
      ...(hasDigests ? { digestFilesPerMonth: of(digests, digestShare) } : {}),
      ...counted?.value,
      ...growth.value,
    },
    remarks: [
      remark('logFilesPerMonth', logShare),
      ...(hasDigests ? [remark('digestFilesPerMonth', digestShare)] : []),
      ...(counted?.remarks ?? []),
      ...growth.remarks,
    ],
  };
}

const NONE: Range = { low: 0, expected: 0, high: 0 };

/** Digest files that a count saw, where a listing has none. */
function countedDigests(files: TrailFacts['files']): Part | undefined {
  const digests = files === undefined ? undefined : monthly(files.value, 'digestFiles');
  if (digests === undefined || files === undefined) return undefined;
  return {
    value: { digestFilesPerMonth: plain(mapCases(digests, Math.round)) },
    remarks: [{ field: ['digestFilesPerMonth'], text: files.origin }],
  };
}

function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** As they were counted; digest files that the count did not see, where validation is on. */
function countedFiles({ hasDigests, isMultiRegion }: TrailFacts, { value, origin }: NonNullable<TrailFacts['files']>): Part {
  const seesDigests = monthly(value, 'digestFiles') !== undefined;
  const digests = hasDigests?.value === true && !seesDigests && 'accounts' in value ? digestRegionsOf(isMultiRegion) : undefined;
  return {
    value: { ...value, ...(digests === undefined ? {} : { digestRegions: digests }) },
    remarks: [
      ...Object.keys(value).map((field) => ({ field: [field], text: origin })),
      ...(digests === undefined || hasDigests === undefined ? [] : [digestRemark(hasDigests, digests)]),
    ],
  };
}

function digestRegionsOf(isMultiRegion: Said<boolean> | undefined): number {
  return isMultiRegion?.value === false ? 1 : DEFAULT_REGIONS;
}

function digestRemark({ origin }: Said<boolean>, regions: number): Remark {
  return { field: ['digestRegions'], text: `${origin}: validation is on; ${regions} Regions assumed` };
}

/** A listing cannot say which log file is of which trail: all are the first one's. */
function listedFiles(listing: ListingFacts, trails: number, files?: TrailFacts['files']): Part {
  const { origin, accounts, logFilesPerMonth, digestFilesPerMonth: digests = NONE } = listing;
  const [hasDigests, growth] = [digests.high > 0, growthPart(listing)];
  const counted = hasDigests ? undefined : countedDigests(files);
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
      ...(hasDigests ? { digestFilesPerAccountMonth: plain(each(digests)) } : {}),
      ...counted?.value,
      ...growth.value,
    },
    remarks: [
      { field: ['accounts'], text: `${origin}: accounts with files` },
      { field: ['logFilesPerAccountMonth'], text: from },
      ...(hasDigests ? [{ field: ['digestFilesPerAccountMonth'], text: from }] : []),
      ...(counted?.remarks ?? []),
      ...growth.remarks,
    ],
  };
}

function growthPart({ origin, growthPercentPerMonth: growth }: ListingFacts): Part {
  if (growth === undefined) return { value: {}, remarks: [] };
  return {
    value: { growthPercentPerMonth: growth },
    remarks: [{ field: ['growthPercentPerMonth'], text: `${origin}, month by month` }],
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
  const digests = hasDigests?.value === true ? digestRegionsOf(isMultiRegion) : undefined;
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
      ...(digests === undefined || hasDigests === undefined ? [] : [digestRemark(hasDigests, digests)]),
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

function archivePart(listing: ListingFacts | undefined, rule: Said<number | 'ever'> | undefined, measured: Measured | undefined): Part {
  const limit = SCENARIO_LIMITS.archiveMonths;
  if (listing?.archiveMonths !== undefined && !listing.isCut) {
    const value = Math.min(Math.round(listing.archiveMonths), limit);
    return {
      value: { archiveMonths: value },
      remarks: [{ field: ['archiveMonths'], text: `${listing.origin}: as far back as its files go` }],
    };
  }
  if (rule === undefined && measured !== undefined) {
    const text = `${measured.origin}: as far back as the reads go; set how long the bucket really keeps files`;
    return { value: { archiveMonths: measured.archiveMonths }, remarks: [{ field: ['archiveMonths'], text }] };
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
