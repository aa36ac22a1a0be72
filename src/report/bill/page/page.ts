// report/bill/page: what a bill alone says, as a page to look at.

import type { ReadAnswer } from '../../../billed/completeness.js';
import type { AccountNames } from '../../layout/account-names.js';
import type { PageReport } from '../../layout/html/page.js';
import { billDocument } from '../document.js';
import { chargeFigures } from './charges.js';
import { payerFigures } from './payers.js';
import { operationFigures, placeFigures } from './requests.js';
import { billStats } from './stats.js';

/** What a bill alone says, as a page. A table that a chart has in full is not there in parts. */
export function billPage(answer: ReadAnswer, names: AccountNames = new Map()): PageReport {
  const document = billDocument(answer);
  const figures = [...chargeFigures(answer), ...payerFigures(answer, names), ...operationFigures(answer), ...placeFigures(answer)];
  const isPart = (title: string) => figures.some(({ table }) => title.startsWith(`${table.title}: `));
  return {
    kind: 'bill',
    document: { ...document, tables: document.tables.filter(({ title }) => !isPart(title)) },
    stats: billStats(answer),
    figures,
  };
}
