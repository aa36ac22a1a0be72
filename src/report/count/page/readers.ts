import { sum } from '../../../base/decimal.js';
import { counted } from '../../../base/text.js';
import type { AccessPattern, Measurement, ReaderMeasurement } from '../../../logs/measure/measurement.js';
import { type AccountNames, accountText } from '../../layout/account-names.js';
import { money, placesFor } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import type { Figure } from '../../layout/html/figure.js';
import { readerTable, readTable } from '../document.js';
import { countedThings, countText, shareText } from './numbers.js';

/** As many bars as one looks at; the others are one. */
const MOST_ROWS = 12;

/** Who makes the requests, or where these are unknown the reads. Undefined where nobody does. */
export function readerFigure(measurement: Measurement, names: AccountNames): Figure | undefined {
  const ranked = measurement.readers.filter((reader) => countOf(reader, measurement) > 0);
  ranked.sort((one, other) => countOf(other, measurement) - countOf(one, measurement));
  if (ranked.length === 0) return undefined;
  const rows = rowsOf(ranked, measurement, names);
  return {
    id: 'readers',
    title: `Who reads: ${whoText(ranked, measurement)}`,
    note:
      measurement.basis === 'gets'
        ? 'Reads, each of which would be one KMS request under SSE-KMS; the account is the one that would pay.'
        : `Billable KMS requests, ${measurement.currency} before the free tier; the account is the one that pays.`,
    description: `A bar for each of ${counted(ranked.length, 'reader')}, most first: ${rows.map(rowText).join(', ')}.`,
    drawing: (named) => barDrawing(named, rows),
    table: measurement.basis === 'gets' ? readTable(measurement) : readerTable(measurement),
  };
}

function rowText({ name, text }: BarRow): string {
  return `${name} ${text}`;
}

function whoText(ranked: readonly ReaderMeasurement[], measurement: Measurement): string {
  const [first] = ranked;
  const all = sumOf(ranked, measurement);
  if (first === undefined || ranked.length === 1) return `${first?.name ?? ''} alone, ${countedThings(all, measurement)}`;
  return `${first.name} makes most, ${shareText(countOf(first, measurement), all)} of ${countedThings(all, measurement)}`;
}

function countOf({ requests, reads }: ReaderMeasurement, { basis }: Measurement): number {
  return basis === 'gets' ? reads : (requests ?? 0);
}

function sumOf(readers: readonly ReaderMeasurement[], measurement: Measurement): number {
  return readers.reduce((sum, reader) => sum + countOf(reader, measurement), 0);
}

function rowsOf(ranked: readonly ReaderMeasurement[], measurement: Measurement, names: AccountNames): BarRow[] {
  const all = sumOf(ranked, measurement);
  const row = (name: string, some: readonly ReaderMeasurement[], notes: readonly string[], ink: string): BarRow => {
    const count = sumOf(some, measurement);
    const note = [...notes, ...costTexts(some, measurement)].join(' · ');
    return { name, note, text: `${countText(count)} (${shareText(count, all)})`, bars: [{ from: 0, to: count, ink }] };
  };
  const others = ranked.slice(MOST_ROWS);
  const shown = ranked.slice(0, MOST_ROWS).map((reader) => row(reader.name, [reader], notesOf(reader, names), 'ink-main'));
  return others.length === 0 ? shown : [...shown, row(`${countText(others.length)} more`, others, [], 'ink-second')];
}

/** Nothing where a price is missing, where currencies are mixed, and of reads that cost no request. */
function costTexts(some: readonly ReaderMeasurement[], { basis, cost, currency, readers }: Measurement): string[] {
  if (basis === 'gets' || cost === undefined) return [];
  const places = placesFor(readers.flatMap((reader) => reader.cost ?? []));
  return [money(sum(some.flatMap((reader) => reader.cost ?? [])), currency, places)];
}

function notesOf({ account, pattern, peakRequestsPerSecond: peak }: ReaderMeasurement, names: AccountNames): string[] {
  return [
    ...(pattern === undefined ? [] : [patternText(pattern)]),
    account === '' ? 'account unknown' : accountText(account, names),
    ...(peak === null || peak === 0 ? [] : [`peak ${countText(peak)} a second`]),
  ];
}

const PATTERN_TEXTS: Readonly<Record<AccessPattern['pattern'], string>> = {
  'every-file': 'every new file',
  scan: 'scans',
  validate: 'validates log files',
  single: 'single reads',
  replicate: 'replicates every new file',
};

/** How it reads, in words; a scan and a validation with how far back they look. */
function patternText({ pattern, fields: { lookbackDays: days } }: AccessPattern): string {
  return typeof days === 'number' ? `${PATTERN_TEXTS[pattern]}, back over ${counted(days, 'day')}` : PATTERN_TEXTS[pattern];
}
