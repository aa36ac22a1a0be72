import type { Estimate } from '../../model/estimate.js';
import { markdownText } from '../layout/markdown.js';
import { terminalText } from '../layout/terminal.js';
import { documentOf } from './document.js';

/** The estimate for a terminal of 80 columns. */
export function tableReport(estimate: Estimate, options: { color: boolean }): string {
  return terminalText(documentOf(estimate), options);
}

/** The estimate as Markdown, for a ticket or a pull request. */
export function markdownReport(estimate: Estimate): string {
  return markdownText(documentOf(estimate));
}
