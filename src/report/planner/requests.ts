import { type Decimal, sum } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy, STRATEGY_NAMES } from '../../model/strategies.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import { countOf } from '../layout/figures.js';
import { barDrawing } from '../layout/html/bars.js';
import { type Figure, legend } from '../layout/html/figure.js';
import { together } from '../layout/html/markup.js';

/** KMS requests of an average month, by who pays for them. */
interface Requests {
  billable: Decimal;
  freeTier: Decimal;
  own: Decimal;
}

const KINDS = {
  billable: { name: 'billable', ink: 'ink-main' },
  freeTier: { name: 'within the free tier', ink: 'ink-second' },
  own: { name: "CloudTrail's own, free", ink: 'ink-third' },
} as const;

/** Free and billable KMS requests, without and with a Bucket Key. */
export function requestsFigure(estimate: Estimate): Figure {
  const rows = KMS_STRATEGIES.map((strategy) => ({ strategy, requests: requestsOf(estimate, strategy) }));
  return {
    id: 'requests',
    title: 'KMS requests: free and billable',
    note: 'Requests in an average month, as expected. SSE-S3 makes none.',
    description: 'A bar for each strategy, of billable requests, of those within the free tier, and of those of CloudTrail itself.',
    drawing: (named) =>
      together(
        barDrawing(
          named,
          rows.map(({ strategy, requests: { billable, freeTier, own } }) => ({
            name: STRATEGY_NAMES[strategy],
            text: `${countOf(billable)} billable, ${countOf(freeTier.plus(own))} free`,
            bars: stacked([
              { value: billable, ink: KINDS.billable.ink },
              { value: freeTier, ink: KINDS.freeTier.ink },
              { value: own, ink: KINDS.own.ink },
            ]),
          })),
        ),
        legend(Object.values(KINDS)),
      ),
    table: {
      title: 'KMS requests, average month',
      header: ['', KINDS.billable.name, KINDS.freeTier.name, KINDS.own.name],
      leftColumns: 1,
      rows: rows.map(({ strategy, requests: { billable, freeTier, own } }) => [
        STRATEGY_NAMES[strategy],
        ...[billable, freeTier, own].map(countOf),
      ]),
    },
  };
}

function requestsOf({ lines, scenario }: Estimate, strategy: KmsStrategy): Requests {
  const all = lines.filter((line) => line.strategy === strategy && line.charge === 'kms-requests');
  const own = all.filter(({ reader }) => reader === CLOUDTRAIL);
  const average = (values: Decimal[]) => sum(values).div(scenario.period.months);
  return {
    billable: average(all.map(({ billableQuantity }) => billableQuantity)),
    freeTier: average(all.map(({ freeTierQuantity }) => freeTierQuantity)),
    own: average(own.map(({ quantity }) => quantity.expected)),
  };
}

/** Bars that follow each other in one row. */
function stacked(parts: readonly { value: Decimal; ink: string }[]) {
  let from = 0;
  return parts.map(({ value, ink }) => {
    const bar = { from, to: from + value.toNumber(), ink };
    from = bar.to;
    return bar;
  });
}
