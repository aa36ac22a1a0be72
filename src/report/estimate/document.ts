import type { Estimate } from '../../model/estimate.js';
import type { Confidence, Price } from '../../prices/book.js';
import { countOf } from '../layout/figures.js';
import { headline, spread } from './headline.js';
import { accountTable, monthTable, readerTable, strategyTable, type Table } from './tables.js';
import { periodText } from '../layout/wording.js';

/** Points under a title. */
export interface List {
  title: string;
  items: string[];
  isWarning: boolean;
}

/** Commands to type, each in words that may stand on lines of their own. */
export interface Commands {
  title: string;
  commands: string[][];
}

/** A report for people, before a format: the answer, then tables, then what it rests on. */
export interface Document {
  headline: string;
  spread: string;
  subject: string;
  tables: Table[];
  lists: (List | Commands)[];
}

/** The report that `table` and `markdown` print. */
export function documentOf(estimate: Estimate): Document {
  const { scenario, region, currency, lines, assumptions, warnings } = estimate;
  const accounts = lines.some(({ account }) => account !== '') ? [accountTable(estimate)] : [];
  return {
    headline: headline(estimate),
    spread: spread(estimate),
    subject: `Scenario ${scenario.name} · ${region} · ${periodText(scenario.period)} · ${currency}`,
    tables: [strategyTable(estimate), monthTable(estimate), readerTable(estimate), ...accounts],
    lists: [
      { title: 'Prices used', items: estimate.prices.map(priceText), isWarning: false },
      { title: 'Warnings', items: warnings.map(({ message }) => message), isWarning: true },
      { title: 'What this rests on', items: [...assumptions, ROUNDING], isWarning: false },
    ].filter(({ items }) => items.length > 0),
  };
}

const ROUNDING = 'Figures here are rounded one by one; JSON and CSV are exact.';

const CONFIDENCE_NAMES: Record<Confidence, string> = {
  confirmed: 'confirmed by two sources',
  single: 'one source',
  assumed: 'assumed',
  stale: 'stale',
};

/** A price with how sure it is and where it comes from. */
export function priceText({ metric, region, price, per, unit, currency, asOf, effectiveFrom, confidence, source }: Price): string {
  const each = per.eq(1) ? unit.replace(/s$/, '') : `${countOf(per)} ${unit}`;
  const from = effectiveFrom === undefined ? '' : `, from ${effectiveFrom}`;
  const date = asOf === 'undated' ? 'undated' : `as of ${asOf}`;
  return `${metric} in ${region}: ${currency} ${price.toFixed()} per ${each}${from}; ${CONFIDENCE_NAMES[confidence]}, ${date}. Source: ${source}`;
}
