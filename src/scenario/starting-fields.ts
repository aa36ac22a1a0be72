import { dayOf, type Month, monthSpan } from '../base/months.js';
import type { KnownReader } from './known-readers.js';

/**
 * Fields of a scenario for a reader that is known by name: what is known of how it reads, and for what only its user knows numbers to begin
 * with, one run a day over a month.
 *
 * @param start first month, in which a reader that reads once does so
 */
export function startingFields({ pattern, getsPerFile, readsDigests }: KnownReader, start: Month): Readonly<Record<string, unknown>> {
  const digests = readsDigests === undefined ? {} : { digests: readsDigests };
  const gets = (field: string) => (getsPerFile === undefined || getsPerFile === 1 ? {} : { [field]: getsPerFile });
  switch (pattern) {
    case 'every-file':
      return { ...digests, ...gets('times') };
    case 'scan':
      return { ...RUNS, ...digests, ...gets('getsPerFile') };
    case 'validate':
      return RUNS;
    case 'once': {
      const { startDay, endDay } = monthSpan(start);
      return { month: start, firstDay: dayOf(startDay), lastDay: dayOf(endDay - 1), ...digests };
    }
    default:
      return {};
  }
}

const RUNS = { runsPerMonth: 30.4, lookbackDays: 30 };
