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
