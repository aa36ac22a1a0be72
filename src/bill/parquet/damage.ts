import { Unreadable } from '../../files/unreadable.js';

/** What is wrong with a file, in words. */
export function damaged(what: string, cause?: unknown): Unreadable {
  return new Unreadable(`damaged Parquet data: ${what}`, { cause });
}

/** What stands in a file may be of any type, whatever the library's types say; small numbers come as numbers, large ones as bigints. */
export function isCount(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
}

export function isLargeCount(value: unknown): value is bigint {
  return typeof value === 'bigint' && isCount(Number(value));
}

export function numberOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : 'an unknown number of';
}
