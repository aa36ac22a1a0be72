// report/reconciliation/page: what a bill shows, as a page to look at.

import type { ReadReconciliation } from '../../../reconciliation/result.js';
import type { PageReport } from '../../layout/html/page.js';
import { reconciliationDocument } from '../document.js';
import { bridgeFigures } from './bridge.js';
import { chargeFigures } from './charges.js';
import { monthFigures } from './months.js';
import { comparedStats } from './stats.js';

/** A bill against what was expected of it, as a page. */
export function reconciliationPage(reconciliation: ReadReconciliation): PageReport {
  return {
    kind: 'reconciliation',
    document: reconciliationDocument(reconciliation),
    stats: comparedStats(reconciliation),
    figures: [...bridgeFigures(reconciliation), ...monthFigures(reconciliation), ...chargeFigures(reconciliation)],
  };
}
