// report/estimate: an estimate in words, tables, CSV and a workbook.

import { Decimal } from '../../base/decimal.js';
import { periodText } from '../../base/months.js';
import type { Estimate } from '../../model/estimate.js';
import type { Document } from '../layout/document.js';
import { countOf } from '../layout/figures.js';
import { priceText } from '../prices/price-text.js';
import { defaultsText, headline, lead, leftOut, likeText } from './headline.js';
import { accountTable, monthTable, readerTable, strategyTable, yearTables } from './tables.js';
import { bucketKeySentence, unitCostTable } from './unit-costs.js';

/**
 * The report that `table` and `markdown` print.
 *
 * @param verdict whether a budget is kept, where that is asked: then this is the answer, and the cost follows it
 */
export function documentOf(estimate: Estimate, verdict?: string): Document {
  const { scenario, region, currency, lines, assumptions, warnings } = estimate;
  const units = [unitCostTable(estimate)].filter((table) => table !== undefined);
  const accounts = lines.some(({ account }) => account !== '') ? [accountTable(estimate)] : [];
  return {
    headline: verdict ?? headline(estimate),
    lead: [
      verdict === undefined ? undefined : headline(estimate),
      lead(estimate),
      bucketKeySentence(estimate),
      leftOut(estimate),
      defaultsText(estimate),
      likeText(estimate),
    ]
      .filter((sentence) => sentence !== undefined)
      .join(' '),
    caption: `Scenario ${scenario.name} · ${region} · ${periodText(scenario.period)} · ${currency}`,
    tables: [strategyTable(estimate), monthTable(estimate), ...yearTables(estimate), ...units, readerTable(estimate), ...accounts],
    lists: [
      { title: 'Warnings', items: warnings.map(({ message }) => message), isWarning: true },
      { title: 'Prices used', items: estimate.prices.map(priceText), detail: true },
      { title: 'Assumptions', items: [...assumptions, ...likelyItems(estimate), ROUNDING], detail: true },
    ],
  };
}

/** Where what is likely comes from, and why it may lie above the first line. */
function likelyItems({ likely }: Estimate): string[] {
  if (likely === undefined || likely.draws === 0) return [];
  return [
    `The likely range holds 8 of 10 of ${countOf(new Decimal(likely.draws))} random draws of all ranges. It lies above the expected ` +
      'cost where ranges reach further up than down.',
  ];
}

const ROUNDING = 'Each figure here is rounded on its own; JSON and CSV are exact.';
