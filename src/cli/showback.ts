import type { Estimate } from '../model/estimate.js';
import type { SharedBy } from '../model/shares.js';
import { showbackDocument, showbackJson, showbackTable } from '../report/estimate/showback.js';
import { csvTable } from '../report/layout/csv.js';
import { markdownText } from '../report/layout/markdown.js';
import { terminalText } from '../report/layout/terminal.js';
import { colorWanted } from './color.js';
import type { Format } from './report-options.js';

/** The cost shared out, in a format. */
export function showback(estimate: Estimate, by: SharedBy, format: Format, toStdout: boolean): string {
  switch (format) {
    case 'table':
      return terminalText(showbackDocument(estimate, by), { color: toStdout && colorWanted(process.stdout, process.env) });
    case 'json':
      return showbackJson(estimate, by);
    case 'csv':
      return csvTable(showbackTable(estimate, by));
    case 'markdown':
      return markdownText(showbackDocument(estimate, by));
  }
}
