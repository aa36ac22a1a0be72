import { Decimal } from '../../base/decimal.js';
import { counted } from '../../base/text.js';
import type { Measurement, ReaderMeasurement } from '../../logs/measure/measurement.js';
import { type BarRow, barRows } from '../layout/bar-rows.js';
import { EDGE, heading, shortMoney, shortNumber, WORDS } from '../layout/chart.js';
import { percentOf } from '../layout/figures.js';
import { label, picture } from '../layout/svg.js';

const WIDTH = 900;
/** As many readers as fit; the others are one bar. */
const MOST_READERS = 20;
const TOP = 76;

/**
 * A measurement as SVG: a bar for each reader, of its billable KMS requests; of its reads where the logs do not show the requests. Most
 * first.
 */
export function measurementChart(measurement: Measurement): string {
  const { kmsRequests, readers, coverage, cost, currency, reads } = measurement;
  const areKnown = kmsRequests.billable !== null;
  const { parts, bottom } = barRows(rowsOf(measurement, areKnown ? requestsOf : readsOf), TOP, WIDTH);
  const title = areKnown ? 'Billable KMS requests by reader' : 'Reads of CloudTrail files by reader';
  const sum = areKnown ? counted(kmsRequests.billable ?? 0, 'billable KMS request') : counted(reads.total, 'read');
  const worth = areKnown
    ? cost === undefined
      ? ''
      : ` · ${shortMoney(cost.toNumber(), currency)} before the free tier`
    : ' · KMS requests unknown';
  const period =
    coverage.firstEvent === null ? '' : ` · ${day(coverage.firstEvent)} to ${day(coverage.lastEvent ?? coverage.firstEvent)} (UTC)`;
  const subtitle = `${coverage.complete ? '' : 'Stopped early · '}${sum}${worth}${period}`;
  const description = `A bar for each reader, most first. ${subtitle}. The report has the numbers in a table.`;
  const isEmpty = parts.length === 0;
  return picture('count', { width: WIDTH, height: isEmpty ? TOP + 34 : bottom + 10 }, title, description, [
    ...heading(title, subtitle, WIDTH),
    ...(isEmpty
      ? [
          label(readers.length === 0 ? 'No reader was seen.' : 'None of the readers made one.', {
            x: EDGE,
            y: TOP + 12,
            'font-size': WORDS.size,
          }),
        ]
      : parts),
  ]);
}

function requestsOf({ requests }: ReaderMeasurement): number {
  return requests ?? 0;
}

function readsOf({ reads }: ReaderMeasurement): number {
  return reads;
}

function rowsOf({ readers }: Measurement, countOf: (reader: ReaderMeasurement) => number): BarRow[] {
  const all = readers.reduce((total, reader) => total + countOf(reader), 0);
  const row = (name: string, count: number): BarRow => ({
    name,
    full: { value: count, text: `${shortNumber(count)} (${share(count, all)})` },
  });
  const ranked = readers.filter((reader) => countOf(reader) > 0).sort((one, other) => countOf(other) - countOf(one));
  const others = ranked.slice(MOST_READERS);
  const shown = ranked.slice(0, MOST_READERS).map((reader) => row(reader.name, countOf(reader)));
  if (others.length === 0) return shown;
  return [
    ...shown,
    row(
      `${others.length} more`,
      others.reduce((total, reader) => total + countOf(reader), 0),
    ),
  ];
}

function share(count: number, all: number): string {
  return percentOf(new Decimal(count), new Decimal(all));
}

/** The day of an ISO time. */
function day(time: string): string {
  return time.slice(0, 'YYYY-MM-DD'.length);
}
