/** Something for each of some keys. */
export function recordOf<K extends string, V>(keys: readonly K[], compute: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, compute(key)])) as Record<K, V>;
}

/** The keys of a record that has no others than its type says. */
export function keysOf<K extends string>(record: Partial<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

/** The same keys with other values. */
export function mapValues<K extends string, A, B>(record: Record<K, A>, map: (value: A) => B): Record<K, B> {
  return recordOf(keysOf(record), (key) => map(record[key]));
}

/** Whether a value has fields to look at: an object or a list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
