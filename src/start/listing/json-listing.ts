import { type JsonSink, JsonTokens, unescaped } from './json-tokens.js';
import { isLikeKey } from './lines.js';
import type { ListingParser, Sink } from './listed.js';

/** An object or a list that is not closed yet. */
interface Frame {
  isList: boolean;
  /** The name under which it stands, also through a list: entries of `Contents` are in `Contents`. */
  within: string;
  name: string;
  key: string | undefined;
  /** A text that is surely a key, under whatever name a query gave it. */
  likely: string | undefined;
  size: number | undefined;
  isOld: boolean;
  isFolder: boolean;
  version: string | undefined;
}

/** What an answer says of its pages. */
interface Page {
  isTruncated: boolean;
  next: string | undefined;
  own: string | undefined;
  /** A token of the command line's own, which no later page repeats. */
  hasToken: boolean;
}

const KEY = /^(?:Key|key|Path|path)$/;
const NO_KEY = /prefix|marker|token|after|arn|bucket|delimiter/i;
/** An object as `list-objects-v2` prints nearly all of them: found by one look, which is far quicker than piece by piece. */
const USUAL = new RegExp(
  [
    '\\{\\s*"Key":\\s*"([^"\\\\]+)"',
    '\\s*"LastModified":\\s*"[^"\\\\]*"',
    '\\s*"ETag":\\s*"(?:[^"\\\\]|\\\\.)*"',
    '(?:\\s*"ChecksumAlgorithm":\\s*\\[\\s*"[A-Z0-9]+"\\s*\\],)?(?:\\s*"ChecksumType":\\s*"[A-Z_]+",)?\\s*"Size":\\s*(\\d+)',
    '\\s*"StorageClass":\\s*"[A-Z_]+"\\s*\\}',
  ].join(','),
  'y',
);

/** Of most objects; nothing in them is asked for. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set([
  'ETag',
  'LastModified',
  'StorageClass',
  'ModTime',
  'etag',
  'last_modified',
  'lastModified',
]);
const FOLDER_TYPES = /^(?:folder|directory|prefix)$/;

/**
 * Objects in JSON: pages of `list-objects-v2`, one or several, also of versions and with `--query`; `rclone lsjson`, `s5cmd --json ls` and
 * `mc ls --json`, a list or an object a line.
 */
export class JsonListing implements ListingParser, JsonSink {
  readonly #sink: Sink;
  readonly #tokens: JsonTokens;
  readonly #frames: Frame[] = [];
  #page: Page = newPage();
  /** The page before, until it is known whether another one follows. */
  #before: Page | undefined;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#tokens = new JsonTokens(this);
  }

  write(text: string): void {
    this.#tokens.write(text);
  }

  end(): void {
    if (!this.#tokens.end()) this.#sink.cut();
    this.#settle(undefined);
  }

  open(isList: boolean): void {
    const above = this.#frames.at(-1);
    const within = above === undefined ? '' : above.isList ? above.within : above.name;
    const isOld = within === 'DeleteMarkers';
    this.#frames.push({
      isList,
      within,
      name: '',
      key: undefined,
      likely: undefined,
      size: undefined,
      isOld,
      isFolder: !isList && within === 'CommonPrefixes',
      version: undefined,
    });
  }

  whole(all: string, at: number): number {
    USUAL.lastIndex = at;
    const [, key, size] = USUAL.exec(all) ?? [];
    if (key === undefined) return -1;
    this.#sink.object({ key, size: Number(size), isOld: false, version: undefined });
    return USUAL.lastIndex;
  }

  close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    this.#emit(frame);
    if (this.#frames.length > 0) return;
    this.#settle(this.#page);
    this.#page = newPage();
  }

  name(text: string): boolean {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.name = text;
    return !PLAIN_FIELDS.has(text);
  }

  value(text: string, isText: boolean): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (frame.isList) this.#inList(frame, text, isText);
    else if (isText) this.#textIn(frame, text);
    else this.#literalIn(frame, text);
  }

  /** Lists are of keys, or of what a query asked for of each object. */
  #inList(frame: Frame, text: string, isText: boolean): void {
    if (!isText) {
      if (/^\d+$/.test(text)) frame.size = Number(text);
      return;
    }
    if (!(text.includes('/') || isLikeKey(text) || this.#frames.length === 1)) return;
    if (frame.key !== undefined) this.#sink.object({ key: frame.key });
    frame.key = unescaped(text);
  }

  #textIn(frame: Frame, text: string): void {
    const { name } = frame;
    if (KEY.test(name)) frame.key = unescaped(text);
    else if (name === 'VersionId') frame.version = text;
    else if (name === 'type') frame.isFolder ||= FOLDER_TYPES.test(text);
    else if (!NO_KEY.test(name) && isLikeKey(text)) frame.likely ??= unescaped(text);
    if (this.#frames.length === 1) this.#token(name, text);
  }

  #literalIn(frame: Frame, text: string): void {
    const { name } = frame;
    if (text === 'false') frame.isOld ||= name === 'IsLatest';
    else if (text === 'true') this.#flagIn(frame, name);
    else if (/^\d+$/.test(text) && (/^size$/i.test(name) || frame.size === undefined) && !/parts|version|count|max/i.test(name)) {
      frame.size = Number(text);
    }
  }

  #flagIn(frame: Frame, name: string): void {
    if (name === 'IsDir') frame.isFolder = true;
    else if (name === 'IsTruncated') this.#page.isTruncated = true;
  }

  #token(name: string, text: string): void {
    if (name === 'NextToken') this.#page.hasToken = true;
    if (/^(?:NextContinuationToken|NextMarker|NextKeyMarker)$/.test(name)) this.#page.next = text;
    if (/^(?:ContinuationToken|Marker|KeyMarker)$/.test(name) && text !== '') this.#page.own = text;
  }

  #emit({ key, likely, size, isOld, isFolder, version, isList }: Frame): void {
    const found = key ?? likely;
    // A size that a query renamed is the one number of its object.
    if (isFolder) this.#sink.folder();
    else if (found !== undefined) this.#sink.object({ key: found, size, isOld, version });
    else if (!isList && size !== undefined && this.#frames.length > 1) this.#sink.unreadable();
  }

  /** A page that names no token, or one of the command line's own, is followed by whatever comes next. */
  #settle(page: Page | undefined): void {
    const before = this.#before;
    if (before?.next !== undefined && page !== undefined && page.own === undefined) this.#sink.follows(before.next);
    if (before?.next === undefined && page === undefined && (before?.isTruncated === true || before?.hasToken === true)) this.#sink.cut();
    if (page?.next !== undefined) this.#sink.cut(page.next);
    if (page?.own !== undefined) this.#sink.follows(page.own);
    this.#before = page;
  }
}

function newPage(): Page {
  return { isTruncated: false, next: undefined, own: undefined, hasToken: false };
}
