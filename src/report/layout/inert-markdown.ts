import { sanitised } from '../../base/cleaned.js';

/**
 * What GitHub makes a link, a notification, a picture or a formula of in the text that is shown, so that no escape before it helps.
 * Rules: GitHub Docs, Autolinked references and URLs; GitHub Flavored Markdown, 6.9 Autolinks (extension); the filters of GitHub Desktop.
 */
const LOUD: readonly RegExp[] = [
  // A mention, an address of mail, a commit of another repository.
  /@[\w-]/,
  /(?:https?|ftp):\/\/|www\./i,
  /#\d|gh-\d|\/(?:issues|pull|discussions)\/\d/i,
  // A commit. Digits alone are a number or an account.
  /\b(?!\d+\b)[\da-f]{7,40}\b/,
  // An emoji, not a time of day.
  /:(?!\d+:)[\w+-]+:|:(?:100|1234):/,
  // A formula. A price is none: no dollar before a digit closes one.
  /\$(?!\d)/,
];

/** Quotes, brackets and the sentence's marks around a word. */
const AROUND = /^(["'“‘([{]*)(.*?)(["'”’)\]}.,;:!?…]*)$/s;

/**
 * Text as Markdown within a line, which shows it as it is: names are other people's text. What GitHub would take for more than text stands
 * as code, which it leaves alone and which can be copied; an escape is before all else that Markdown would take for its own.
 *
 * @example inlineMarkdown('a_b of user@example.com') // 'a\\_b of `user@example.com`'
 */
export function inlineMarkdown(text: string): string {
  return sanitised(text)
    .trim()
    .split(/(\s+)/)
    .map((word) => (isLoud(word) ? codeWord(word) : escapedWord(word)))
    .join('');
}

/**
 * Text as a paragraph of Markdown, or a point of a list: its beginning makes no list, no rule and no code either.
 *
 * @example blockMarkdown('- 1. a') // '\\- 1. a'
 */
export function blockMarkdown(text: string): string {
  return inlineMarkdown(text)
    .replace(/^[-+](?=[\s-]*$|\s)/, '\\$&')
    .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\');
}

function isLoud(word: string): boolean {
  return LOUD.some((pattern) => pattern.test(word));
}

function codeWord(word: string): string {
  const [, before = '', core = '', after = ''] = AROUND.exec(word) ?? [];
  return isLoud(core) ? `${escapedWord(before)}${code(core)}${escapedWord(after)}` : code(word);
}

/** What would end code, or a table's cell, stands between two pieces of code. */
function code(text: string): string {
  return text
    .split(/([`|])/)
    .map((piece, index) => (index % 2 === 1 ? `\\${piece}` : piece && `\`${piece}\``))
    .join('');
}

function escapedWord(word: string): string {
  return word.replace(/[\\`*_[\]<>|#~!]|&(?=#?\w+;)/g, '\\$&');
}
