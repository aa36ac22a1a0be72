// report/diff: two estimates side by side.

import { ZERO } from '../../base/decimal.js';
import { periodText } from '../../base/months.js';
import { byCase } from '../../base/range.js';
import { CHARGE, chargesText } from '../../model/charges.js';
import type { Costing } from '../../model/costing.js';
import { costedName, type KmsStrategy, STRATEGY_NAMES } from '../../model/strategies.js';
import type { Diff } from '../../planning/diff.js';
import type { Document } from '../layout/document.js';
import { changePercent, moneyPair, moreOrLess } from '../layout/figures.js';
import { bucketKeyMonth } from '../layout/not-measured.js';
import { readerText } from '../layout/wording.js';
import { increaseText, type JudgedIncrease } from './increase.js';
import { diffLists } from './lists.js';
import { changed, diffTables, rowsOf } from './tables.js';

/**
 * The report of a diff that `table` and, in its own order, `markdown` print.
 *
 * @param judged whether the change keeps to a limit, where that is asked: then this is the answer, and the change follows it
 */
export function diffDocument(diff: Diff, strategy: KmsStrategy, judged?: JudgedIncrease): Document {
  const sentences = [headlineOf(diff, strategy), causeOf(diff, strategy), ...spreadOf(diff, strategy)];
  const [headline = '', ...lead] = judged === undefined ? sentences : [increaseText(judged, diff), ...sentences];
  return {
    headline,
    lead: lead.join(' '),
    caption: `${nameOf(diff.before)} → ${nameOf(diff.after)} · ${diff.after.currency} · ${STRATEGY_NAMES[strategy]}`,
    tables: diffTables(diff, strategy),
    lists: diffLists(diff),
  };
}

function headlineOf(diff: Diff, strategy: KmsStrategy): string {
  const { currency } = diff.after;
  const total = rowsOf(diff, diff.byStrategy).find(({ entry }) => entry.line.strategy === strategy);
  if (total === undefined) return 'Neither estimate has a line.';
  const { was, is, by } = total;
  const [now, then] = moneyPair(is ?? ZERO, was ?? ZERO, currency);
  if (diff.notComparable.length > 0)
    return `The two cannot be compared: only one of them has a price for ${chargesText(diff.notComparable)}.`;
  if (by.isZero()) return `${costedName(strategy)} costs ${now} a month on average, before and after.`;
  const percent = was === undefined ? '' : ` (${changePercent(by, was)})`;
  return `${costedName(strategy)} costs ${moreOrLess(by, currency)} a month on average${percent}: ${now} instead of ${then}.`;
}

/** That a Bucket Key's cost is not measured, and the range of the new one. */
function spreadOf({ byStrategy, after: { period, currency } }: Diff, strategy: KmsStrategy): string[] {
  const cost = byStrategy.find(({ line }) => line.strategy === strategy)?.after?.cost;
  if (strategy !== 'sse-kms-bucket-key' || cost === undefined) return [];
  return [
    bucketKeyMonth(
      byCase((which) => cost[which].div(period.months)),
      currency,
    ),
  ];
}

/** Which charge of which reader changes most. */
function causeOf(diff: Diff, strategy: KmsStrategy): string {
  const [reader] = changed(diff, diff.byReader, strategy);
  const [charge] = changed(diff, diff.byCharge, strategy);
  if (reader === undefined || charge === undefined) return 'No line changes.';
  const { currency } = diff.after;
  const kind = reader.entry.kind === 'changed' ? '' : `${reader.entry.kind}, `;
  return (
    `Mostly ${readerText(reader.entry.line.reader)} (${kind}${moreOrLess(reader.by, currency)}), ` +
    `in ${CHARGE[charge.entry.line.charge].name} (${moreOrLess(charge.by, currency)}).`
  );
}

function nameOf(costing: Costing): string {
  return `${costing.name}, ${costing.region}, ${periodText(costing.period)}`;
}
