import { type Commands, type Document, type List, shownLists, type Table } from './document.js';

/** A report as Markdown. */
export function markdownText(document: Document): string {
  const blocks = [
    `**${escapedMarkdown(document.headline)}**`,
    escapedMarkdown(document.lead ?? ''),
    escapedMarkdown(document.caption),
    ...document.tables.map(tableText),
    ...shownLists(document).map(listText),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A table under its title. */
export function tableText({ title, header, leftColumns, rows, summaryRows = 0 }: Table): string {
  const rule = header.map((_, column) => (column < leftColumns ? ':--' : '--:'));
  const body = rows.map((row, index) => (index >= rows.length - summaryRows ? row.map(strong) : row.map(escapedMarkdown)));
  return [
    `### ${escapedMarkdown(title)}`,
    '',
    ...[header.map(escapedMarkdown), rule, ...body].map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/** Points under their title. */
export function listText(list: List | Commands): string {
  if ('commands' in list) return commandText(list);
  const { title, items } = list;
  return [`### ${escapedMarkdown(title)}`, '', ...items.map((item) => `- ${escapedMarkdown(item)}`)].join('\n');
}

function commandText({ title, commands }: Commands): string {
  const fence = '```';
  return [
    `### ${escapedMarkdown(title)}`,
    '',
    `${fence}sh`,
    ...commands.map((words) => words.join(' ').replaceAll(fence, "'''")),
    fence,
  ].join('\n');
}

function strong(text: string): string {
  return text.trim() === '' ? '' : `**${escapedMarkdown(text.trim())}**`;
}

/** Text as Markdown: names are other people's text, and none of it may become a table, a link, an image or HTML. */
export function escapedMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~!]/g, '\\$&');
}
