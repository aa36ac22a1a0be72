// report/bill: what a bill alone says, in words, tables, JSON and CSV.

import { listed } from '../../base/text.js';
import type { RequestDimension } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { NamedFigure } from '../../billed/figures.js';
import type { Document, List, Table } from '../layout/document.js';
import { formatsText } from '../reconciliation/wording.js';
import { headlineOf, leadOf, periodOf } from './answer.js';
import { limitItems, readItems, warningsOf } from './limits.js';
import { besideTable, bucketTable, chargeTable, requestLine, requestTable } from './tables.js';

/** As many warnings as the short report shows: with more, it would leave the screen. */
const MOST_WARNINGS = 3;
const MOST_REGIONS = 3;

/** The report of a bill that `table` and `markdown` print; short, it is the answer, who makes the requests, and why it is not exact. */
export function billDocument(answer: ReadAnswer): Document {
  const { requestsBy, currency } = answer;
  const of = (dimension: RequestDimension) => requestTables(answer, dimension);
  const warnings = warningsOf(answer);
  return {
    headline: headlineOf(answer),
    lead: leadOf(answer),
    caption: [
      `Bill (${formatsText(answer.bill)})`,
      listed(
        requestsBy.region.flatMap(({ name }) => name ?? []),
        MOST_REGIONS,
      ),
      periodOf(answer),
      currency,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    tables: [
      ...bucketTable(answer),
      ...of('operation'),
      ...of('account'),
      ...of('month'),
      ...of('region'),
      ...of('key'),
      ...chargeTable(answer),
      ...besideTable(answer),
    ],
    lists: [
      { title: 'Warnings', items: warnings.slice(0, MOST_WARNINGS), isWarning: true },
      { title: 'More warnings', items: warnings.slice(MOST_WARNINGS), isWarning: true, detail: true },
      { title: 'Why this is only an upper limit', items: limitItems(answer) },
      { title: 'What was read', items: readItems(answer), detail: true },
    ].filter(({ items }: List) => items.length > 0),
  };
}

/** What one Region or month alone has is what all have, and keys and Regions are a line of the short report. */
function requestTables({ requestsBy, currency, requests, bucket }: ReadAnswer, dimension: RequestDimension): Table[] {
  const figures = requestsBy[dimension];
  if (figures.length === 0 || (dimension === 'key' && figures.every(isUnnamed))) return [];
  const tables = requestTable(dimension, figures, requests, currency);
  if (dimension === 'operation' || (figures.length > 1 && bucket === undefined && (dimension === 'account' || dimension === 'month')))
    return tables;
  const [first, ...others] = tables;
  const line = figures.length > 1 || dimension === 'key' ? { inShort: requestLine(dimension, figures) } : {};
  return first === undefined ? [] : [{ ...first, ...line, detail: true }, ...others];
}

function isUnnamed({ name }: NamedFigure): boolean {
  return name === undefined;
}
