// report/bill: what a bill alone says, in words, tables, JSON and CSV.

import { listed } from '../../base/text.js';
import { REQUEST_DIMENSIONS, type RequestDimension } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { NamedFigure } from '../../billed/figures.js';
import type { Document, List, Table } from '../layout/document.js';
import { formatsText } from '../read-bill/words.js';
import { headlineOf, leadOf, periodOf } from './answer.js';
import { limitItems, readItems, warningsOf } from './limits.js';
import { besideTable, bucketTable, chargeTable, requestLine, requestTable } from './tables.js';

/** As many warnings as the short report shows: with more, it would leave the screen. */
const MOST_WARNINGS = 3;
const MOST_REGIONS = 3;

/** The report of a bill that `table` and `markdown` print; short, it is the answer, who makes the requests, and why it is not exact. */
export function billDocument(answer: ReadAnswer): Document {
  const { requestsBy, currency } = answer;
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
      ...requestTables(answer),
      ...chargeTable(answer, requestsBy.month.length > 1 || answer.bucket !== undefined || warnings.length > 0),
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

/** Operations and one more breakdown as tables, the others as lines of the short report: more leaves the screen. */
function requestTables(answer: ReadAnswer): Table[] {
  const { requestsBy, currency, requests } = answer;
  const second = secondOf(answer);
  const shown: RequestDimension[] = ['operation', ...(second === undefined ? [] : [second])];
  const others = REQUEST_DIMENSIONS.filter((dimension) => !shown.includes(dimension) && saysMore(dimension, requestsBy[dimension]));
  const tablesOf = (dimension: RequestDimension) => requestTable(dimension, requestsBy[dimension], requests, currency);
  return [
    ...(requestsBy.operation.length === 0 ? [] : shown.flatMap(tablesOf)),
    ...others.flatMap((dimension) => {
      const figures = requestsBy[dimension];
      const line = figures.length > 1 || dimension === 'key' ? { inShort: requestLine(dimension, figures) } : {};
      return tablesOf(dimension).map((table, index) => ({ ...table, ...(index === 0 ? line : {}), detail: true }));
    }),
  ];
}

/** Months, where there are several, else accounts. */
function secondOf({ requestsBy: { month, account }, bucket }: ReadAnswer): RequestDimension | undefined {
  if (bucket !== undefined) return undefined;
  if (month.length > 1) return 'month';
  return account.length > 1 ? 'account' : undefined;
}

/** Whether any row names its key, account and so on. */
function saysMore(dimension: RequestDimension, figures: readonly NamedFigure[]): boolean {
  return figures.length > 0 && (dimension !== 'key' || figures.some(({ name }) => name !== undefined));
}
