import type { Located } from '../../files/paths.js';
import type { LogFile } from './log-file.js';

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
  for (const file of files) {
    const name = nameOf(file);
    if (folder === undefined || !isIn(folder, name, file)) {
      folder = { path: before(name, file.path), place: before(name, file.place) };
      const key = `${folder.path}\0${folder.place}`;
      number = numbers.get(key) ?? handover.folders.push(folder) - 1;
      numbers.set(key, number);
    }
    handover.at.push(number);
    handover.names.push(name);
    handover.minutes.push(file.minute);
  }
  return handover;
}

export function filesOf({ folders, at, names, minutes }: Handover): LogFile[] {
  return names.map((name, index) => {
    const { path, place } = folders[at[index] ?? 0] ?? NOWHERE;
    return { path: path + name, place: place + name, minute: minutes[index] };
  });
}

const NOWHERE: Located = { path: '', place: '' };

/** What its path and its place both end with, after a folder; nothing where they have that not in common. */
function nameOf({ path, place }: LogFile): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return place.endsWith(name) ? name : '';
}

function before(name: string, path: string): string {
  return path.slice(0, path.length - name.length);
}

function isIn(folder: Located, name: string, { path, place }: LogFile): boolean {
  return (
    path.length === folder.path.length + name.length &&
    place.length === folder.place.length + name.length &&
    path.startsWith(folder.path) &&
    place.startsWith(folder.place)
  );
}
