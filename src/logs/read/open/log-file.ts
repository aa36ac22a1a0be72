import { sep } from 'node:path';
import { minuteAt } from '../../../base/time.js';
import type { Located } from '../../../files/paths.js';
import { deliveredMinuteOf } from '../../classify/objects.js';

/** A file to read. There are millions, so what the paths of many begin with they share. */
export class LogFile implements Located {
  readonly before: Located;
  /** What follows upon that, at most the last part of its path; empty where path and place have that not in common. */
  readonly name: string;
  /** Minutes since 1970-01-01 UTC of its delivery, as its name has it; undefined where it has none. */
  readonly minute: number | undefined;

  constructor(before: Located, name: string, minute = minuteOf(name)) {
    this.before = before;
    this.name = name;
    this.minute = minute;
  }

  get path(): string {
    return this.before.path + this.name;
  }

  get place(): string {
    return this.before.place + this.name;
  }
}

/** S3 names its access logs so: `PREFIX2026-11-02-01-15-30-UNIQUE`. */
const ACCESS_LOG_STAMP = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-\d\d-[0-9A-F]{16}/;

/** CloudTrail's own names, whatever stands around them: no two files of any trail have the same. */
export const DELIVERED_NAME = /\d{12}_CloudTrail_[a-z0-9-]+_\d{8}T\d{4}Z_[A-Za-z0-9]+/;

/**
 * The name that CloudTrail gave a log file; empty where the file has another.
 *
 * @example
 * deliveredName(logFile('copy of 111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json'))
 * // '111122223333_CloudTrail_us-east-1_20261102T0005Z_x'
 */
export function deliveredName(file: LogFile): string {
  return DELIVERED_NAME.exec(file.name === '' ? nameOf(file.path) : file.name)?.[0] ?? '';
}

/** A file with what its name says. */
export function logFile(path: string, place = path): LogFile {
  const name = nameOf(path);
  const common = place.endsWith(name) ? name : '';
  const before = (whole: string) => whole.slice(0, whole.length - common.length);
  return new LogFile({ path: before(path), place: before(place) }, common, minuteOf(name));
}

/** A file in an archive, as if that were a folder. */
export function memberFile(archive: LogFile, name: string): LogFile {
  return logFile(`${archive.path}/${name.replace(/^(?:\.?\/)+/, '')}`, archive.place);
}

/** Minutes since 1970-01-01 UTC of a file's delivery, as its name has it. */
export function minuteOf(path: string): number | undefined {
  const name = nameOf(path);
  const delivered = deliveredMinuteOf(name);
  if (delivered !== undefined) return delivered;
  const [whole, ...parts] = ACCESS_LOG_STAMP.exec(name) ?? [];
  if (whole === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map(Number);
  return minuteAt({ year, month, day, hour, minute });
}

/** Without folders; for a great many files, and so not with all that `basename` cares for. */
function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(sep)) + 1);
}

/** Of the first file whose name has one. */
export function firstMinuteOf(files: readonly LogFile[]): number | undefined {
  return files.find(({ minute }) => minute !== undefined)?.minute;
}

/** Of the last file whose name has one. */
export function lastMinuteOf(files: readonly LogFile[]): number | undefined {
  for (let index = files.length - 1; index >= 0; index -= 1) {
    const minute = files[index]?.minute;
    if (minute !== undefined) return minute;
  }
  return undefined;
}
