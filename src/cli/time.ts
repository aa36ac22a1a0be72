import { utc } from '@date-fns/utc';
import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { TrailcostError } from '../base/errors.js';

const FORM = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * A point in time that a user gives, in seconds since 1970-01-01 UTC: a day, which stands for its beginning in UTC, or a time with its zone.
 *
 * @throws TrailcostError `usage`
 */
export function instantOf(text: string, option: string): number {
  const time = FORM.test(text) ? parseISO(text, { in: utc }) : undefined;
  if (time === undefined || !isValid(time)) {
    const remedy = 'Write a day, 2026-11-02, or a time, 2026-11-02T08:00:00Z.';
    throw new TrailcostError('usage', { where: option, what: `"${text}" is no day or time`, remedy });
  }
  return Math.floor(time.getTime() / 1000);
}

/**
 * The time that a forecast is marked with, in UTC: now or, where builds shall be reproducible, SOURCE_DATE_EPOCH
 * (reproducible-builds.org/specs/source-date-epoch, seconds since 1970).
 *
 * @throws TrailcostError `usage`
 * @example generatedAt({ SOURCE_DATE_EPOCH: '0' }, Date.now()) // '1970-01-01T00:00:00Z'
 */
export function generatedAt({ SOURCE_DATE_EPOCH: epoch }: NodeJS.ProcessEnv, now: number): string {
  const isGiven = epoch !== undefined && epoch !== '';
  if (isGiven && !/^\d{1,11}$/.test(epoch)) {
    const remedy = 'It is whole seconds since 1970-01-01 UTC; unset it for the time of the clock.';
    throw new TrailcostError('usage', { where: 'SOURCE_DATE_EPOCH', what: `"${epoch}" is no time`, remedy });
  }
  return `${new Date(isGiven ? Number(epoch) * 1000 : now).toISOString().slice(0, 19)}Z`;
}
