// report/reconciliation: what a bill shows, with a sentence for every cause.

import type { ReadReconciliation } from '../../reconciliation/result.js';
import type { Document } from '../layout/document.js';
import { headlineOf, leadOf } from './answer.js';
import { limitsOf, notComparedItems, readItems, warningsOf } from './limits.js';
import { causeSentence } from './sentences.js';
import { causeTable, chargeTable, MOST_ROWS, monthTable, operationTable } from './tables.js';
import { causeName, formatsText, periodOf } from './wording.js';

/** The report of a reconciliation that `table` and `markdown` print. */
export function reconciliationDocument(reconciliation: ReadReconciliation): Document {
  const { whole, months, expectation } = reconciliation;
  const { causes, operations, charges } = whole;
  return {
    headline: headlineOf(reconciliation),
    lead: leadOf(reconciliation),
    caption: captionOf(reconciliation),
    tables: [
      ...(causes.length > 0 ? [causeTable(causes, expectation.currency)] : []),
      operationTable(operations, expectation.currency),
      ...(charges.length > 0 ? [chargeTable(charges, expectation.currency)] : []),
      ...(months.length > 1 ? [monthTable(reconciliation)] : []),
    ],
    lists: [
      { title: 'Warnings', items: warningsOf(reconciliation), isWarning: true },
      {
        title: 'What the causes rest on',
        items: causes.slice(0, MOST_ROWS).map((cause) => `${causeName(cause)}: ${causeSentence(cause)}.`),
      },
      { title: 'What this bill cannot show', items: limitsOf(reconciliation) },
      { title: 'On the bill, not compared', items: notComparedItems(reconciliation) },
      { title: 'What was read', items: readItems(reconciliation) },
    ],
  };
}

function captionOf(reconciliation: ReadReconciliation): string {
  const { expectation, bill } = reconciliation;
  const { kind, name, strategy, regions, currency } = expectation;
  const parts = [`Bill (${formatsText(bill)})`, `${kind} ${name}`, ...(strategy === undefined ? [] : [strategy]), regions.join(', ')];
  return [...parts, periodOf(reconciliation), currency].join(' · ');
}
