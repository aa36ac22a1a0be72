import { DOWNLOAD, EXPORT } from './exports.js';
import { NoTable } from './table.js';

/** How a file is packed, by its first bytes. */
export type Packing = 'empty' | 'json' | 'gzip' | 'zip' | 'parquet' | 'text';

/** @param start the file's first bytes */
export function packingOf(start: Buffer): Packing {
  if (isGzip(start)) return 'gzip';
  if (isParquet(start)) return 'parquet';
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return 'zip';
  if (isJson(start)) return 'json';
  return textOf(start) === '' ? 'empty' : 'text';
}

/** Whether it is Parquet, also with an encrypted footer. */
export function isParquet(start: Buffer): boolean {
  return /^PAR[1E]/.test(start.toString('latin1', 0, 4));
}

export function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** Formats that take some bytes even for nothing: an empty file of them was not downloaded. */
const NEVER_EMPTY = /\.(?:gz|zip|parquet)$/i;

/** Whether a file of such a name is not empty, even with nothing in it. */
export function isNeverEmpty(name: string): boolean {
  return NEVER_EMPTY.test(name);
}

const WORKBOOK = 'is an Excel workbook (.xlsx), not a bill as AWS exports it: in a workbook account ids and amounts may have been changed';

/** Other files that people have of a bill, by their first bytes. */
const NO_BILLS: readonly { isIt: (start: string) => boolean; what: string; isData?: false }[] = [
  {
    isIt: (start) => start.startsWith('%PDF'),
    what: 'is a PDF, such as an invoice: it has sums by service and no usage that can be read',
    isData: false,
  },
  {
    isIt: (start) => start.startsWith('PK') && /\[Content_Types\]\.xml|xl\/|docProps\//.test(start),
    what: WORKBOOK,
  },
  {
    isIt: (start) => start.startsWith('PK') && start.includes('mimetypeapplication/vnd.oasis.opendocument'),
    what: 'is a LibreOffice document, not a bill as AWS exports it: in a spreadsheet account ids and amounts may have been changed',
  },
  { isIt: (start) => start.startsWith('\xd0\xcf\x11\xe0'), what: 'is an old Excel workbook (.xls), not a bill as AWS exports it' },
  { isIt: (start) => start.startsWith('ORC'), what: 'is an ORC file, which is not read' },
  { isIt: (start) => start.startsWith('Obj\x01'), what: 'is an Avro file, which is not read' },
];

/** What a file is that is not a bill and often taken for one, by its first bytes; undefined for any other. */
export function otherThanBill(start: Buffer): NoTable | undefined {
  const text = start.toString('latin1');
  const kind = NO_BILLS.find(({ isIt }) => isIt(text));
  return kind === undefined ? undefined : noBill(kind.what, kind.isData);
}

/** A workbook, as an archive of which one file says so. */
export function workbook(): NoTable {
  return noBill(WORKBOOK);
}

function noBill(what: string, isData = true): NoTable {
  return new NoTable(what, { isData, remedy: `${DOWNLOAD}\n  With all rows: ${EXPORT}` });
}

/** What a file begins with that is not read here. */
interface UnreadKind {
  magic: string;
  /** Where it stands in the file. */
  at?: number;
  what: string;
}

const UNPACK = 'which is not read: unpack it, and give what is in it';
const EXPORT_ANEW = 'which is not read: export it as CSV or Parquet';

/** First bytes, as Latin-1. Source: each format's specification. */
const UNREAD_KINDS: readonly UnreadKind[] = [
  { magic: '\x28\xb5\x2f\xfd', what: `is packed with zstd, ${UNPACK}` },
  { magic: 'BZh', what: `is packed with bzip2, ${UNPACK}` },
  { magic: '7z\xbc\xaf\x27\x1c', what: `is a 7z archive, ${UNPACK}` },
  { magic: '\xfd7zXZ\0', what: `is packed with xz, ${UNPACK}` },
  { magic: '\x04\x22\x4d\x18', what: `is packed with lz4, ${UNPACK}` },
  { magic: '\xff\x06\0\0sNaPpY', what: `is packed with snappy, ${UNPACK}` },
  { magic: 'Rar!', what: `is a RAR archive, ${UNPACK}` },
  { magic: 'ustar', at: 257, what: `is a tar archive, ${UNPACK}` },
  { magic: '\x1f\x8b', what: 'is packed with gzip twice: unpack it once' },
  { magic: 'PK\x03\x04', what: `is a zip archive within another archive, ${UNPACK}` },
  { magic: 'ARROW1', what: `is an Arrow file, ${EXPORT_ANEW}` },
  { magic: 'SQLite format 3\0', what: `is an SQLite database, ${EXPORT_ANEW}` },
];

/**
 * What is said of a file that may hold a bill and is packed or written in a way that is not read; undefined for any other. A table's text
 * may begin with the same letters, so this is asked only where no header is found.
 */
export function unreadKindOf(start: Buffer): string | undefined {
  const text = start.toString('latin1');
  return UNREAD_KINDS.find(({ magic, at = 0 }) => text.startsWith(magic, at))?.what;
}

/** Whether a text is JSON and no CSV: an object with a name or nothing at its start, or a list. */
export function isJson(start: Buffer): boolean {
  return /^(?:\{\s*(?:"|$)|\[\s*(?:[[{]|$))/.test(textOf(start.subarray(0, MOST_START_BYTES)));
}

function textOf(start: Buffer): string {
  return start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
}

const MOST_START_BYTES = 1024;
