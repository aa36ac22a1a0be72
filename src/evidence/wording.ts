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
