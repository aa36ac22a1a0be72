import { CLASS_NAMES, CLASSES, type CountsAs, type RequestClass } from '../../../logs/classify/rules.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import type { Table } from '../../layout/document.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import type { Figure } from '../../layout/html/figure.js';
import { classTable } from '../document.js';
import { countText, shareText, UNKNOWN } from './numbers.js';

const INKS: Readonly<Record<CountsAs, string>> = {
  billable: 'ink-main',
  free: 'ink-third',
  failed: 'ink-second',
  unrelated: 'ink-third',
  unsure: 'ink-second',
  unclassified: 'ink-second',
};

/** What the KMS requests in the logs are; where reads would not show, what is known all the same. Undefined without a KMS event. */
export function classFigure(measurement: Measurement): Figure | undefined {
  const { byClass, byRule } = measurement.kmsRequests;
  if (byRule.length === 0) return undefined;
  const rows = byClass === null ? partRows(measurement) : classRows(byClass);
  const all = byRule.reduce((sum, { requests }) => sum + requests, 0);
  return {
    id: 'classes',
    title: titleOf(measurement, all),
    note: 'KMS requests in these logs by what they are, each counted once; only the billable ones are paid for reads of the trail.',
    description: `A bar for each of ${rows.length} classes of KMS requests, of how many there are.`,
    drawing: (named) => barDrawing(named, rows),
    table: byClass === null ? partTable(rows) : classTable(measurement),
  };
}

function titleOf({ kmsRequests: { billable } }: Measurement, all: number): string {
  if (billable === null) return `Requests by class: ${countText(all)} in these logs, none of a CloudTrail file`;
  return `Requests by class: ${countText(billable)} of ${countText(all)} are billable (${shareText(billable, all)})`;
}

function classRows(byClass: Record<RequestClass, number>): BarRow[] {
  return CLASS_NAMES.filter((name) => byClass[name] > 0 || CLASSES[name].countsAs === 'unclassified').map((name) => {
    const { shown, countsAs } = CLASSES[name];
    const note = shown === name ? undefined : shown;
    return { name, note, text: countText(byClass[name]), bars: [{ from: 0, to: byClass[name], ink: INKS[countsAs] }] };
  });
}

/** Those that are known, beside those that are not. */
function partRows({ kmsRequests }: Measurement): BarRow[] {
  const { billable, free, failed, unrelated, unclassified } = kmsRequests;
  const parts = { billable, free, failed, 'not CloudTrail': unrelated, unclassified };
  const inks = [INKS.billable, INKS.free, INKS.failed, INKS.unrelated, INKS.unclassified];
  return Object.entries(parts).map(([name, number], index) => ({
    name,
    text: number === null ? UNKNOWN : countText(number),
    bars: number === null ? [] : [{ from: 0, to: number, ink: inks[index] ?? '' }],
  }));
}

function partTable(rows: readonly BarRow[]): Table {
  return {
    title: 'KMS requests, each counted once',
    header: ['counts as', 'requests'],
    leftColumns: 1,
    rows: rows.map(({ name, text }) => [name, text]),
  };
}
