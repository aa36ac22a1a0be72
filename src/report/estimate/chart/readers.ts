import { type Decimal, sum } from '../../../base/decimal.js';
import type { Estimate } from '../../../model/estimate.js';
import { addedShares, type Share } from '../../../model/shares.js';
import { type BarRow, barLegend, barRows } from '../../layout/bar-rows.js';
import { EDGE, HEADING, shortMoney } from '../../layout/chart.js';
import { percentOf, placesFor } from '../../layout/figures.js';
import { label } from '../../layout/svg.js';
import { readerText } from '../../layout/wording.js';

/** As many readers as fit; the others are one bar. */
const MOST_READERS = 12;

/** What SSE-KMS adds for each reader in an average month, and what it would with a Bucket Key; most expensive first. */
export function readerBars(estimate: Estimate, top: number, width: number): { parts: string[]; bottom: number } {
  const { parts, bottom } = barRows(rowsOf(estimate), top + 62, width);
  const title = 'Readers: what SSE-KMS adds to SSE-S3 in an average month';
  return {
    parts: [
      label(title, { x: EDGE, y: top + 22, 'font-size': HEADING.size, 'font-weight': 600 }),
      ...barLegend('SSE-KMS, and the share of it', 'with a Bucket Key', top + 44),
      ...parts,
    ],
    bottom: bottom + 10,
  };
}

function rowsOf({ lines, scenario, comparison, currency }: Estimate): BarRow[] {
  const whole = comparison['sse-kms'].averageMonth.expected;
  const paid = addedShares(lines, 'reader').filter(({ costs }) => !costs['sse-kms'].isZero() || !costs['sse-kms-bucket-key'].isZero());
  const places = placesFor([whole]);
  const text = (cost: Decimal) => shortMoney(cost.toNumber(), currency, places);
  const row = (name: string, some: readonly Share[]): BarRow => {
    const average = (strategy: 'sse-kms' | 'sse-kms-bucket-key') =>
      sum(some.map(({ costs }) => costs[strategy])).div(scenario.period.months);
    const [kms, bucketKey] = [average('sse-kms'), average('sse-kms-bucket-key')];
    return {
      name,
      full: { value: kms.toNumber(), text: `${text(kms)} (${percentOf(kms, whole)})` },
      empty: { value: bucketKey.toNumber(), text: text(bucketKey) },
    };
  };
  const others = paid.slice(MOST_READERS);
  const shown = paid.slice(0, MOST_READERS).map((share) => row(readerText(share.name), [share]));
  return others.length === 0 ? shown : [...shown, row(`${others.length} more`, others)];
}
