import { UTCDateMini } from '@date-fns/utc/date/mini';

/** The calendar of UTC. Its dates have no texts, for which formats would be made at each start. */
export function utc(value: Date | number | string): Date {
  return new UTCDateMini(+new Date(value));
}
