import { group } from 'd3-array';

/** Those that have a name in common, in the order of their first. */
export function byName<T>(all: readonly T[], nameOf: (each: T) => string | undefined): (readonly [T, ...T[]])[] {
  return [...group(all, nameOf).values()] as [T, ...T[]][];
}
