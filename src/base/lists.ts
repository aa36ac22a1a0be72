/**
 * The entry at a place that is known to be there, such as one that a search has just found.
 *
 * @throws RangeError where it is not there: a defect
 */
export function entryAt<T>(list: ArrayLike<T>, index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new RangeError(`no entry ${index} in a list of ${list.length}`);
  return entry;
}
