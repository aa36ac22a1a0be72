import { Refusal } from '../../aws/refusals.js';
import type { ObjectStore, StoredObject } from '../../aws/s3.js';
import { dayAt } from '../../base/time.js';
import type { Failure } from '../../files/unreadable.js';
import { cloudTrailFileOf } from '../classify/objects.js';
import { Slots } from './slots.js';
import { LOOSE, UNDATED } from './spool.js';

/** What is wanted of a bucket; an empty list leaves nothing out. */
export interface Scope {
  wantsDay: (day: number) => boolean;
  /** Whether there are days that are not wanted. */
  leavesDaysOut: boolean;
  accounts: readonly string[];
  /** Whether accounts are those whose folders are wanted, and not those that pay, whose requests may be in others' folders too. */
  areOwners?: boolean;
  regions: readonly string[];
  /** Whether digest files are wanted too, which hold no events. */
  wantsDigests: boolean;
}

/** What was not listed, by what it is: folders, of which nobody knows what is in them. Files that were listed and are not log files. */
export interface LeftOut {
  accounts: number;
  regions: number;
  /** Folders of years, months and days. */
  periods: number;
  /** Folders of digests, of Insights and of other services. */
  services: number;
  /** Folders beside `AWSLogs/`. */
  others: number;
  files: number;
}

/** Takes what was listed: files of one folder. */
export type Sink = (folder: string, files: readonly StoredObject[], undated: number) => void;

const LISTS_AT_ONCE = 16;
/** How far below the given place `AWSLogs/` is looked for, and in how many folders of a level. */
const MOST_LEVELS_ABOVE = 2;
const MOST_FOLDERS_ABOVE = 100;

const ACCOUNT = /^\d{12}$/;

