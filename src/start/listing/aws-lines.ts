import { isLikeKey, type Line, LineParser, type LineReader } from './lines.js';
import type { ListedObject, ListingParser, Sink } from './listed.js';

const ETAG = /^"[0-9a-f-]+"$/;
const WHOLE_NUMBER = /^\d+$/;
/** Parts of an answer that are no objects. */
const OTHER_ROWS =
  /^(?:CHECKSUMALGORITHM|CHECKSUMTYPE|OWNER|REQUESTCHARGED|RESTORESTATUS|None|null|True|False|URL|\d+|[a-z0-9.-]+\t(?:True|False))(?:\t|$)/;

/** `aws s3api list-objects-v2 --output text`, also with `--query`: fields apart by tabs, in alphabetical order of their names. */
export function readTextRow(line: string): Line {
  const fields = line.split('\t');
  const [first = ''] = fields;
  if (first === 'NEXTTOKEN') return 'cut';
  if (first === 'COMMONPREFIXES') return 'folder';
  if (first === 'CONTENTS' || first === 'VERSIONS') return ofRow(fields, first === 'VERSIONS' && fields.includes('False'));
  // The bucket's owner is in it as a number of its own; its key stands after the word for the latest version.
  if (first === 'DELETEMARKERS') return ofRow(['', ...fields.slice(2)], true);
  const keys = fields.filter(isLikeKey);
  const [key] = keys;
  if (key === undefined) return OTHER_ROWS.test(line) ? 'nothing' : plainKeys(fields);
  if (keys.length > 1 || fields.length === 1) return fields.filter((field) => field.includes('/')).map((each) => ({ key: each }));
  return { key, size: sizeIn(fields) };
}

/** Keys of others, where a query asked for nothing else. */
function plainKeys(fields: readonly string[]): Line {
  const keys = fields.filter((field) => field.includes('/') || /\.[a-z]+$/i.test(field));
  return keys.length === 0 ? undefined : keys.map((key) => ({ key }));
}

function ofRow(fields: readonly string[], isOld: boolean): ListedObject | undefined {
  const tag = fields.findIndex((field) => ETAG.test(field));
  const after = fields.slice(tag + 1).filter((field) => field !== 'True' && field !== 'False');
  const key = after.find(isLikeKey) ?? after.find((field) => field !== '');
  return key === undefined ? undefined : { key, size: sizeIn(after), isOld, version: isOld ? fields.at(-1) : undefined };
}

function sizeIn(fields: readonly string[]): number | undefined {
  const size = fields.find((field) => WHOLE_NUMBER.test(field));
  return size === undefined ? undefined : Number(size);
}

/** Names of fields that follow the key, so that an object is whole when the next one begins. */
interface Entry {
  key?: string;
  size?: number;
  isOld?: boolean;
  version?: string;
}

/** Takes fields as they come, one a line: an object ends where another begins. */
abstract class FieldLines implements ListingParser {
  readonly #lines: LineParser;
  readonly #sink: Sink;
  #entry: Entry = {};

  constructor(sink: Sink) {
    this.#sink = sink;
    const read: LineReader = (line) => this.read(line);
    this.#lines = new LineParser(read, sink);
  }

  write(text: string): void {
    this.#lines.write(text);
  }

  end(): void {
    this.#lines.end();
    this.flush();
  }

  protected abstract read(line: string): Line;

  /** The object before is whole. */
  protected flush(): void {
    const { key, ...rest } = this.#entry;
    if (key !== undefined) this.#sink.object({ key, ...rest });
    this.#entry = {};
  }

