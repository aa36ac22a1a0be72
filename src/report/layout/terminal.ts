import { styleText } from 'node:util';
import { type Block, fitted, linesOf } from './blocks.js';
import { type Commands, type Document, type List, sanitisedDocument, shownLists } from './document.js';
import { asShort, leftOutText } from './short.js';
import { type Style, tableBlock } from './terminal-table.js';
import { WIDTH, wrapped } from './wrapping.js';

/** A short report has no more lines. */
const MOST_LINES = 40;
/** Longer lines are hard to read, however wide the terminal is. */
const MOST_PROSE = 100;
/** A narrower terminal gets lines of this width. */
const LEAST_WIDTH = 40;

/** How a report for a terminal is to be. */
export interface TerminalOptions {
  color: boolean;
  /** Whether it has everything; else it has at most 40 lines. */
  isFull?: boolean;
  /** The terminal's width; 80 where absent. */
  columns?: number | undefined;
  /** The terminal's height: a longer report ends with its answer. Unlimited where absent. */
  rows?: number | undefined;
}

/** A report for a terminal. */
export function terminalText(given: Document, { color, isFull = true, columns = WIDTH, rows }: TerminalOptions): string {
  const whole = sanitisedDocument(given);
  const document = isFull ? whole : asShort(whole);
  const width = Math.max(columns, LEAST_WIDTH);
  const prose = (text: string, indent = 0) => wrapped(text, indent, Math.min(width, MOST_PROSE));
  const style: Style = (format, text) => (color && text !== '' ? styleText(format, text, { validateStream: false }) : text);
  const headline = style('bold', prose(document.headline));
  const opening = [
    headline,
    ...(document.lead === undefined ? [] : [prose(document.lead)]),
    '',
    style('dim', prose(document.caption)),
  ].join('\n');
  const blocks: Block[] = [
    { head: opening, items: [], foot: '' },
    ...document.tables.map((table) => tableBlock(table, width, style)),
    ...shownLists(document).map((list) => ('commands' in list ? commandBlock(list, style) : listBlock(list, style, prose))),
  ];
  const leftOut = isFull ? '' : leftOutText(whole);
  const closing: Block[] = leftOut === '' ? [] : [{ head: style('dim', prose(leftOut)), items: [], foot: '' }];
  const most = isFull ? Number.POSITIVE_INFINITY : MOST_LINES;
  const text = textOf(fitted([...blocks, ...closing], most));
  if (rows === undefined || linesOf(text) < rows) return text;
  const answer = style('bold', prose(answerOf(document.headline)));
  return textOf([...fitted([...blocks, ...closing], most - linesOf(answer) - 1), answer]);
}

/** The first sentence of a headline, which is the answer; the others say more of it. */
function answerOf(headline: string): string {
  return /^.*?[.!?](?= \p{Lu}|$)/su.exec(headline)?.[0] ?? headline;
}

function textOf(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

/** Commands are never broken within a word, so that they can be copied. */
function commandBlock({ title, commands }: Commands, style: Style): Block {
  return { head: style('bold', title), items: commands.map((words) => `  ${words.join(' \\\n    ')}`), foot: '' };
}

function listBlock({ title, items, isWarning = false }: List, style: Style, prose: (text: string, indent?: number) => string): Block {
  const mark = isWarning ? style('yellow', '!') : '·';
  return { head: style('bold', prose(title)), items: items.map((item) => `${mark} ${prose(item, 2)}`), foot: '' };
}
