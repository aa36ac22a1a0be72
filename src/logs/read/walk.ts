import { getOrMake } from '../../base/maps.js';
import { dayAt, MINUTES_A_DAY } from '../../base/time.js';
import { allFilesIn, entriesOf, isFileOrFailure, statsOrFailure } from '../../files/folders.js';
import { beforeEntries, behind, type Located, matchingPaths, withoutRepeats } from '../../files/paths.js';
import { type Pipe, withCopies } from '../../files/pipes.js';
import type { Failure } from '../../files/unreadable.js';
import { MAX_FILE_BYTES } from './open/inflate.js';
import { LogFile, logFile } from './open/log-file.js';

/** Files of a task: so many that a worker's answer is worth its way. */
const FILES_A_TASK = 400;

/** What a day delivered: folders of that day, and files of it that lie elsewhere. */
interface DayToRead {
  folders: Located[];
  files: LogFile[];
}

/** Files of a folder whose names have no time. There may be a million of them, so only the names are kept. */
interface UndatedFiles {
  path: string;
  before: Located;
  names: string[];
}

/** What there is to read, by the day of delivery, so that a trail of any length is read in its order without being listed as a whole. */
export interface Walk {
  /** Files whose names have no time. */
  undated: (LogFile | UndatedFiles)[];
  /** By days since 1970-01-01 UTC. */
  days: Map<number, DayToRead>;
  /** What was given and can be read but once; see {@link withPipesRead}. */
  pipes: Pipe[];
  failures: Failure[];
}

/**
 * Finds what there is to read: files, folders with all that is in them, and patterns where nothing has that name.
 *
 * @param cwd where relative paths start; without it, where the process runs
 * @param signal ends it early
 * @throws TrailcostError `file-unreadable` for a path that is not there
 */
export async function walk(paths: readonly string[], { cwd, signal }: { cwd?: string; signal?: AbortSignal } = {}): Promise<Walk> {
  const found: Walk = { undated: [], days: new Map(), pipes: [], failures: [] };
  const all = (await Promise.all(paths.map((path) => matchingPaths(path, cwd)))).flat();
  for (const located of await withoutRepeats(all)) await take(located, found, signal);
  return found;
}

async function take(located: Located, found: Walk, signal: AbortSignal | undefined): Promise<void> {
  const stats = await statsOrFailure(located, found.failures);
  if (stats === undefined) return;
  const day = dayOfFolder(located.path);
  if (stats.isFile()) takeFile(located, found);
  else if (!stats.isDirectory()) found.pipes.push(located);
  else if (day === undefined) await takeFolder(located, found, signal);
  else ofDay(day, found).folders.push(located);
}

/**
 * Does something while what the pipes gave is among the files.
 *
 * @param signal ends the reading of pipes
 */
export function withPipesRead<T>(found: Walk, signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
  return withCopies(found.pipes, { maxBytes: MAX_FILE_BYTES, failures: found.failures, signal }, (copies) => {
    for (const copy of copies) takeFile(copy, found);
    return read();
  });
}

async function takeFolder(folder: Located, found: Walk, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  const before = beforeEntries(folder);
  const names: string[] = [];
  for (const entry of await entriesOf(folder, found.failures)) {
    const located = behind(before, entry.name);
    const day = entry.isDirectory() ? dayOfFolder(located.path) : undefined;
    if (day !== undefined) ofDay(day, found).folders.push(located);
    else if (entry.isDirectory()) await takeFolder(located, found, signal);
    else if ((await isFileOrFailure(entry, located, found.failures)) && !isDated(new LogFile(before, entry.name), found))
      names.push(entry.name);
  }
  if (names.length > 0) found.undated.push({ path: folder.path, before, names });
}

function takeFile({ path, place }: Located, found: Walk): void {
  const file = logFile(path, place);
  if (!isDated(file, found)) found.undated.push(file);
}

/** Whether a file's name has a time, by which it is then kept. */
function isDated(file: LogFile, found: Walk): boolean {
  if (file.minute === undefined) return false;
  ofDay(Math.floor(file.minute / MINUTES_A_DAY), found).files.push(file);
  return true;
}

function ofDay(day: number, { days }: Walk): DayToRead {
  return getOrMake(days, day, () => ({ folders: [], files: [] }));
}

/** Of CloudTrail's own paths: any other dated folder may be a copy of the whole. */
const DAY_FOLDER = /[/\\]CloudTrail(?:-[A-Za-z]+)?[/\\][^/\\]+[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\]?$/;

/** The day that a folder of CloudTrail is of, since 1970-01-01 UTC; undefined for any other folder. */
export function dayOfFolder(path: string): number | undefined {
  const [whole, ...parts] = DAY_FOLDER.exec(path) ?? [];
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  return whole === undefined ? undefined : dayAt({ year, month, day });
}

/**
 * The files in the order of their delivery, a task's at a time; those whose names tell no time come first, folder by folder.
 *
 * @param wantsDay whether a day's files are to be read at all
 */
export async function* tasksOf(found: Walk, wantsDay: (day: number) => boolean): AsyncGenerator<LogFile[]> {
  yield* inTasks(undatedFiles(found));
  for (const [day, delivered] of [...found.days].sort(([one], [other]) => one - other)) {
    if (wantsDay(day)) yield* inTasks(await filesOfDay(day, delivered, found.failures));
  }
}

function* inTasks(files: Iterable<LogFile>): Generator<LogFile[]> {
  let task: LogFile[] = [];
  for (const file of files) {
    task.push(file);
    if (task.length < FILES_A_TASK) continue;
    yield task;
    task = [];
  }
  if (task.length > 0) yield task;
}

/** Folder by folder, each one's by name. What is given is let go of. */
function* undatedFiles({ undated }: Walk): Generator<LogFile> {
  for (const found of undated.sort(byPath)) {
    if (!('names' in found)) {
      yield found;
      continue;
    }
    const { before, names } = found;
    names.sort().reverse();
    for (let name = names.pop(); name !== undefined; name = names.pop()) yield new LogFile(before, name);
  }
}

/** In the order of delivery; files of the day's folders whose names have no time come at its start. */
async function filesOfDay(day: number, { folders, files }: DayToRead, failures: Failure[]): Promise<LogFile[]> {
  const all = [...files];
  for (const folder of folders) {
    for (const { before, names } of await allFilesIn(folder, failures)) for (const name of names) all.push(new LogFile(before, name));
  }
  const start = day * MINUTES_A_DAY;
  return all.sort((one, other) => (one.minute ?? start) - (other.minute ?? start) || inFolders(one, other));
}

/** The same order as by path, which is put together only where the folders do not tell it. */
function inFolders(one: LogFile, other: LogFile): number {
  if (one.before === other.before) return one.name < other.name ? -1 : 1;
  const [before, otherBefore] = [one.before.path, other.before.path];
  if (before.startsWith(otherBefore) || otherBefore.startsWith(before)) return byPath(one, other);
  return before < otherBefore ? -1 : 1;
}

function byPath({ path: one }: { path: string }, { path: other }: { path: string }): number {
  return one < other ? -1 : 1;
}
