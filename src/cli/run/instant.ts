import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { utc } from '../../base/utc.js';
import { usage } from '../usage.js';

const FORM = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * A point in time that a user gives, in seconds since 1970-01-01 UTC: a day, which means its beginning in UTC, or a time with its
 * zone.
 *
 * @throws TrailcostError `usage`
 */
export function instantOf(text: string, option: string): number {
  const time = FORM.test(text) ? parseISO(text, { in: utc }) : undefined;
  if (time !== undefined && isValid(time)) return Math.floor(time.getTime() / 1000);
  throw usage(option, `"${text}" is not a day or time`, 'Write a day, 2026-11-02, or a time, 2026-11-02T08:00:00Z.');
}
