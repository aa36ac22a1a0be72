import { cloudTrailFileOf, deliveredMinuteOf } from '../../logs/classify/objects.js';

/** What the names of many files have in common. */
export interface Source {
  kind: 'log' | 'digest';
  account: string;
  region: string;
  /** The trail that a digest file names; log files name none. */
  trail: string | undefined;
  /** What their names begin with, up to the time. */
  start: string;
}

/** A log or digest file that CloudTrail delivered, by its key alone. */
export interface DeliveredFile {
  source: Source;
  /** Minutes since 1970-01-01 UTC. */
  minute: number;
  /** Its name after what the source's have in common: no two files of any trail have the same, in whatever folder they are. */
  name: string;
  folder: Folder;
}

/** What the folder of a key says. */
export interface Folder {
  /** Before `AWSLogs`; undefined where the listing does not begin that far up. */
  prefix: string | undefined;
  isOrganization: boolean;
  /** Whether log files or digests can be in it, and of which account; any where it does not say. */
  holds: 'log' | 'digest' | 'either' | 'neither';
  account: string | undefined;
}

const LOG_START = /^(\d{12})_CloudTrail_([a-z]{2}[a-z0-9-]+)_(?=\d{8}T)/;
/** The name of a trail may have underscores and look like a Region or a time itself, so the last ones count. */
const DIGEST_START = /^(\d{12})_CloudTrail-Digest_([a-z]{2}-[a-z0-9-]+)_(.+)_[a-z]{2}-[a-z0-9-]+_(?=\d{8}T\d{4,6}Z[^Z]*$)/;
const LOG_END = /^\d{8}T\d{4}Z_[A-Za-z0-9]+\.json(?:\.gz)?$/;
const DIGEST_END = /^\d{8}T\d{4}(?:\d\d)?Z(?:_backfill)?\.json(?:\.gz)?$/;
const PACKED = '.gz';
const ABOVE = /^(?:|(.*)\/)AWSLogs\/(o-[a-z0-9]+\/)?\d{12}\/CloudTrail/s;
const BUCKET = /^(?:s3:\/\/([^/]+)\/|\.\/|\/)/;

/** A key as it is in the bucket, of what may be a URL or a local path. */
export function bareKey(key: string): string {
  const first = key.charCodeAt(0);
  return first === SMALL_S || first === DOT || first === SLASH ? key.replace(BUCKET, '') : key;
}

/** The bucket that a URL names. */
export function bucketOf(key: string): string | undefined {
  return key.charCodeAt(0) === SMALL_S ? BUCKET.exec(key)?.[1] : undefined;
}

const SMALL_S = 0x73;
const SMALL_Z = 0x7a;
const DOT = 0x2e;
const SLASH = 0x2f;

const NOTHING: Source = { kind: 'log', account: '', region: '', trail: undefined, start: '/' };

/**
 * Tells CloudTrail's files by their keys. Those of a folder follow each other in most listings, so what they have in common is kept for the
 * next key.
 */
export class FileNames {
  #path = '';
  #folder: Folder = folderOf('');
  #source = NOTHING;
  /** The folder of the file before, and what its name begins with, up to the time. */
  #before = '\0';
  readonly #clock = new Clock();

  /** Undefined for what is no log file and no digest. */
  fileOf(key: string): DeliveredFile | undefined {
    if (!key.startsWith(this.#before) && !this.#turnTo(key)) return undefined;
    const { kind } = this.#source;
    const name = key.slice(this.#before.length);
    if (!(kind === 'log' ? LOG_END : DIGEST_END).test(name)) return undefined;
    const minute = this.#clock.minuteOf(name);
    if (minute === undefined) return undefined;
    const isPacked = name.charCodeAt(name.length - 1) === SMALL_Z;
    return { source: this.#source, minute, name: isPacked ? name : name + PACKED, folder: this.#folder };
  }

  /** Another folder, or other files in it. False where they are not CloudTrail's. */
  #turnTo(key: string): boolean {
    const nameAt = key.lastIndexOf('/') + 1;
    const source = sourceOf(key.slice(nameAt));
    if (source === undefined) return false;
    const path = key.slice(0, nameAt);
    const folder = path === this.#path ? this.#folder : folderOf(path);
    if (!mayHold(folder, source)) return false;
    this.#path = path;
    this.#folder = folder;
    this.#source = source.start === this.#source.start ? this.#source : source;
    this.#before = path + source.start;
    return true;
  }
}

function mayHold({ holds, account }: Folder, source: Source): boolean {
  return (holds === 'either' || holds === source.kind) && (account ?? source.account) === source.account;
}

function sourceOf(name: string): Source | undefined {
  const [start, account = '', region = ''] = LOG_START.exec(name) ?? [];
  if (start !== undefined) return { kind: 'log', account, region, trail: undefined, start };
  const [digestStart, owner = '', of = '', trail] = DIGEST_START.exec(name) ?? [];
  return digestStart === undefined ? undefined : { kind: 'digest', account: owner, region: of, trail, start: digestStart };
}

/** Reads times of names, of which most are of the day before them. */
class Clock {
  #date = '/';
  #midnight = 0;

  /** @param name `20261102T0005Z…`, as its pattern has it */
  minuteOf(name: string): number | undefined {
    if (!name.startsWith(this.#date)) {
      const midnight = deliveredMinuteOf(`_${name.slice(0, DATE_LENGTH)}T0000Z`);
      if (midnight === undefined) return undefined;
      this.#date = name.slice(0, DATE_LENGTH);
      this.#midnight = midnight;
    }
    const hour = twoDigits(name, DATE_LENGTH + 1);
    const minute = twoDigits(name, DATE_LENGTH + 3);
    return hour > 23 || minute > 59 ? undefined : this.#midnight + hour * 60 + minute;
  }
}

const DATE_LENGTH = 8;
const ZERO = 0x30;

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

/** Of a listing that begins below `AWSLogs` the names alone tell. */
function folderOf(path: string): Folder {
  const { kind, account } = cloudTrailFileOf(`${path}_CloudTrail_`) ?? {};
  if (kind === undefined) {
    return { prefix: undefined, isOrganization: false, holds: /(?:^|\/)AWSLogs\//.test(path) ? 'neither' : 'either', account };
  }
  const [, prefix = '', organization] = ABOVE.exec(path) ?? [];
  const holds = kind === 'log-file' ? 'log' : kind === 'digest-file' ? 'digest' : 'neither';
  return { prefix, isOrganization: organization !== undefined, holds, account };
}
