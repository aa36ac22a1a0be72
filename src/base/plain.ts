/**
 * Text of others without signs that steer a terminal or turn its direction: names in logs, paths and what a parser quotes are anybody's.
 *
 * @example plain('siem') // 'siem'
 * @example plain('a\u001b[31mb') // 'a?[31mb'
 */
export function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}
