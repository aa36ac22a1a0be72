/**
 * A number with its noun.
 *
 * @example counted(1, 'read') // '1 read'
 * @example counted(1680, 'copy', 'copies') // '1,680 copies'
 */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** A number as people write it. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/**
 * Some names, and how many more there are.
 *
 * @example listed(['a', 'b', 'c'], 2) // 'a, b and 1 more'
 */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
