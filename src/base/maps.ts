/** What a map has under a key, made where it has none yet. */
export function getOrMake<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  map.set(key, made);
  return made;
}

/** Adds to the number that a map has under a key, zero at first. */
export function addTo<K>(numbers: Map<K, number>, key: K, number: number): void {
  numbers.set(key, (numbers.get(key) ?? 0) + number);
}
