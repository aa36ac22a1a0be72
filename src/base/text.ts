/**
 * Text of others with every control character written out as its code; line ends stay. For messages, which show what was given.
 *
 * @example escaped('a\u001b[31mb') // 'a\\u001b[31mb'
 */
export function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Text of others on one line, with a question mark for each sign that steers a terminal or turns its direction. For reports: names in logs,
 * paths and what a parser quotes are anybody's.
 *
 * @example sanitised('siem') // 'siem'
 * @example sanitised('a\u001b[31mb') // 'a?[31mb'
 */
export function sanitised(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

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

/**
 * A name, with a number where another has it already.
 *
 * @example unique('siem', new Set(['siem'])) // 'siem 2'
 */
export function unique(name: string, taken: Set<string>): string {
  let result = name;
  for (let number = 2; taken.has(result); number += 1) result = `${name} ${number}`;
  taken.add(result);
  return result;
}
