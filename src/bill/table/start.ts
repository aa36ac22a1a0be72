/** What a file begins with that is no text of a table. */
interface Kind {
  magic: string;
  /** Where it stands in the file. */
  at?: number;
  what: string;
}

const UNPACK = 'which is not read: unpack it, and give what is in it';
const EXPORT = 'which is not read: export it as CSV or Parquet';

/** First bytes, as Latin-1. Source: each format's specification. */
const KINDS: readonly Kind[] = [
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
  { magic: 'ARROW1', what: `is an Arrow file, ${EXPORT}` },
  { magic: 'SQLite format 3\0', what: `is an SQLite database, ${EXPORT}` },
];

/** What may hold a bill, begins so and cannot be read here; undefined for anything else. */
export function otherKindOf(start: Buffer): string | undefined {
  const text = start.toString('latin1');
  return KINDS.find(({ magic, at = 0 }) => text.startsWith(magic, at))?.what;
}

export function isParquet(start: Buffer): boolean {
  return /^PAR[1E]/.test(start.toString('latin1', 0, 4));
}

export function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}
