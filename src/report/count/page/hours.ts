import { range, sum } from 'd3-array';
import { capitalised } from '../../../base/text.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import { shortNumber } from '../../layout/chart.js';
import type { Table } from '../../layout/document.js';
import type { Figure } from '../../layout/html/figure.js';
import { type HeatRow, heatDrawing } from '../../layout/html/heat.js';
import { countedThings, countText, shareText, thingsCounted } from './numbers.js';
import { DAY_HOURS, dayText, HOUR_MS, observedTime } from './times.js';

/** So many days have a row each; more are added up by the day of the week. */
const MOST_DAYS = 42;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;

const ABSENT = '–';

/** A row of hours: what was counted in each; undefined where the logs do not observe it. */
interface Row {
  name: string;
  /** As a table has it. */
  key: string;
  counts: (number | undefined)[];
}

/** When readers read, by day and hour. Undefined where nothing was counted. */
export function hoursFigure(measurement: Measurement): Figure | undefined {
  const counts = new Map(Object.entries(measurement.byHour).map(([time, count]) => [Date.parse(time) / HOUR_MS, count]));
  if (counts.size === 0) return undefined;
  const { rows, days } = rowsOf(counts, measurement);
  const isWeek = days > MOST_DAYS;
  const things = thingsCounted(measurement);
  return {
    id: 'hours',
    title: titleOf(rows, isWeek, measurement),
    note: isWeek
      ? `Each cell adds up ${countText(days)} days by their day of the week; hours are UTC.`
      : 'A row is a day, a column an hour of it, UTC; on the right the sum of the day.',
    description: `A map of ${rows.length} ${isWeek ? 'days of the week' : 'days'} by 24 hours of ${things}, darker for more.`,
    drawing: (named) =>
      heatDrawing(named, {
        columns: range(DAY_HOURS).map((hour) => (hour % 3 === 0 ? { label: clock(hour), isMinor: hour % 6 !== 0 } : {})),
        rows: rows.map(heatRow),
        valueText: shortNumber,
        absence: 'not in the logs',
      }),
    table: tableOf(rows, `${capitalised(things)} by day and hour, UTC`),
  };
}

/** Days from the first to the last that the logs have, and rows of them or of the days of the week. */
function rowsOf(counts: ReadonlyMap<number, number>, { coverage }: Measurement): { rows: Row[]; days: number } {
  const time = observedTime(coverage);
  const isObserved = (hour: number) => {
    const [from, to] = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
    return time !== undefined && to > time.from && from <= time.to && !time.gaps.some((gap) => gap.from <= from && gap.to >= to);
  };
  const ends = [...counts.keys(), ...(time === undefined ? [] : [time.from / HOUR_MS, time.to / HOUR_MS])];
  const [first, last] = [Math.floor(Math.min(...ends) / DAY_HOURS), Math.floor(Math.max(...ends) / DAY_HOURS)];
  const days = last - first + 1;
  const rows = days > MOST_DAYS ? WEEKDAYS.map((name) => emptyRow(name, name)) : range(first, last + 1).map(rowOfDay);
  for (let hour = first * DAY_HOURS; hour < (last + 1) * DAY_HOURS; hour += 1) {
    const count = counts.get(hour);
    if (count === undefined && !isObserved(hour)) continue;
    const day = Math.floor(hour / DAY_HOURS);
    const row = rows[days > MOST_DAYS ? (day + FIRST_WEEKDAY) % WEEKDAYS.length : day - first];
    const place = hour % DAY_HOURS;
    if (row !== undefined) row.counts[place] = (row.counts[place] ?? 0) + (count ?? 0);
  }
  return { rows, days };
}

function rowOfDay(day: number): Row {
  const start = day * DAY_HOURS * HOUR_MS;
  return emptyRow(dayText(start), new Date(start).toISOString().slice(0, 'YYYY-MM-DD'.length));
}

function emptyRow(name: string, key: string): Row {
  return { name, key, counts: range(DAY_HOURS).map(() => undefined) };
}

function titleOf(rows: readonly Row[], isWeek: boolean, measurement: Measurement): string {
  const cells = rows.flatMap(({ name, counts }) => counts.map((count = 0, hour) => ({ name, hour, count })));
  const busiest = cells.reduce((most, cell) => (cell.count > most.count ? cell : most));
  const all = sum(cells, ({ count }) => count);
  const when = `on ${busiest.name}${isWeek ? 's' : ''}, ${clock(busiest.hour)} to ${clock(busiest.hour + 1)} UTC`;
  if (busiest.count === all) return `When they read: only ${when}`;
  const part = `${countText(busiest.count)} of ${countedThings(all, measurement)} (${shareText(busiest.count, all)})`;
  return `When they read: most ${when}: ${part}`;
}

function heatRow({ name, counts }: Row): HeatRow {
  return {
    name,
    text: sumText(counts),
    cells: counts.map((count, hour) => ({
      value: count,
      text: count === undefined ? `${name}: not in the logs` : `${name}, ${clock(hour)} to ${clock(hour + 1)}: ${countText(count)}`,
    })),
  };
}

function tableOf(rows: readonly Row[], title: string): Table {
  const sums = range(DAY_HOURS).map((hour) => sum(rows, ({ counts }) => counts[hour] ?? 0));
  return {
    title,
    header: ['', ...range(DAY_HOURS).map((hour) => String(hour).padStart(2, '0')), 'all'],
    leftColumns: 1,
    rows: [
      ...rows.map(({ key, counts }) => [key, ...counts.map((count) => (count === undefined ? ABSENT : countText(count))), sumText(counts)]),
      ['all', ...sums.map(countText), countText(sum(sums))],
    ],
    summaryRows: 1,
  };
}

/** Of a row that the logs have nothing of, no zero. */
function sumText(counts: Row['counts']): string {
  return counts.every((count) => count === undefined) ? ABSENT : countText(sum(counts));
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
