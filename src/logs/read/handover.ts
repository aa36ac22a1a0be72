import { entryAt } from '../../base/lists.js';
import { getOrMake } from '../../base/maps.js';
import type { Located } from '../../files/paths.js';
import { LogFile } from './open/log-file.js';

/** Files on their way to a worker: each folder once, since its path is most of a file's, and copying text between threads takes time. */
export interface Handover {
  /** What files' paths and places begin with. */
  folders: Located[];
  /** Of each file: the index of its folder, what follows that, the minute of its delivery. */
  at: number[];
  names: string[];
  minutes: (number | undefined)[];
}

export function handoverOf(files: readonly LogFile[]): Handover {
  const handover: Handover = { folders: [], at: [], names: [], minutes: [] };
  const numbers = new Map<string, number>();
  let folder: Located | undefined;
  let number = 0;
  for (const { before, name, minute } of files) {
    if (before !== folder) {
      folder = before;
      number = getOrMake(numbers, `${before.path}\0${before.place}`, () => handover.folders.push(before) - 1);
    }
    handover.at.push(number);
    handover.names.push(name);
    handover.minutes.push(minute);
  }
  return handover;
}

export function filesOf({ folders, at, names, minutes }: Handover): LogFile[] {
  return names.map((name, index) => new LogFile(entryAt(folders, at[index] ?? 0), name, minutes[index]));
}
