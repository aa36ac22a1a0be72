import { grouped } from '../../base/text.js';
import type { Estimate } from '../../model/estimate.js';
import type { Effect } from '../../planning/sensitivity.js';
import { shortMoney, valueLabel } from '../layout/chart.js';
import { barDrawing } from '../layout/html/bars.js';
import { type Figure, legend } from '../layout/html/figure.js';
import { together } from '../layout/html/markup.js';

const MOST_ROWS = 12;
const INKS = { down: 'ink-less', up: 'ink-more' };

/** What each number with a range does to the period's cost of SSE-KMS while all others are as expected. */
export function tornadoFigure({ totals, currency }: Estimate, effects: readonly Effect[]): Figure {
  const expected = totals['sse-kms'].expected.toNumber();
  const shown = effects.slice(0, MOST_ROWS);
  const money = (value: { toNumber(): number }) => shortMoney(value.toNumber(), currency);
  return {
    id: 'tornado',
    title: 'What the cost of SSE-KMS depends on most',
    note: `Each number alone, from one end of its range to the other; the line is the expected ${shortMoney(expected, currency)} of the period.`,
    description: `Bars of the period's cost while one number goes from low to high, the largest first: ${shown.map(({ path }) => path).join(', ')}.`,
    drawing: (named) =>
      together(
        barDrawing(
          named,
          shown.map(({ path, low, high }) => ({
            name: path,
            note: `${valueLabel(low.value)} to ${valueLabel(high.value)}`,
            text: `${money(low.cost)} to ${money(high.cost)}`,
            bars: [low, high].map(({ cost }) => ({
              from: expected,
              to: cost.toNumber(),
              ink: cost.toNumber() < expected ? INKS.down : INKS.up,
            })),
            marks: [expected],
          })),
          [],
        ),
        legend([
          { name: 'less than expected', ink: INKS.down },
          { name: 'more than expected', ink: INKS.up },
        ]),
      ),
    table: {
      title: `Cost of the period under SSE-KMS, ${currency}`,
      header: ['', 'from', 'to', 'cost', 'cost, other end'],
      leftColumns: 1,
      rows: effects.map(({ path, low, high }) => [path, grouped(low.value), grouped(high.value), money(low.cost), money(high.cost)]),
    },
  };
}
