import { partitionOf } from './delivery/partitions.js';
import { namesIn } from './row/layout.js';
import type { RowContext } from './row/parser.js';
import type { ColumnKinds } from './row/roles.js';
import { TableParser } from './row/table-parser.js';
import type { NoHeader } from './table/csv.js';
import type { FoundHeader, Sample } from './table/dialect.js';

/** A part with a header, by whose columns one without may be read. */
export interface KnownPart {
  name: string;
  header: readonly string[];
  kinds: ColumnKinds;
}

/**
 * The header for a part that has none, and the part that has it; or why there is none. Only one header may fit all that is known of the
 * part's rows: as many columns, and dates, numbers and names where that header has them.
 */
export function headerFor(
  { samples, columns, source }: NoHeader,
  known: readonly KnownPart[],
  context: RowContext,
): { header: FoundHeader; from: string } | { reason: string } {
  const found = samples.flatMap((sample) =>
    known.filter((part) => fits(sample, part, source.place, context)).map((part) => ({ sample, part })),
  );
  const [first, ...others] = found;
  if (others.length > 0) return { reason: 'has no header, and the headers of several files fit its columns' };
  if (first === undefined) return { reason: whyNoBill(columns) };
  const { dialect } = first.sample;
  const { header, name } = first.part;
  return { header: { dialect, header, startBytes: 0, linesBefore: 0, linesAbove: 0, hasHeaderLine: false }, from: name };
}

function fits({ rows }: Sample, { header, kinds }: KnownPart, place: string, context: RowContext): boolean {
  const [width] = rows.map(({ length }) => length);
  const parser = width === header.length ? TableParser.of(header, partitionOf(place), context) : undefined;
  if (parser === undefined) return false;
  const used = new Set(Object.values(parser.layout.at));
  return rows.every((cells) => parser.fits(cells) && kinds.agreesWith(cells, used));
}

function whyNoBill(columns: readonly string[] | undefined): string {
  if (columns === undefined) return 'is not a CSV file';
  if (columns.some(isTime)) return 'has no header, and the header of no other file fits its columns';
  return `is not a bill; its columns are ${namesIn(columns)}`;
}

function isTime(cell: string): boolean {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(cell);
}
