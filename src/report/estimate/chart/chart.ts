// report/estimate/chart: an estimate as a picture: its months by charge, and its readers.

import { periodText } from '../../../base/months.js';
import type { Estimate } from '../../../model/estimate.js';
import { STRATEGIES, STRATEGY_NAMES } from '../../../model/strategies.js';
import { heading, shortMoney } from '../../layout/chart.js';
import { picture } from '../../layout/svg.js';
import { type MonthLimit, monthPanels, PANELS_BOTTOM } from './months.js';
import { readerBars } from './readers.js';

const WIDTH = 960;

/**
 * An estimate as SVG. Above, for each strategy the cost of every month as a bar of its charges, all on one scale, with the range that is
 * likely (or from low to high where nothing was simulated) and the budget. Below, what SSE-KMS adds for each reader.
 */
export function estimateChart(estimate: Estimate, limit: MonthLimit | undefined): string {
  const { scenario, region, currency } = estimate;
  const title = `What SSE-KMS on CloudTrail logs costs: ${scenario.name}`;
  const subtitle = `${region} · ${periodText(scenario.period)} · bars: expected cost of each month by charge, ${currency}`;
  const readers = readerBars(estimate, PANELS_BOTTOM, WIDTH);
  return picture('estimate', { width: WIDTH, height: readers.bottom }, title, description(estimate, limit), [
    ...heading(title, subtitle, WIDTH),
    ...monthPanels(estimate, limit, WIDTH),
    ...readers.parts,
  ]);
}

function description({ totals, currency, scenario }: Estimate, limit: MonthLimit | undefined): string {
  const money = (amount: { toNumber(): number }) => shortMoney(amount.toNumber(), currency);
  const averages = STRATEGIES.map((strategy) => {
    const { low, expected, high } = totals[strategy];
    const [from, average, to] = [low, expected, high].map((amount) => money(amount.div(scenario.period.months)));
    return `${STRATEGY_NAMES[strategy]} ${average}${from === to ? '' : ` (low ${from}, high ${to})`}`;
  });
  return (
    `Bars of the monthly cost by charge under each strategy, average month: ${averages.join('; ')}. ` +
    `${limit === undefined ? '' : `A line at the budget of ${money(limit.amount)} for ${STRATEGY_NAMES[limit.strategy]}. `}` +
    'Below, bars of what SSE-KMS adds for each reader in an average month. The report has the numbers as tables.'
  );
}
