// report/bill: what a bill alone says, in words, tables, JSON and CSV.

import { listed } from '../../base/text.js';
import { REQUEST_DIMENSIONS, type RequestDimension } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { NamedFigure } from '../../billed/figures.js';
import type { Document, List, Table } from '../layout/document.js';
import { formatsText } from '../read-bill/words.js';
import { headlineOf, leadOf, payersText, periodOf } from './answer.js';
import { limitItems, readItems, warningsOf } from './limits.js';
import { besideTable, bucketTable, chargeTable, requestLine, requestTable } from './tables.js';

/** As many warnings as the short report shows: with more, it would leave the screen. */
const MOST_WARNINGS = 3;
const MOST_REGIONS = 3;
/** More take a line together. */
const MOST_CHARGES = 3;

/** The report of a bill that `table` and `markdown` print; short, it is the answer, who makes the requests, and why it is not exact. */
export function billDocument(answer: ReadAnswer): Document {
  const { requestsBy, currency, charges } = answer;
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
      ...chargeTable(
        answer,
        requestsBy.month.length > 1 || answer.bucket !== undefined || warnings.length > 0 || charges.length > MOST_CHARGES,
      ),
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

/** What the first sentences say enough of where the question is a bucket's. */
const SAID_WITH_BUCKET = ['operation', 'account', 'month'] as const satisfies RequestDimension[];

/** Two breakdowns as tables, the others as lines of the short report: more leaves the screen. */
function requestTables(answer: ReadAnswer): Table[] {
  const { requestsBy, currency, bucket } = answer;
  const shown = shownOf(answer);
  const others = REQUEST_DIMENSIONS.filter((dimension) => !shown.includes(dimension) && saysMore(dimension, requestsBy[dimension]));
  const said = [...(bucket === undefined ? [] : SAID_WITH_BUCKET), ...(payersText(answer).length === 0 ? [] : ['account'])];
  const tablesOf = (dimension: RequestDimension) => requestTable(dimension, requestsBy[dimension], answer);
  return [
    ...(requestsBy.operation.length === 0 ? [] : shown.flatMap(tablesOf)),
    ...others.flatMap((dimension) => {
      const figures = requestsBy[dimension];
      const isLine = (figures.length > 1 || dimension === 'key') && !said.includes(dimension);
      const line = isLine ? { inShort: requestLine(dimension, figures, currency) } : {};
      return tablesOf(dimension).map((table, index) => ({ ...table, ...(index === 0 ? line : {}), detail: true }));
    }),
  ];
}

/** Operations and months, where there are several, else accounts; none where a bucket is what was asked for. */
function shownOf({ requestsBy: { month, account }, bucket }: ReadAnswer): RequestDimension[] {
  if (bucket !== undefined) return [];
  if (month.length > 1) return ['operation', 'month'];
  return account.length > 1 ? ['operation', 'account'] : ['operation'];
}

/** Whether any row names its key, account and so on. */
function saysMore(dimension: RequestDimension, figures: readonly NamedFigure[]): boolean {
  return figures.length > 0 && (dimension !== 'key' || figures.some(({ name }) => name !== undefined));
}
