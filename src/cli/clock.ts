import { type Month, monthPlus } from '../base/months.js';
import type { Io } from './io.js';
import { usage } from './usage.js';

/**
 * The time of a run, in UTC: now or, for reproducible builds, SOURCE_DATE_EPOCH
 * (reproducible-builds.org/specs/source-date-epoch, seconds since 1970).
 *
 * @throws TrailcostError `usage`
 * @example nowOf({ ...io, env: { SOURCE_DATE_EPOCH: '0' } }) // '1970-01-01T00:00:00Z'
 */
export function nowOf({ env: { SOURCE_DATE_EPOCH: epoch = '' }, now }: Pick<Io, 'env' | 'now'>): string {
  if (epoch !== '' && !/^\d{1,11}$/.test(epoch)) {
    const remedy = 'Set it to whole seconds since 1970-01-01 UTC, or unset it to use the clock.';
    throw usage('SOURCE_DATE_EPOCH', `"${epoch}" is not a time`, remedy);
  }
  return `${new Date(epoch === '' ? now() : Number(epoch) * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * The month after the current one, which is whole: where the period of a scenario begins that does not say so.
 *
 * @throws TrailcostError `usage`
 */
export function nextMonth(io: Pick<Io, 'env' | 'now'>): Month {
  return monthPlus(nowOf(io).slice(0, 7), 1);
}
