/**
 * Computes the value of each key only once. Of more than `most` keys the first ones are kept, and any other is computed anew: forgetting
 * some for others would cost more time than it saves.
 *
 * @example const nameOf = remembered((id: string) => longSearch(id))
 */
export function remembered<A, T>(
  compute: (argument: A) => T,
  { keyOf = (argument) => argument, most = Number.POSITIVE_INFINITY }: { keyOf?: (argument: A) => unknown; most?: number } = {},
): (argument: A) => T {
  const known = new Map<unknown, T>();
  return (argument) => {
    const key = keyOf(argument);
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(argument);
    if (known.size < most) known.set(key, value);
    return value;
  };
}

/** Something that is computed when it is first asked for, and then kept. */
export function lazily<T>(compute: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
