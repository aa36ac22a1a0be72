import { resolve } from 'node:path';
import { greatest, group } from 'd3-array';
import { TrailcostError } from '../../base/errors.js';
import { listed } from '../../base/text.js';
import type { Located } from '../../files/paths.js';

/** A billing period's folder: of Data Exports, of a Cost and Usage Report, of either partitioned for Athena. */
const PERIOD = /^(?:billing_period=\d{4}-\d\d|\d{8}-\d{8}|month=\d{1,2})$/i;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
/** Colons in names do not survive every system. */
const TIME = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d)\D?(\d\d)\D?(\d\d)(?:\D(\d+))?/;
const MOST_FOLDERS = 10;

/** A file in a folder that one delivery of a billing period has for itself. */
interface Delivered {
  path: string;
  /** The folders down to the period's. */
  period: string;
  version: string;
}

/**
 * Files that a newer delivery of the same period replaces, each with the newest delivery's folder. Where an export does not overwrite, AWS
 * gives every delivery a folder below the period's, and begins its name with the time.
 * Source: docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html and …/understanding-report-versions.html
 *
 * @throws TrailcostError `bill-invalid` where a period has several deliveries and their folders' names have no time
 */
export function replacedByFolder(files: readonly Located[]): Map<string, string> {
  const replaced = new Map<string, string>();
  const delivered = files.flatMap((file) => deliveredOf(file) ?? []);
  for (const [period, own] of group(delivered, (each) => each.period)) {
    const versions = [...new Set(own.map(({ version }) => version))];
    if (versions.length < 2) continue;
    const newest = newestOf(period, versions);
    for (const { path, version } of own) if (version !== newest) replaced.set(path, newest);
  }
  return replaced;
}

function deliveredOf({ path, place }: Located): Delivered | undefined {
  const folders = resolve(place).split(/[/\\]/).slice(0, -1);
  const at = folders.findLastIndex((folder) => PERIOD.test(folder));
  const version = at < 0 ? undefined : folders[at + 1];
  if (version === undefined || !(TIME.test(version) || UUID.test(version))) return undefined;
  return { path, period: folders.slice(0, at + 1).join('/'), version };
}

function newestOf(period: string, versions: readonly string[]): string {
  const newest = greatest(versions, timeOf);
  const isAlone = versions.filter((version) => timeOf(version) === timeOf(newest ?? '')).length === 1;
  if (newest !== undefined && isAlone && versions.every((version) => TIME.test(version))) return newest;
  const names = listed(versions.toSorted(), MOST_FOLDERS);
  throw new TrailcostError('bill-invalid', {
    where: period,
    what: `has several deliveries of one billing period, and no name says which is the newest: ${names}`,
    remedy: 'Give the folder of the newest one, or add the manifest that lies in the folder of the billing period.',
  });
}

/** A folder's time as digits that sort. */
function timeOf(version: string): string {
  const [whole, ...digits] = TIME.exec(version) ?? [];
  return whole === undefined ? '' : `${digits.slice(0, 6).join('')}.${digits[6] ?? ''}`;
}
