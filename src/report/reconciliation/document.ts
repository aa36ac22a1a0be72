// report/reconciliation: what a bill shows, with a sentence for every cause.

import { listed } from '../../base/text.js';
import type { ReadReconciliation } from '../../reconciliation/result.js';
import type { Document, List, Table } from '../layout/document.js';
import { formatsText, holesText } from '../read-bill/words.js';
import { headlineOf, leadOf } from './answer.js';
import { limitsOf, notComparedItems, readItems, warningsOf } from './limits.js';
import { causeSentence, saysMore } from './sentences.js';
import { causeTables, chargeTable, MOST_ROWS, monthTable, operationTable } from './tables.js';
import { causeName, periodOf } from './wording.js';

/** As many warnings as the short report shows: with more, it would leave the screen. */
const MOST_WARNINGS = 3;
const MOST_REGIONS = 3;

/** The report of a reconciliation that `table` and `markdown` print; short, it is the answer, why the bill differs, and warnings. */
export function reconciliationDocument(reconciliation: ReadReconciliation): Document {
  const { whole, months, expectation } = reconciliation;
  const { causes, operations, charges } = whole;
  const tables = [
    ...(operations.length > 0 ? [operationTable(operations, expectation.currency)] : []),
    ...(charges.length > 0 ? [chargeTable(charges, expectation.currency)] : []),
    ...(months.length > 1 ? [monthTable(reconciliation)] : []),
  ];
  return {
    headline: [holesText(reconciliation.bill), headlineOf(reconciliation)].filter((text) => text !== undefined).join(' '),
    lead: leadOf(reconciliation),
    caption: captionOf(reconciliation),
    tables: [...causeTables(causes, expectation.currency), ...tables.map(asDetail)],
    lists: [...warningLists(warningsOf(reconciliation)), ...detailLists(reconciliation).map(asDetail)],
  };
}

/** All warnings where few, else the first of them, how many more there are, and these as detail. */
function warningLists(warnings: readonly string[]): List[] {
  const title = 'Warnings';
  if (warnings.length <= MOST_WARNINGS) return [{ title, items: [...warnings], isWarning: true }];
  const [shown, left] = [warnings.slice(0, MOST_WARNINGS), warnings.slice(MOST_WARNINGS)];
  return [
    { title: `${title}, the first ${MOST_WARNINGS} of ${warnings.length}`, items: shown, isWarning: true },
    { title: 'More warnings', items: left, isWarning: true, detail: true },
  ];
}

function detailLists(reconciliation: ReadReconciliation): List[] {
  const explained = reconciliation.whole.causes.slice(0, MOST_ROWS).filter(saysMore);
  return [
    { title: 'What the causes are based on', items: explained.map((cause) => `${causeName(cause)}: ${causeSentence(cause)}.`) },
    { title: 'What this bill cannot show', items: limitsOf(reconciliation) },
    { title: 'On the bill, not compared', items: notComparedItems(reconciliation) },
    { title: 'What was read', items: readItems(reconciliation) },
  ];
}

function asDetail<T extends Table | List>(part: T): T & { detail: true } {
  return { ...part, detail: true };
}

function captionOf(reconciliation: ReadReconciliation): string {
  const { expectation, bill } = reconciliation;
  const { kind, name, strategy, regions, currency } = expectation;
  const parts = [
    `Bill (${formatsText(bill)})`,
    `${kind} ${name}`,
    ...(strategy === undefined ? [] : [strategy]),
    listed(regions, MOST_REGIONS),
  ];
  return [...parts, periodOf(reconciliation), currency].join(' · ');
}
