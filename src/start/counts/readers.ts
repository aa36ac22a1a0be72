import { max, min, sum } from 'd3-array';
import { byName } from '../../base/by-name.js';
import { dayNumber, dayOf, type Month, monthPlus, monthsText } from '../../base/months.js';
import { perMonth } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import { counted } from '../../base/text.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import type { Facts, ReaderFacts } from '../facts.js';
import { type CountRow, countRows } from './table.js';

/** The events that make a KMS request or are a read, of which the first that a table has counts. */
const EVENTS = ['Decrypt', 'GetObject', 'REST.GET.OBJECT'];

/** As records and people name it. */
const CLOUDTRAILS = [CLOUDTRAIL, 'cloudtrail.amazonaws.com'];

/**
 * Readers of a table of readers, months and counts.
 *
 * @param current the month that it is now, which is not over
 * @throws TrailcostError `file-unreadable` for a table of which not every column and row can be read
 */
export function countTableFound(text: string, file: string, current: Month): Partial<Facts> {
  const all = countRows(text, file);
  const origin = `counts in ${file}`;
  const events = [...new Set(all.map(({ event }) => event))];
  const event = EVENTS.find((name) => events.includes(name)) ?? events[0];
  const ofEvent = all.filter((row) => row.event === event);
  const rows = ofEvent.map(readerIn).filter(({ name }) => name !== '' && !CLOUDTRAILS.includes(name));
  const observed = observedIn(all, current);
  const groups = byName(rows, ({ name, account }) => `${account} ${name}`);
  const warnings = [
    ...(events.length > 1
      ? [`${origin} are of several events: ${event} was taken, ${counted(all.length - ofEvent.length, 'row')} left out.`]
      : []),
    ...(rows.length < ofEvent.length
      ? [`${origin}: ${counted(ofEvent.length - rows.length, 'row')} without a reader, or of CloudTrail itself, left out.`]
      : []),
    ...observed.warnings.map((warning) => `${origin} ${warning}`),
  ];
  return { readers: groups.map((own) => readerOf(own, observed, origin)), warnings };
}

interface NamedRow extends CountRow {
  name: string;
}

/** An ARN's role or user, without its session. */
function readerIn(row: CountRow): NamedRow {
  const [, account = '', kind, path = ''] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):([\w-]+)(?:[/:](.*))?$/.exec(row.reader) ?? [];
  if (kind === undefined) return { ...row, name: row.reader === '-' || row.reader.toLowerCase() === 'null' ? '' : row.reader };
  const parts = path.split('/');
  const name = kind === 'root' ? 'root' : kind === 'assumed-role' ? parts[0] : parts.at(-1);
  return { ...row, account, name: name ?? '' };
}

/** The time that a table is of. */
interface Observed {
  /** Whole months; empty where there is none, so that days are projected. */
  months: readonly Month[];
  /** Whether rows are of days. */
  days: readonly number[];
  warnings: readonly string[];
  text: string;
}

/** Rows of days make a month whole where they reach over all of it; rows of months are taken as whole, but for the month that it is now. */
function observedIn(rows: readonly CountRow[], current: Month): Observed {
  const months = [...new Set(rows.map(({ time }) => time.slice(0, 7)))].sort();
  const days = rows.flatMap(({ time }) => (time.length > 7 ? [dayNumber(time)] : []));
  const isByMonth = days.length < rows.length || (months.length > 1 && rows.every(({ time }) => time.endsWith('-01')));
  if (isByMonth) return ofMonths(months, current);
  const [first, last] = [min(days) ?? 0, max(days) ?? 0];
  const isWhole = (month: Month) => dayNumber(`${month}-01`) >= first && dayNumber(`${monthPlus(month, 1)}-01`) - 1 <= last;
  const whole = months.filter(isWhole);
  const left = months.filter((month) => !whole.includes(month));
  const span = `${dayOf(first)} to ${dayOf(last)}`;
  if (whole.length > 0)
    return {
      months: whole,
      days: [],
      warnings: left.length === 0 ? [] : [`are of ${span}: what is not of a whole month (${left.join(', ')}) is left out.`],
      text: monthsText(whole),
    };
  const list = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return {
    months: [],
    days: list,
    warnings: [`are of ${span}, no whole month: a month is projected from ${counted(list.length, 'day')}.`],
    text: `${span}, as a month`,
  };
}

function ofMonths(months: readonly Month[], current: Month): Observed {
  const over = months.filter((month) => month < current);
  if (over.length === 0) {
    const warnings = ['have no month that is over: they are taken as those of a month, and are more when it is.'];
    return { months, days: [], warnings, text: monthsText(months) };
  }
  const left = over.length < months.length ? [`are of ${current} too, which is not over: it is left out.`] : [];
  return {
    months: over,
    days: [],
    warnings: [...left, 'do not say whether the first and the last month are whole: they are taken so.'],
    text: monthsText(over),
  };
}

function readerOf(rows: readonly [NamedRow, ...NamedRow[]], observed: Observed, origin: string): ReaderFacts {
  const [{ name, account }] = rows;
  return {
    name,
    pattern: 'single',
    basis: 'table',
    reason: `${origin} of ${observed.text}`,
    fields: {
      ...(/^\d{12}$/.test(account) ? { account: { value: account, origin } } : {}),
      readsPerMonth: { value: monthOf(rows, observed), origin },
    },
  };
}

/** The least, the mean and the most of whole months; without one, what the days make. */
function monthOf(rows: readonly CountRow[], { months, days }: Observed): Range | number {
  const countIn = (test: (time: string) => boolean) =>
    sum(
      rows.filter(({ time }) => test(time)),
      ({ count }) => count,
    );
  if (months.length === 0)
    return perMonth(
      countIn(() => true),
      (day) => countIn((time) => dayNumber(time) === day),
      { hours: days.length * 24, days },
    );
  const counts = months.map((month) => countIn((time) => time.startsWith(month)));
  const [low, high] = [min(counts) ?? 0, max(counts) ?? 0];
  return low === high ? low : { low, expected: Math.round(sum(counts) / counts.length), high };
}
