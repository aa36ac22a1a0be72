import { pageAssets } from '../../src/files/page-assets.js';
import { blockMarkup, blocksOf, type PageReport, pageHtml } from '../../src/report/layout/html/page.js';
import { fileOf } from './browser.js';

/** Rows of the long table, without their sum. */
export const ALL = 40;

/** Names whose order is not that of their numbers; every fourth row has no number. */
const LONG = Array.from({ length: ALL }, (_, index) => [
  `reader ${(index * 7) % ALL}`,
  `2026-${String((index % 12) + 1).padStart(2, '0')}`,
  index % 4 === 3 ? '–' : ((index * 977) % 5000).toLocaleString('en', { minimumFractionDigits: 2 }),
]);

/** A report with a long table, which has a sum, and a short one that is folded. */
export const REPORT: PageReport = {
  kind: 'test',
  document: {
    headline: 'A page to try tables on.',
    caption: 'made',
    tables: [
      {
        title: 'Readers',
        header: ['reader', 'month', 'cost'],
        leftColumns: 2,
        rows: [...LONG, ['Total', '', '70,000.00']],
        summaryRows: 1,
      },
      { title: 'Folded', header: ['', 'cost'], leftColumns: 1, rows: [['=1+1', '-1,000.5']], detail: true },
      {
        title: 'Unsaid',
        header: ['', 'cost'],
        leftColumns: 1,
        rows: [
          ['b', '1'],
          ['a', '2'],
        ],
      },
    ],
    lists: [],
  },
  stats: [],
  figures: [],
};

/** A report as a page that opens from a disk. */
export async function madePage(report: PageReport): Promise<string> {
  return fileOf(pageHtml(report, { title: 'made', assets: await pageAssets('report') }));
}

/** The tables of a report, as a script has them that puts them in place of those before. */
export function tablesOf(report: PageReport): string {
  return blocksOf(report)
    .filter(({ id }) => id === 'tables')
    .map((block) => blockMarkup(block).text)
    .join('');
}
