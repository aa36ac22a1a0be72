import { sanitised } from '../../base/cleaned.js';
import { type Commands, type Document, type List, shownLists, type Table } from './document.js';
import { blockMarkdown, inlineMarkdown } from './inert-markdown.js';

/** A report as Markdown. */
export function markdownText(document: Document): string {
  const blocks = [
    `**${inlineMarkdown(document.headline)}**`,
    blockMarkdown(document.lead ?? ''),
    blockMarkdown(document.caption),
    ...document.tables.map(tableText),
    ...shownLists(document).map(listText),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A table under its title. */
export function tableText({ title, header, leftColumns, rows, summaryRows = 0 }: Table): string {
  const rule = header.map((_, column) => (column < leftColumns ? ':--' : '--:'));
  const body = rows.map((row, index) => (index >= rows.length - summaryRows ? row.map(strong) : row.map(inlineMarkdown)));
  return [
    `### ${inlineMarkdown(title)}`,
    '',
    ...[header.map(inlineMarkdown), rule, ...body].map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/** Points under their title. */
export function listText(list: List | Commands): string {
  if ('commands' in list) return commandText(list);
  const { title, items } = list;
  return [`### ${inlineMarkdown(title)}`, '', ...items.map((item) => `- ${blockMarkdown(item)}`)].join('\n');
}

function commandText({ title, commands }: Commands): string {
  const lines = commands.map((words) => sanitised(words.join(' ')));
  const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`### ${inlineMarkdown(title)}`, '', `${fence}sh`, ...lines, fence].join('\n');
}

function strong(text: string): string {
  return text.trim() === '' ? '' : `**${inlineMarkdown(text)}**`;
}
