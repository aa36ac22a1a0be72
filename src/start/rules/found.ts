// start/rules: what settings of trails and buckets mean for log files, whoever gives them: AWS's answers, templates.

import type { Said } from '../facts.js';

/** What follows from what a file says, and what must not be overlooked. */
export interface Found<T> {
  says: T;
  warnings: readonly string[];
}

/** A value with its origin; nothing for one that is not known. */
export function said<T>(value: T | undefined, origin: string): Said<T> | undefined {
  return value === undefined ? undefined : { value, origin };
}

/** The fields of a record, each of which may be not known. */
type Loose<T> = { [K in keyof T]: T[K] | undefined };

/** A record without what is not known: an absent field overwrites nothing. */
export function known<T extends object>(fields: Loose<T>): T {
  const kept: object = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (isOf(kept, fields)) return kept;
  throw new TypeError('a field that is not known was kept');
}

function isOf<T extends object>(kept: object, fields: Loose<T>): kept is T {
  return Object.entries(kept).every(([field, value]) => field in fields && value !== undefined);
}

/** What several findings of one thing say. */
export function together<T extends object>(found: readonly Found<Partial<T>>[]): Partial<T> {
  const all: Partial<T> = {};
  for (const { says } of found) Object.assign(all, says);
  return all;
}
