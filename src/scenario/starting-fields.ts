import { dayOf, type Month, monthSpan } from '../base/months.js';
import type { KnownReader } from './known-readers.js';

/**
 * Fields of a scenario for a reader that is like one known by name. What only its user knows has numbers to begin with: one run a day over
 * a month, and all files at most.
 *
 * @param start first month, in which a reader that reads once does so
 */
export function startingFields({ id, pattern, isShareUnknown }: KnownReader, start: Month): Readonly<Record<string, unknown>> {
  const share = isShareUnknown === true ? { share: 1 } : {};
  return { like: id, ...ownFields(pattern, start), ...share };
}

function ownFields(pattern: KnownReader['pattern'], start: Month): Readonly<Record<string, unknown>> {
  if (pattern === 'scan' || pattern === 'validate') return { runsPerMonth: 30.4, lookbackDays: 30 };
  if (pattern !== 'once') return {};
  const { startDay, endDay } = monthSpan(start);
  return { month: start, firstDay: dayOf(startDay), lastDay: dayOf(endDay - 1) };
}
