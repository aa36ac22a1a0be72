import { closeSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredObject } from '../../aws/s3.js';
import { getOrMake } from '../../base/maps.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import { unnamedFile } from '../../files/scratch.js';
import { notKept } from '../../files/temporary.js';
import { minuteOf } from '../read/open/log-file.js';
import { dayOfFolder } from '../read/walk.js';

/** An object that is to be read. */
export interface ListedFile extends StoredObject {
  /** Minutes since 1970-01-01 UTC of its delivery, as its name has it. */
  minute: number | undefined;
}

/** Where some files of a day stand in the spool. */
interface Extent {
  offset: number;
  length: number;
}

/** What lies in the spool of a day. */
export interface SpooledDay {
  files: number;
  bytes: number;
}

interface Day extends SpooledDay {
  extents: Extent[];
}

/** In the place of a day: of files whose names have no time, those that lie beside the folders of a trail apart. */
export const UNDATED = -1;
export const LOOSE = -2;

/**
 * Names and sizes of files, by the day of their delivery, on the disk: there may be ten million of them, and what stays in memory is where
 * the pages of the listing stand.
 */
export class Spool {
  readonly #file: number;
  readonly #days = new Map<number, Day>();
  #length = 0;
  #isOpen = true;

  private constructor(file: number) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    return new Spool(await unnamedFile(join(tmpdir(), 'listing')).catch((error: unknown) => Promise.reject(notKept(error))));
  }

  /**
   * Takes files as a page of a listing has them, all of one folder.
   *
   * @param undated in the place of a day, for names without a time
   * @returns the same by the day that they are of
   */
  add(folder: string, files: readonly StoredObject[], undated: number = UNDATED): Map<number, StoredObject[]> {
    const folderDay = dayOfFolder(folder);
    const byDay = new Map<number, StoredObject[]>();
    for (const file of files) {
      const minute = folderDay === undefined ? minuteOf(file.key.slice(folder.length)) : undefined;
      const day = folderDay ?? (minute === undefined ? undated : Math.floor(minute / MINUTES_A_DAY));
      getOrMake(byDay, day, () => []).push(file);
    }
    for (const [day, some] of byDay) this.#write(this.#dayOf(day), folder, some);
    return byDay;
  }

  /** Days since 1970-01-01 UTC in their order, those files first that have none. */
  get days(): number[] {
    return [...this.#days.keys()].sort((one, other) => one - other);
  }

  day(day: number): SpooledDay {
    const { files, bytes } = this.#days.get(day) ?? { files: 0, bytes: 0 };
    return { files, bytes };
  }

  /** Lets go of a day. */
  drop(day: number): void {
    this.#days.delete(day);
  }

  /** The files of a day in the order of their delivery, those of a minute by their keys. */
  filesOf(day: number): ListedFile[] {
    const files = (this.#days.get(day)?.extents ?? []).flatMap((extent) => this.#read(extent));
    const start = day * MINUTES_A_DAY;
    return files.sort((one, other) => (one.minute ?? start) - (other.minute ?? start) || (one.key < other.key ? -1 : 1));
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  #dayOf(day: number): Day {
    return getOrMake(this.#days, day, () => ({ files: 0, bytes: 0, extents: [] }));
  }

  #write(day: Day, folder: string, files: readonly StoredObject[]): void {
    const lines = files.map(({ key, bytes }) => `${bytes} ${JSON.stringify(key.slice(folder.length))}\n`);
    const text = Buffer.from(`${JSON.stringify(folder)}\n${lines.join('')}`);
    try {
      for (let at = 0; at < text.length; ) at += writeSync(this.#file, text, at, text.length - at, this.#length + at);
    } catch (error) {
      throw notKept(error);
    }
    day.extents.push({ offset: this.#length, length: text.length });
    day.files += files.length;
    for (const { bytes } of files) day.bytes += bytes;
    this.#length += text.length;
  }

  #read({ offset, length }: Extent): ListedFile[] {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; ) at += readSync(this.#file, bytes, at, length - at, offset + at);
    const [folder = '""', ...lines] = bytes.toString().split('\n');
    const before = textIn(folder);
    lines.pop();
    return lines.map((line) => {
      const space = line.indexOf(' ');
      const name = textIn(line.slice(space + 1));
      return { key: before + name, bytes: Number(line.slice(0, space)), minute: minuteOf(name) };
    });
  }
}

/** Names may have any sign in them, the end of a line too. */
function textIn(json: string): string {
  return String(JSON.parse(json));
}
