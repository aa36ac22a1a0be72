// report/planner: an estimate as a page to look at and to play with; the same in the browser as where it is written.

import type { Estimate } from '../../model/estimate.js';
import type { Effect } from '../../planning/sensitivity.js';
import type { MonthLimit } from '../estimate/chart/months.js';
import { documentOf } from '../estimate/document.js';
import type { AccountNames } from '../layout/account-names.js';
import type { PageReport } from '../layout/html/page.js';
import { tornadoFigure } from '../what-if/page/tornado.js';
import { monthsFigure } from './months.js';
import { payerFigures } from './payers.js';
import { requestsFigure } from './requests.js';
import { strategyStats } from './stats.js';

/** What the page shows. */
export interface EstimateView {
  /** With what is likely, and what single things cost, where these are known already. */
  estimate: Estimate;
  /** Whether a budget is kept, in words. */
  verdict?: string | undefined;
  limit?: MonthLimit | undefined;
  /** What each number with a range does to the cost of SSE-KMS, largest first. */
  effects: readonly Effect[];
  names: AccountNames;
  /** What it is held against, where it was changed. */
  original?: Estimate | undefined;
}

/** An estimate as a page. */
export function estimatePage({ estimate, verdict, limit, effects, names, original }: EstimateView): PageReport {
  return {
    kind: 'estimate',
    document: documentOf(estimate, verdict),
    stats: strategyStats(estimate, original),
    figures: [
      monthsFigure(estimate, limit),
      ...payerFigures(estimate, names),
      requestsFigure(estimate),
      ...(effects.length === 0
        ? []
        : [tornadoFigure({ cost: estimate.totals['sse-kms'].expected, effects, strategy: 'sse-kms' }, estimate.currency)]),
    ],
  };
}