  /** One field of an object or of the answer itself. */
  protected field(name: string, value: string, isOld: boolean): Line {
    if (name === 'Key') {
      if (this.#entry.key !== undefined) this.flush();
      this.#entry.key = value;
      if (isOld) this.#entry.isOld = true;
    } else if (name === 'Size' && WHOLE_NUMBER.test(value)) this.#entry.size = Number(value);
    else if (name === 'VersionId') this.#entry.version = value;
    else if (name === 'IsLatest' && /^false$/i.test(value)) this.#entry.isOld = true;
    else return this.#page(name, value);
    return 'nothing';
  }

  #page(name: string, value: string): Line {
    if (/^(?:NextToken|NextMarker|NextKeyMarker)$/.test(name)) return 'cut';
    if (name === 'NextContinuationToken') this.#sink.cut(value);
    if (name === 'ContinuationToken') this.#sink.follows(value);
    return 'nothing';
  }
}

const YAML_FIELD = /^( *)(- )?([A-Za-z]+):(?: (.*))?$/;
const YAML_ITEM = /^ *- (.+)$/;

/** `--output yaml` and `yaml-stream`, also of a list of keys that `--query` asked for. */
export class YamlListing extends FieldLines {
  #isOld = false;

  protected read(line: string): Line {
    const [whole, indent = '', dash, name = '', value = ''] = YAML_FIELD.exec(line) ?? [];
    if (whole === undefined) return this.#item(line);
    if (dash !== undefined && value !== '') this.flush();
    if (value === '') {
      // An object's own lists, such as ChecksumAlgorithm, are no part of the answer.
      if (/^(?:Contents|Versions|DeleteMarkers|CommonPrefixes)$/.test(name)) this.#isOld = name === 'DeleteMarkers';
      return 'nothing';
    }
    if (indent === '' && dash === undefined && name === 'Prefix') return 'nothing';
    return name === 'Prefix' ? 'folder' : this.field(name, plain(value), this.#isOld);
  }

  #item(line: string): Line {
    const [, item = ''] = YAML_ITEM.exec(line) ?? [];
    const text = plain(item);
    if (text.includes('/') || isLikeKey(text)) return { key: text };
    return item === '' && !/^(?:---|\.\.\.|\s|#)/.test(line) ? undefined : 'nothing';
  }
}

function plain(value: string): string {
  if (/^'.*'$/.test(value)) return value.slice(1, -1).replaceAll("''", "'");
  if (!/^".*"$/.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}

/** `--output table`: objects as rows below a heading, or one below the other as pairs. */
export class TableListing extends FieldLines {
  #columns: readonly string[] = [];
  #isOld = false;

  protected read(line: string): Line {
    if (/^[|+]*[-=+]+[|+]*$/.test(line) || !line.startsWith('|')) return line.startsWith('|') || /^[-+]/.test(line) ? 'nothing' : undefined;
    const cells = line
      .replace(/^\|+|\|+ *$/g, '')
      .split('|')
      .map((cell) => cell.trim());
    if (cells.length === 1) return this.#alone(cells[0] ?? '');
    if (cells.includes('Key') && cells.length > 2) {
      this.#columns = cells;
      return 'nothing';
    }
    if (this.#columns.length === cells.length) return this.#row(cells);
    return cells.length === 2 ? this.field(cells[0] ?? '', cells[1] ?? '', this.#isOld) : this.#unnamed(cells);
  }

  /** A heading of a part, or a key that a query asked for. */
  #alone(cell: string): Line {
    if (cell.includes('/') || isLikeKey(cell)) return { key: cell };
    if (/^(?:Contents|Versions|DeleteMarkers|CommonPrefixes)$/.test(cell)) {
      this.flush();
      this.#columns = [];
      this.#isOld = cell === 'DeleteMarkers';
    }
    return 'nothing';
  }

  #row(cells: readonly string[]): Line {
    this.flush();
    for (const [index, name] of this.#columns.entries()) this.field(name, cells[index] ?? '', this.#isOld);
    this.flush();
    return 'nothing';
  }

  #unnamed(cells: readonly string[]): Line {
    const key = cells.find(isLikeKey) ?? cells.find((cell) => cell.includes('/'));
    return key === undefined ? 'nothing' : { key, size: sizeIn(cells) };
  }
}
