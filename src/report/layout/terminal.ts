import { styleText } from 'node:util';
import stringWidth from 'fast-string-width';
import { type Bar, type Commands, type Document, type List, sanitisedDocument, shownLists, type Table } from './document.js';
import { padded, shortened, WIDTH, wrapped } from './wrapping.js';

const GAP = 2;
/** The least that is kept of a name where a table would be too wide. */
const MIN_NAME = 8;
/** A bar shorter than this shows nothing. */
const LEAST_BAR = 6;

type Style = (format: 'bold' | 'dim' | 'yellow', text: string) => string;

/** A report for a terminal of 80 columns. */
export function terminalText(given: Document, { color }: { color: boolean }): string {
  const document = sanitisedDocument(given);
  const style: Style = (format, text) => (color && text !== '' ? styleText(format, text, { validateStream: false }) : text);
  const opening = [
    style('bold', wrapped(document.headline, 0)),
    ...(document.lead === undefined ? [] : [wrapped(document.lead, 0)]),
    '',
    style('dim', wrapped(document.caption, 0)),
  ].join('\n');
  const blocks = [
    opening,
    ...document.tables.map((table) => tableText(table, style)),
    ...shownLists(document).map((list) => ('commands' in list ? commandText(list, style) : listText(list, style))),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function tableText({ title, header, leftColumns, rows, summaryRows = 0, bars = [] }: Table, style: Style): string {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => stringWidth(row[column] ?? ''))));
  const others = widths.slice(1).reduce((total, width) => total + width + GAP, 0);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(MIN_NAME, WIDTH - others));
  const line = (row: string[]) =>
    row
      .map((cell, column) => padded(shortened(cell, widths[column] ?? 0), widths[column] ?? 0, column < leftColumns))
      .join(' '.repeat(GAP))
      .trimEnd();
  const barWidth = WIDTH - (widths[0] ?? 0) - others - GAP;
  const barred = (text: string, index: number) => {
    const bar = bars[index];
    return bar === undefined || barWidth < LEAST_BAR
      ? text
      : `${padded(text, (widths[0] ?? 0) + others + GAP, true)}${barText(bar, barWidth)}`.trimEnd();
  };
  const firstSummary = rows.length - summaryRows;
  return [
    style('bold', wrapped(title, 0)),
    style('dim', line(header)),
    ...rows.map((row, index) => barred(index === firstSummary ? style('bold', line(row)) : line(row), index)),
  ].join('\n');
}

/** A bar as long as its share of the width, at least one character where there is anything to show. */
function barText({ from, to, mark }: Bar, width: number): string {
  const first = Math.min(Math.round(from * width), width - 1);
  const last = to > from ? Math.max(Math.round(to * width), first + 1) : first;
  const signs: string[] = Array.from({ length: width }, (_, place) => (place >= first && place < last ? '▇' : ' '));
  if (mark !== undefined) signs[Math.min(Math.round(mark * width), width - 1)] = '│';
  return signs.join('').trimEnd();
}

/** Commands are never broken within a word, so that they can be copied. */
function commandText({ title, commands }: Commands, style: Style): string {
  return [style('bold', wrapped(title, 0)), ...commands.map((words) => `  ${words.join(' \\\n    ')}`)].join('\n');
}

function listText({ title, items, isWarning = false }: List, style: Style): string {
  const mark = isWarning ? style('yellow', '!') : '·';
  return [style('bold', wrapped(title, 0)), ...items.map((item) => `${mark} ${wrapped(item, 2)}`)].join('\n');
}