/** What a key has below the folder of all accounts, or of those of an organization. */
const BELOW = /^(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?(.*)$/s;

/** Lists a bucket level by level, as far as something is left out below, and flat from there. */
export class Levels {
  readonly leftOut: LeftOut = { accounts: 0, regions: 0, periods: 0, services: 0, others: 0, files: 0 };
  readonly failures: Failure[] = [];
  /** Accounts that were asked for and have no folder: what they pay is in the folders of others, so all are listed. */
  accountsWithoutFolder: readonly string[] = [];
  /** Whether there are folders as CloudTrail makes them. */
  hasTrail = false;
  readonly #store: ObjectStore;
  readonly #scope: Scope;
  readonly #sink: Sink;
  readonly #signal: AbortSignal | undefined;
  readonly #slots = new Slots(LISTS_AT_ONCE);
  readonly #accounts: string[] = [];
  /** Folders that are of no trail, as far as is known, and whether files directly in them are taken already. */
  readonly #others: { folder: string; isDirectTaken: boolean }[] = [];
  #given = '';
  #denied: Refusal | undefined;
  #files = 0;

  constructor(store: ObjectStore, scope: Scope, sink: Sink, signal?: AbortSignal) {
    this.#store = store;
    this.#scope = scope;
    this.#sink = sink;
    this.#signal = signal;
  }

  /** @throws Refusal where nothing below the prefix may be listed */
  async list(prefix: string): Promise<void> {
    this.#given = prefix;
    for (const folder of await this.#foldersAt(prefix)) await this.#enter(folder);
    await Promise.all(this.#wantedAccounts().map((folder) => this.#account(folder)));
    if (this.hasTrail) this.leftOut.others += this.#others.length;
    else await Promise.all(this.#others.map(({ folder, isDirectTaken }) => this.#flat(folder, isDirectTaken)));
    if (this.#files === 0 && this.#denied !== undefined) throw this.#denied;
  }

  /** The folder of this name; where none has it, what begins with it. */
  async #foldersAt(prefix: string): Promise<string[]> {
    if (prefix === '' || prefix.endsWith('/')) return [prefix];
    const objects: StoredObject[] = [];
    const folders = await this.#level(prefix, (some) => objects.push(...some));
    const folder = folders.find((each) => each === `${prefix}/`);
    const same = objects.filter(({ key }) => key === prefix);
    const isExact = folder !== undefined || same.length > 0;
    this.#take(isExact ? same : objects, UNDATED);
    return folder !== undefined ? [folder] : isExact ? [] : folders;
  }

  async #enter(folder: string): Promise<void> {
    const below = BELOW.exec(folder)?.[1];
    if (below === undefined) return await this.#above(folder, 0);
    this.hasTrail = true;
    const [account, service, region, ...period] = below.split('/').slice(0, -1);
    if (account === undefined) await this.#accountsIn(folder);
    else if (!ACCOUNT.test(account)) await this.#flat(folder);
    else if (service === undefined) this.#accounts.push(folder);
    else if (service !== 'CloudTrail') await this.#flat(folder);
    else if (region === undefined) await this.#regions(folder);
    else if (period.length === 0) await this.#region(folder);
    else await this.#period(folder, period.map((part) => `${part}/`).join(''));
  }

  /** A folder in which `AWSLogs/` may be. */
  async #above(folder: string, depth: number): Promise<void> {
    const folders = await this.#foldersIn(folder, LOOSE);
    const trail = folders.find((each) => each === `${folder}AWSLogs/`);
    const others = folders.filter((each) => each !== trail);
    if (trail !== undefined) {
      this.hasTrail = true;
      await this.#accountsIn(trail);
    }
    if (others.length > MOST_FOLDERS_ABOVE) this.#others.push({ folder, isDirectTaken: true });
    else if (depth === MOST_LEVELS_ABOVE) this.#others.push(...others.map((each) => ({ folder: each, isDirectTaken: false })));
    else await Promise.all(others.map((each) => this.#above(each, depth + 1)));
  }

  /** @param folder `AWSLogs/` or that of an organization in it */
  async #accountsIn(folder: string): Promise<void> {
    const folders = await this.#foldersIn(folder, LOOSE);
    await Promise.all(
      folders.map(async (each) => {
        const name = each.slice(folder.length, -1);
        if (ACCOUNT.test(name)) this.#accounts.push(each);
        else if (/^o-[a-z0-9]+$/.test(name)) await this.#accountsIn(each);
        else this.leftOut.services += 1;
      }),
    );
  }

  #wantedAccounts(): readonly string[] {
    const idOf = (folder: string) => /(\d{12})\/$/.exec(folder)?.[1] ?? '';
    const ids = new Set(this.#accounts.map(idOf));
    const { accounts, areOwners = false } = this.#scope;
    this.accountsWithoutFolder = this.#accounts.length === 0 || areOwners ? [] : accounts.filter((id) => !ids.has(id));
    if (accounts.length === 0 || this.accountsWithoutFolder.length > 0) return this.#accounts;
    const wanted = this.#accounts.filter((folder) => accounts.includes(idOf(folder)));
    this.leftOut.accounts += this.#accounts.length - wanted.length;
    return wanted;
  }

  async #account(folder: string): Promise<void> {
    const folders = await this.#foldersIn(folder, LOOSE);
    for (const each of folders) {
      const service = each.slice(folder.length, -1);
      if (service === 'CloudTrail') await this.#regions(each);
      else if (service === 'CloudTrail-Digest' && this.#scope.wantsDigests) await this.#flat(each);
      else this.leftOut.services += 1;
    }
  }

  async #regions(folder: string): Promise<void> {
    const folders = await this.#foldersIn(folder, UNDATED);
    const { regions } = this.#scope;
    const wanted = folders.filter((each) => regions.length === 0 || regions.includes(each.slice(folder.length, -1)));
    this.leftOut.regions += folders.length - wanted.length;
    await Promise.all(wanted.map((each) => this.#region(each)));
  }

  async #region(folder: string): Promise<void> {
    if (this.#scope.leavesDaysOut) await this.#periodsIn(folder, '');
    else await this.#flat(folder);
  }

  async #periodsIn(folder: string, before: string): Promise<void> {
    const folders = await this.#foldersIn(folder, UNDATED);
    await Promise.all(folders.map((each) => this.#period(each, before + each.slice(folder.length))));
  }

  /** @param period `2026/`, `2026/11/` or `2026/11/02/` */
  async #period(folder: string, period: string): Promise<void> {
    const days = daysOf(period);
    const wanted = days.filter(this.#scope.wantsDay).length;
    // What is no time is not left out for its time.
    if (wanted === days.length) await this.#flat(folder);
    else if (wanted === 0) this.leftOut.periods += 1;
    else await this.#periodsIn(folder, period);
  }

  /** All that is below a folder. */
  async #flat(folder: string, isDirectTaken = false): Promise<void> {
    await this.#listed(folder, undefined, (objects) =>
      this.#take(isDirectTaken ? objects.filter(({ key }) => key.includes('/', folder.length)) : objects, UNDATED),
    );
  }

  /** Folders that are directly in a folder, whose files are taken. */
  async #foldersIn(folder: string, undated: number): Promise<string[]> {
    return await this.#level(folder, (objects) => this.#take(objects, undated));
  }

  /** The same; there may be millions of files, so they are given as they come. */
  async #level(prefix: string, take: (objects: readonly StoredObject[]) => void): Promise<string[]> {
    const all: string[] = [];
    await this.#listed(prefix, '/', (objects, folders) => {
      take(objects);
      for (const each of folders) all.push(each);
    });
    return all;
  }

  /** Below what was given, a folder that may not be listed is named, and the others are. */
  async #listed(
    folder: string,
    delimiter: '/' | undefined,
    take: (objects: readonly StoredObject[], folders: readonly string[]) => void,
  ): Promise<void> {
    const pages = this.#store.list(folder, { delimiter, signal: this.#signal });
    try {
      for (let isMore = true; isMore; ) {
        const page = await this.#slots.run(() => pages.next());
        if (page.value !== undefined) take(page.value.objects, page.value.folders);
        isMore = page.done !== true;
      }
    } catch (error) {
      if (!(error instanceof Refusal && error.isDenied) || folder === this.#given) throw error;
      this.#denied ??= error;
      this.failures.push({ file: `s3://${this.#store.bucket}/${folder}`, reason: `cannot be listed: ${error.reason}` });
    }
  }

  #take(objects: readonly StoredObject[], undated: number): void {
    for (let start = 0; start < objects.length; ) {
      const folder = folderOf(objects[start]?.key ?? '');
      let end = start;
      while (end < objects.length && folderOf(objects[end]?.key ?? '') === folder) end += 1;
      const files = objects.slice(start, end).filter(({ key }) => !key.endsWith('/'));
      const wanted = files.filter(({ key }) => this.#isWanted(key));
      this.leftOut.files += files.length - wanted.length;
      this.#files += wanted.length;
      if (wanted.length > 0) this.#sink(folder, wanted, undated);
      start = end;
    }
  }

  #isWanted(key: string): boolean {
    const kind = cloudTrailFileOf(key)?.kind;
    if (kind === 'digest-file') return this.#scope.wantsDigests;
    return kind !== 'other-cloudtrail-file' || key.includes('/CloudTrail/');
  }
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** Days of a year, a month, or one alone, since 1970-01-01 UTC; none for what is no time. */
function daysOf(period: string): number[] {
  const [, year, month, day] = /^(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?$/.exec(period) ?? [];
  if (year === undefined) return [];
  const months = month === undefined ? Array.from({ length: 12 }, (_, index) => index + 1) : [Number(month)];
  const days = day === undefined ? Array.from({ length: 31 }, (_, index) => index + 1) : [Number(day)];
  return months.flatMap((each) => days.flatMap((date) => dayAt({ year: Number(year), month: each, day: date }) ?? []));
}
