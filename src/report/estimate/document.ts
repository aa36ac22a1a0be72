// report/estimate: an estimate in words, tables, CSV and a workbook.

import { periodText } from '../../base/months.js';
import type { Estimate } from '../../model/estimate.js';
import type { Document } from '../layout/document.js';
import { priceText } from '../prices/price-text.js';
import { headline, lead } from './headline.js';
import { accountTable, monthTable, readerTable, strategyTable } from './tables.js';

/** The report that `table` and `markdown` print. */
export function documentOf(estimate: Estimate): Document {
  const { scenario, region, currency, lines, assumptions, warnings } = estimate;
  const accounts = lines.some(({ account }) => account !== '') ? [accountTable(estimate)] : [];
  return {
    headline: headline(estimate),
    lead: lead(estimate),
    caption: `Scenario ${scenario.name} · ${region} · ${periodText(scenario.period)} · ${currency}`,
    tables: [strategyTable(estimate), monthTable(estimate), readerTable(estimate), ...accounts],
    lists: [
      { title: 'Prices used', items: estimate.prices.map(priceText) },
      { title: 'Warnings', items: warnings.map(({ message }) => message), isWarning: true },
      { title: 'What this rests on', items: [...assumptions, ROUNDING] },
    ],
  };
}

const ROUNDING = 'Figures here are rounded one by one; JSON and CSV are exact.';
