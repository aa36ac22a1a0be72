import type { KmsStrategy } from '../../model/strategies.js';
import type { Diff } from '../../planning/diff.js';
import { shownLists } from '../layout/document.js';
import { blockMarkdown, inlineMarkdown } from '../layout/inert-markdown.js';
import { listText, tableText } from '../layout/markdown.js';
import { diffDocument } from './document.js';
import type { JudgedIncrease } from './increase.js';

/** A diff as a comment of a pull request: the answer and the strategies are visible, the rest is folded. */
export function diffMarkdown(diff: Diff, strategy: KmsStrategy, judged?: JudgedIncrease): string {
  const document = diffDocument(diff, strategy, judged);
  const { headline, lead, caption, tables } = document;
  const lists = shownLists(document);
  const [strategies, ...others] = tables;
  const isWarning = (list: (typeof lists)[number]) => 'isWarning' in list && list.isWarning;
  const warnings = lists.filter(isWarning);
  const details = [...others.map(tableText), ...lists.filter((list) => !isWarning(list)).map(listText)];
  const blocks = [
    `**${inlineMarkdown(headline)}**`,
    ...(lead === undefined ? [] : [blockMarkdown(lead)]),
    ...(strategies === undefined ? [] : [tableText(strategies)]),
    ...warnings.map(listText),
    ...(details.length === 0 ? [] : ['<details><summary>By charge, reader and month</summary>', ...details, '</details>']),
    blockMarkdown(caption),
  ];
  return `${blocks.join('\n\n')}\n`;
}
