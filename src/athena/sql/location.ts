import { TrailcostError } from '../../base/errors.js';

/** Where a trail's log files are, and which of them are asked for. */
export interface Location {
  /** Up to the folder that has a folder for each account, without a slash at its end. */
  root: string;
  accounts: readonly string[];
  regions: readonly string[];
  /** Days of delivery, since 1970-01-01 UTC, both included. */
  firstDay: number;
  lastDay: number;
}

/** From which on a table has days: each query names its own, so that no others are listed. */
export const FIRST_DAY = '2015/01/01';

const ROOT = /(?:^|\/)AWSLogs(?:\/o-[a-z0-9]+)?$/;

/**
 * The folder of a trail that has a folder for each account.
 *
 * @throws TrailcostError `usage`
 */
export function rootOf(location: string): string {
  const root = location.replace(/\/+$/, '');
  const problem = /[\p{Cc}]|\$\{/u.test(root)
    ? 'has signs that no table can have in its place'
    : ROOT.test(root)
      ? undefined
      : 'does not end in AWSLogs/ or AWSLogs/o-ID/';
  if (problem === undefined) return root;
  const remedy = 'Give where the folders of accounts are: s3://BUCKET/PREFIX/AWSLogs/, of an organization s3://BUCKET/AWSLogs/o-ID/.';
  throw new TrailcostError('usage', { where: `--location ${location}`, what: problem, remedy });
}

/** Folders that projection may look into: accounts × Regions × days. */
export function partitionsOf({ accounts, regions, firstDay, lastDay }: Location): number {
  return accounts.length * regions.length * (lastDay - firstDay + 1);
}

/** A day since 1970-01-01 UTC as CloudTrail's folders have it. */
export function dayFolder(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '/');
}
