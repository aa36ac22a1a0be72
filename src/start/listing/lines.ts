import { Unreadable } from '../../files/unreadable.js';
import type { ListedObject, ListingParser, Sink } from './listed.js';

/** What a line is: an object, several of them, a folder, something to pass over, or nothing that can be read. */
export type Line = ListedObject | readonly ListedObject[] | 'folder' | 'nothing' | 'cut' | undefined;

/** What a line of a form says. */
export type LineReader = (line: string) => Line;

/** A line that ends like this may be whole without an end of line; a file name that stops earlier is cut off. */
const WHOLE_END = /(?:\.gz"?|\/|"|\.keep|\.txt|\.csv|\.parquet|None)$/;

/** Answers of a query have a thousand keys in a line. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Takes a listing with one thing a line. */
export class LineParser implements ListingParser {
  readonly #read: LineReader;
  readonly #sink: Sink;
  readonly #isWhole: (line: string) => boolean;
  #rest = '';

  /** @param isWhole whether a last line without an end of line is all of it */
  constructor(read: LineReader, sink: Sink, isWhole = (line: string) => WHOLE_END.test(line)) {
    this.#read = read;
    this.#sink = sink;
    this.#isWhole = isWhole;
  }

  /** @throws Unreadable where a line has no end */
  write(text: string): void {
    const all = this.#rest === '' ? text : this.#rest + text;
    let start = 0;
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', start)) {
      this.#take(all.slice(start, all.charCodeAt(end - 1) === RETURN ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = all.slice(start);
    if (this.#rest.length > MOST_CHARACTERS) throw new Unreadable('has a line that is too long for a listing');
  }

  end(): void {
    const last = this.#rest.trimEnd();
    if (last === '') return;
    if (this.#isWhole(last)) this.#take(last);
    else this.#sink.cut();
  }

  #take(line: string): void {
    const found = line === '' ? 'nothing' : this.#read(line);
    if (found === undefined) this.#sink.unreadable();
    else if (typeof found === 'string') this.#takeWord(found);
    else if ('key' in found) this.#sink.object(found);
    else for (const object of found) this.#sink.object(object);
  }

  #takeWord(word: 'folder' | 'nothing' | 'cut'): void {
    if (word === 'folder') this.#sink.folder();
    if (word === 'cut') this.#sink.cut();
  }
}

const RETURN = 0x0d;

const S3_LS = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(?:(\d+)|[\d.]+ (?:Bytes?|[KMGTPE]iB)) (.+)$/;
const S3_LS_OTHER = /^ *(?:Total Objects:|Total Size:)/;
const S3_LS_FOLDER = /^ +PRE /;
const RCLONE_LS = /^ *(\d+) (?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ )?(.+)$/;
/** With `--storage-class`, `--etag` and `--humanize` there is more in a line. */
const S5CMD = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d +(?:[A-Z][A-Z_]+ +)?(?:[0-9a-f]{32}(?:-\d+)? +)?(?:(\d+)|[\d.]+[BKMGTP]) +(.+)$/;
const S5CMD_FOLDER = /^ +DIR /;
/** Sizes are rounded there, so they are not taken. */
const MC = /^\[[^\]]+\] +[\d.]+ ?[KMGTP]?i?B (?:[A-Z][A-Z_]+ )?(.+)$/;
const MC_FOLDER = /^\[[^\]]+\] +0B .*\/$/;

/** Lists as commands print them for people: a time that is local and the copy's own, the size, and the key. */
export const LINE_FORMS = {
  's3-ls': (line: string): Line => {
    const [whole, size, key = ''] = S3_LS.exec(line) ?? [];
    if (whole !== undefined) return sized(key, size);
    if (S3_LS_FOLDER.test(line)) return 'folder';
    return S3_LS_OTHER.test(line) ? 'nothing' : undefined;
  },
  'rclone-ls': (line: string): Line => {
    const [whole, size, key = ''] = RCLONE_LS.exec(line) ?? [];
    return whole === undefined ? undefined : sized(key, size);
  },
  s5cmd: (line: string): Line => {
    const [whole, size, key = ''] = S5CMD.exec(line) ?? [];
    if (whole !== undefined) return sized(key, size);
    return S5CMD_FOLDER.test(line) ? 'folder' : undefined;
  },
  mc: (line: string): Line => {
    if (MC_FOLDER.test(line)) return 'folder';
    const [, key] = MC.exec(line) ?? [];
    return key === undefined ? undefined : { key };
  },
  keys: (line: string): Line => keyIn(line),
} as const satisfies Record<string, LineReader>;

function sized(key: string, size: string | undefined): ListedObject {
  return { key, size: size === undefined ? undefined : Number(size) };
}

/** A key alone, or beside others' fields as `rclone lsf --format` has them. */
function keyIn(line: string): Line {
  if (/[;\t]/.test(line)) {
    const fields = line.split(/[;\t]/);
    const key = fields.find(isLikeKey);
    return key === undefined
      ? undefined
      : sized(
          key,
          fields.find((field) => /^\d+$/.test(field)),
        );
  }
  const key = line.trim().replace(/^"(.*)",?$/, '$1');
  if (key === '') return 'nothing';
  return isPath(key) ? { key } : undefined;
}

/** Blanks are in keys too, but no line of a text is a path. */
function isPath(text: string): boolean {
  return text.includes('/') || isLikeKey(text);
}

const LIKE_KEY = /(?:^|\/)AWSLogs\/|(?:^|\/)\d{12}_CloudTrail/;

/** Whether a text is surely a key of a log bucket, among others that may be anything. */
export function isLikeKey(text: string): boolean {
  return LIKE_KEY.test(text) && !text.startsWith('arn:');
}
