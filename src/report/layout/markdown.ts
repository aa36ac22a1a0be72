import type { Commands, Document, List, Table } from './document.js';

/** A report as Markdown. */
export function markdownText(document: Document): string {
  const blocks = [
    `**${escaped(document.headline)}**`,
    escaped(document.lead),
    escaped(document.caption),
    ...document.tables.map(tableText),
    ...document.lists.map(listText),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A table under its title. */
export function tableText({ title, header, leftColumns, rows, summaryRows }: Table): string {
  const rule = header.map((_, column) => (column < leftColumns ? ':--' : '--:'));
  const body = rows.map((row, index) => (index >= rows.length - summaryRows ? row.map(strong) : row.map(escaped)));
  return [`### ${escaped(title)}`, '', ...[header.map(escaped), rule, ...body].map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

/** Points under their title. */
export function listText(list: List | Commands): string {
  if ('commands' in list) return commandText(list);
  const { title, items } = list;
  return [`### ${escaped(title)}`, '', ...items.map((item) => `- ${escaped(item)}`)].join('\n');
}

function commandText({ title, commands }: Commands): string {
  const fence = '```';
  return [`### ${escaped(title)}`, '', `${fence}sh`, ...commands.map((words) => words.join(' ').replaceAll(fence, "'''")), fence].join(
    '\n',
  );
}

function strong(text: string): string {
  return text.trim() === '' ? '' : `**${escaped(text.trim())}**`;
}

/** Names are other people's text: none of it may become a table, a link, an image or HTML. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~!]/g, '\\$&');
}
