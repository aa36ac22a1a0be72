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
 * Text of others on one line, with a question mark for each character that controls a terminal or changes the direction of text. For
 * reports: names in logs, paths and what a parser quotes can come from anyone.
 *
 * @example sanitised('siem') // 'siem'
 * @example sanitised('a\u001b[31mb') // 'a?[31mb'
 */
export function sanitised(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}
