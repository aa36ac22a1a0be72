import { sum } from '../../../base/decimal.js';
import { CHARGE, CHARGES, type Charge } from '../../../model/charges.js';
import type { Estimate } from '../../../model/estimate.js';
import { type Frame, HEADING, INK, SMALL, shortMoney } from '../../layout/chart.js';
import { placesFor } from '../../layout/figures.js';
import { element, label } from '../../layout/svg.js';
import { fitted } from '../../layout/text-width.js';

/** Inks of charges; without colours neighbours are light and dark by turns. At least three times the contrast of white. */
export const CHARGE_INKS: Record<Charge, string> = {
  's3-gets': '#7c8694',
  'cloudtrail-data-events': '#434c5a',
  'kms-requests': '#c2500f',
  'kms-keys': '#6e2a00',
  'cloudtrail-copies': '#2b7bb9',
  'cloudtrail-insights': '#0b3c66',
  'guardduty-events': '#1b8a6b',
  'event-consumers': '#0b4d3b',
};

/** From the bottom of a bar to its top: what every strategy has comes first, so that the rest begins at one height. */
export const STACK = [...CHARGES].sort((one, other) => Number(CHARGE[other].isAlike) - Number(CHARGE[one].isAlike));

const ROW = 33;

/** The charges as they are stacked, with what each costs under SSE-KMS, and what the lines on the bars are, if there are any. */
export function chargeLegend(
  { lines, scenario, currency }: Estimate,
  { left, right, top }: Pick<Frame, 'left' | 'right' | 'top'>,
  range: string,
): string[] {
  const present = STACK.filter((charge) => lines.some((line) => line.charge === charge)).reverse();
  const room = right - left - 20;
  const costs = present.map((charge) => {
    const own = lines.filter((line) => line.charge === charge && line.strategy === 'sse-kms');
    return sum(own.map(({ cost }) => cost.expected)).div(scenario.period.months);
  });
  const places = placesFor(costs);
  const small = { x: left + 20, 'font-size': SMALL.size };
  const rows = present.flatMap((charge, index) => {
    const y = top + 6 + index * ROW;
    const cost = shortMoney(costs[index]?.toNumber() ?? 0, currency, places);
    return [
      element('rect', { x: left, y: y - 10, width: 12, height: 12, fill: CHARGE_INKS[charge] }),
      label(fitted(CHARGE[charge].name, room, SMALL), { ...small, y }),
      label(fitted(cost, room, SMALL), { ...small, y: y + 14, fill: INK.quiet }),
    ];
  });
  const y = top + 8 + present.length * ROW;
  return [
    label('Charges', { x: left, y: top - 62, 'font-size': HEADING.size, 'font-weight': 600 }),
    label('SSE-KMS, average month', { ...small, x: left, y: top - 45, fill: INK.quiet }),
    ...rows,
    ...(range === '' ? [] : [rangeSample(left, y), label(fitted(range, room, SMALL), { ...small, y })]),
  ];
}

/** A line with a bar at each end. */
function rangeSample(left: number, y: number): string {
  return element('path', { d: `M${left + 2} ${y - 10}h8m-4 0v12m-4 0h8`, fill: 'none', stroke: INK.words, 'stroke-width': 1.2 });
}
