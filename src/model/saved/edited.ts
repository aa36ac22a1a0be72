import { type Decimal, sum } from '../../base/decimal.js';
import { monthsOf } from '../../base/months.js';
import { CASES, type Range } from '../../base/range.js';
import type { Costing } from '../costing.js';
import { STRATEGIES, type Strategy } from '../strategies.js';
import type { SavedLine } from './line-row.js';
import { invalidReport } from './report.js';

type Saved = Pick<Costing, 'region' | 'period'> & { lines: readonly SavedLine[] };

/**
 * Refuses an estimate that was changed after it was made: one whose lines, totals and period do not agree.
 *
 * @throws TrailcostError `estimate-invalid`
 */
export function assertUnedited(estimate: Saved, totals: Record<Strategy, Range<Decimal>>, source: string): void {
  const what = wrongTotal(estimate, totals) ?? wrongLine(estimate) ?? wrongMonths(estimate);
  if (what !== undefined) throw invalidReport(source, what, 'It was changed after trailcost wrote it: make it again with --format json.');
}

function wrongTotal({ lines }: Saved, totals: Record<Strategy, Range<Decimal>>): string | undefined {
  for (const strategy of STRATEGIES) {
    const own = lines.filter((line) => line.strategy === strategy);
    for (const which of CASES) {
      const total = sum(own.map(({ cost }) => cost[which]));
      if (total.eq(totals[strategy][which])) continue;
      return `its lines of ${strategy} add up to ${total}, but its ${which} total is ${totals[strategy][which]}`;
    }
  }
  return undefined;
}

/** What a line costs follows from its own figures. */
function wrongLine({ lines, region }: Saved): string | undefined {
  const wrong = lines.findIndex((line) => line.region !== region || !line.billableQuantity.times(line.unitPrice).eq(line.cost.expected));
  return wrong < 0 ? undefined : `lines.${wrong}: cost is not billable_quantity × unit_price in ${region}`;
}

function wrongMonths({ lines, period }: Saved): string | undefined {
  const months = monthsOf(period.start, period.months);
  const found = [...new Set(lines.map(({ month }) => month))].sort();
  if (found.join() === months.join()) return undefined;
  return `its lines are for ${found[0]} to ${found.at(-1)}, but its period is ${months[0]} to ${months.at(-1)}`;
}
