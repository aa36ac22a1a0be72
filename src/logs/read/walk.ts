import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MINUTES_A_DAY } from '../../base/time.js';
import { entriesOf, isFileOrFailure, matchingPaths, withoutRepeats } from '../../files/paths.js';
import type { Failure } from '../../files/unreadable.js';
import { deliveredMinuteOf } from '../classify/objects.js';

/** Files of a task: so many that a worker's answer is worth its way. */
const FILES_A_TASK = 100;

/** What there is to read, by the day of delivery, so that a trail of any length is read in its order without being listed as a whole. */
export interface Walk {
  /** Files whose names tell no time. */
  undated: string[];
  /** Days since 1970-01-01 UTC, with the folders of that day and files of it that lie elsewhere. */
  days: Map<number, { folders: string[]; files: string[] }>;
  failures: Failure[];
}

/**
 * Finds what there is to read: files, folders with all that is in them, and patterns where nothing has that name.
 *
 * @param signal ends it early
 * @throws TrailcostError `file-unreadable` for a path that is not there
 */
export async function walk(paths: readonly string[], signal?: AbortSignal): Promise<Walk> {
  const found: Walk = { undated: [], days: new Map(), failures: [] };
  const all = (await Promise.all(paths.map(matchingPaths))).flat();
  for (const path of await withoutRepeats(all)) await take(path, found, signal);
  return found;
}

async function take(path: string, found: Walk, signal: AbortSignal | undefined): Promise<void> {
  const day = dayOfFolder(path);
  if (!(await stat(path)).isDirectory()) takeFile(path, found);
  else if (day === undefined) await takeFolder(path, found, signal);
  else ofDay(day, found).folders.push(path);
}

async function takeFolder(folder: string, found: Walk, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  for (const entry of await entriesOf(folder, found.failures)) {
    const path = join(folder, entry.name);
    const day = entry.isDirectory() ? dayOfFolder(path) : undefined;
    if (day !== undefined) ofDay(day, found).folders.push(path);
    else if (entry.isDirectory()) await takeFolder(path, found, signal);
    else if (await isFileOrFailure(entry, path, found.failures)) takeFile(path, found);
  }
}

function takeFile(path: string, found: Walk): void {
  const minute = minuteOf(path);
  if (minute === undefined) found.undated.push(path);
  else ofDay(Math.floor(minute / MINUTES_A_DAY), found).files.push(path);
}

function ofDay(day: number, { days }: Walk): { folders: string[]; files: string[] } {
  const known = days.get(day);
  if (known !== undefined) return known;
  const added = { folders: [], files: [] };
  days.set(day, added);
  return added;
}

/** Of CloudTrail's own paths: any other dated folder may be a copy of the whole. */
const DAY_FOLDER = /[/\\]CloudTrail(?:-[A-Za-z]+)?[/\\][^/\\]+[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\]?$/;

function dayOfFolder(path: string): number | undefined {
  const [whole, year, month, day] = DAY_FOLDER.exec(path) ?? [];
  return whole === undefined ? undefined : Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000);
}

/** S3 names its access logs so: `PREFIX2026-11-02-01-15-30-UNIQUE`. */
const ACCESS_LOG_STAMP = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-\d\d-[0-9A-F]{16}/;

/** Minutes since 1970-01-01 UTC of a file's delivery, as its name tells it. */
export function minuteOf(path: string): number | undefined {
  const name = basename(path);
  const delivered = deliveredMinuteOf(name);
  if (delivered !== undefined) return delivered;
  const [whole, year, month, day, hour, minute] = ACCESS_LOG_STAMP.exec(name) ?? [];
  if (whole === undefined) return undefined;
  return Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / 60_000);
}

/**
 * The files in the order of their delivery, a task's at a time; those whose names tell no time come first.
 *
 * @param wantsDay whether a day's files are to be read at all
 */
export async function* tasksOf(found: Walk, wantsDay: (day: number) => boolean): AsyncGenerator<string[]> {
  yield* inTasks(found.undated.toSorted());
  for (const day of [...found.days.keys()].sort((one, other) => one - other)) {
    if (wantsDay(day)) yield* inTasks(await filesOfDay(day, found));
  }
}

function* inTasks(files: string[]): Generator<string[]> {
  for (let start = 0; start < files.length; start += FILES_A_TASK) yield files.slice(start, start + FILES_A_TASK);
}

async function filesOfDay(day: number, found: Walk): Promise<string[]> {
  const { folders, files } = found.days.get(day) as { folders: string[]; files: string[] };
  const all = files.map((path) => ({ path, minute: minuteOf(path) ?? day * MINUTES_A_DAY }));
  for (const folder of folders) {
    for (const path of await filesIn(folder, found.failures)) all.push({ path, minute: minuteOf(path) ?? day * MINUTES_A_DAY });
  }
  return all.sort((one, other) => one.minute - other.minute || (one.path < other.path ? -1 : 1)).map(({ path }) => path);
}

async function filesIn(folder: string, failures: Failure[]): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await entriesOf(folder, failures)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesIn(path, failures)));
    else if (await isFileOrFailure(entry, path, failures)) files.push(path);
  }
  return files;
}
