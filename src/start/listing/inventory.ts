import { isLikeKey, type Line, LineParser } from './lines.js';
import type { ListedObject, ListingParser, Sink } from './listed.js';

/** Where a table of objects has what; of most only the key must be there. */
export interface Columns {
  key: number;
  bucket: number;
  size: number;
  version: number;
  isLatest: number;
  isDeleteMarker: number;
  encryption: number;
  bucketKey: number;
  /** How many there are. */
  count: number;
  hasHeader: boolean;
}

/** Names without signs and in small letters, as fileSchema, Athena and DuckDB write them. */
const NAMES = {
  key: 'key',
  bucket: 'bucket',
  size: 'size',
  version: 'versionid',
  isLatest: 'islatest',
  isDeleteMarker: 'isdeletemarker',
  encryption: 'encryptionstatus',
  bucketKey: 'bucketkeystatus',
} as const;

/** The columns of a manifest's `fileSchema`, or of a header; undefined where there is no key. */
export function columnsNamed(names: readonly string[], hasHeader: boolean): Columns | undefined {
  const plain = names.map((name) => name.replace(/[^A-Za-z]/g, '').toLowerCase());
  const at = (name: string) => plain.indexOf(name);
  if (at(NAMES.key) === -1) return undefined;
  return {
    key: at(NAMES.key),
    bucket: at(NAMES.bucket),
    size: at(NAMES.size),
    version: at(NAMES.version),
    isLatest: at(NAMES.isLatest),
    isDeleteMarker: at(NAMES.isDeleteMarker),
    encryption: at(NAMES.encryption),
    bucketKey: at(NAMES.bucketKey),
    count: names.length,
    hasHeader,
  };
}

const IS_BOOLEAN = /^(?:true|false)$/;
const IS_SIZE = /^\d+$/;
const IS_ENCRYPTION = /^(?:SSE-S3|SSE-KMS|SSE-C|DSSE-KMS|NOT-SSE)$/;
const IS_BUCKET_KEY = /^(?:ENABLED|DISABLED)$/;

/** The columns of an inventory without its manifest, by what is in them; undefined where no column has names of CloudTrail's files. */
export function columnsIn(start: string): Columns | undefined {
  const lines = start.split(/\r?\n/, SAMPLE_LINES).filter((line) => line !== '');
  const [first = []] = lines.map(cellsOf);
  const header = first.length > 1 ? columnsNamed(first, true) : undefined;
  if (header !== undefined) return header;
  // The last line may be cut off at the end of what was looked at.
  const rows = lines.map(cellsOf).filter((cells) => cells.length === first.length);
  const known = first.findIndex((_, index) => rows.some((cells) => isLikeKey(decoded(cells[index] ?? ''))));
  const key = known === -1 && isOfInventory(lines, rows) ? 1 : known;
  if (key === -1 || first.length < 2) return undefined;
  const find = (test: RegExp) => first.findIndex((_, index) => index > key && rows.some((cells) => test.test(cells[index] ?? '')));
  const hasVersions = IS_BOOLEAN.test(first[key + 2] ?? '') && IS_BOOLEAN.test(first[key + 3] ?? '');
  const size = hasVersions ? key + 4 : key + 1;
  return {
    key,
    bucket: key - 1,
    size: rows.some((cells) => IS_SIZE.test(cells[size] ?? '')) ? size : -1,
    version: hasVersions ? key + 1 : -1,
    isLatest: hasVersions ? key + 2 : -1,
    isDeleteMarker: hasVersions ? key + 3 : -1,
    encryption: find(IS_ENCRYPTION),
    bucketKey: find(IS_BUCKET_KEY),
    count: first.length,
    hasHeader: false,
  };
}

const INVENTORY_ROW = /^"[a-z0-9][a-z0-9.-]+","[^"]+","/;

/** An ETag or a class of storage. */
const OF_OBJECT = /^(?:[0-9a-f]{32}(?:-\d+)?|STANDARD|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|GLACIER_IR|DEEP_ARCHIVE)$/;

/** Whether rows begin with one bucket and a key, as S3 writes them: CloudTrail's may come late. */
function isOfInventory(lines: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const hasTime = rows[0]?.some((cell) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell)) ?? false;
  const hasField = rows[0]?.some((cell) => OF_OBJECT.test(cell) || IS_ENCRYPTION.test(cell)) ?? false;
  return (
    hasTime && hasField && lines.slice(0, -1).every((line) => INVENTORY_ROW.test(line)) && rows.every(([bucket]) => bucket === rows[0]?.[0])
  );
}

const SAMPLE_LINES = 500;

/** Rows of an inventory: CSV with keys as in a URL, where old versions and delete markers are rows too. */
export class InventoryListing implements ListingParser {
  readonly #columns: Columns;
  readonly #lines: LineParser;
  #isHeader: boolean;

  constructor(columns: Columns, sink: Sink) {
    this.#columns = columns;
    this.#isHeader = columns.hasHeader;
    const isWhole = (line: string) => cellsOf(line).length === columns.count && (!line.startsWith('"') || line.endsWith('"'));
    this.#lines = new LineParser((line) => this.#row(line), sink, isWhole);
  }

  write(text: string): void {
    this.#lines.write(text);
  }

  end(): void {
    this.#lines.end();
  }

  #row(line: string): Line {
    if (this.#isHeader) {
      this.#isHeader = false;
      return 'nothing';
    }
    const cells = cellsOf(line);
    return cells.length === this.#columns.count ? objectOf(cells, this.#columns, decoded) : undefined;
  }
}

/**
 * What a row says of an object; undefined where it has no key.
 *
 * @param keyOf its key, of the cell
 */
export function objectOf(cells: readonly string[], columns: Columns, keyOf = (cell: string) => cell): ListedObject | undefined {
  const key = cellAt(cells, columns.key) ?? '';
  if (key === '') return undefined;
  const size = cellAt(cells, columns.size) ?? '';
  const bucketKey = cellAt(cells, columns.bucketKey) ?? '';
  return {
    key: keyOf(key),
    bucket: cellAt(cells, columns.bucket),
    size: IS_SIZE.test(size) ? Number(size) : undefined,
    version: cellAt(cells, columns.version),
    isOld: cellAt(cells, columns.isLatest)?.toLowerCase() === 'false' || cellAt(cells, columns.isDeleteMarker)?.toLowerCase() === 'true',
    encryption: cellAt(cells, columns.encryption) || undefined,
    hasBucketKey: bucketKey === '' ? undefined : bucketKey === 'ENABLED' || /^enabled$/i.test(bucketKey),
  };
}

/** Undefined for a column that is not there, which is -1: to look that up in a list is slow. */
function cellAt(cells: readonly string[], column: number): string | undefined {
  return column === -1 ? undefined : cells[column];
}

/** S3 quotes each cell; other programs only where there is a comma in it. */
export function cellsOf(line: string): string[] {
  if (line.startsWith('"') && line.endsWith('"')) return line.slice(1, -1).split('","');
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare);
}

function decoded(key: string): string {
  if (!key.includes('%') && !key.includes('+')) return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
