import { type Decimal, sum } from '../../../base/decimal.js';
import { capitalised, counted } from '../../../base/text.js';
import type { Cause } from '../../../reconciliation/causes.js';
import type { ReadReconciliation } from '../../../reconciliation/result.js';
import type { Table } from '../../layout/document.js';
import { amount, change, money, moneyPair, placesFor } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { isPriced, verbOf } from '../answer.js';
import { causeTables, largestCount } from '../tables.js';
import { BESIDE_USE, CERTAINTY_NAMES, causeName } from '../wording.js';
import { signedMoney } from './signed.js';

/** A part of the way from what was expected to what is billed: what a cause adds or takes away. */
interface Step {
  name: string;
  certainty: string;
  cost: Decimal;
  /** Whether it is of several small causes together. */
  isRest?: boolean;
}

/** Some steps, and what they lead to. */
interface Stretch {
  steps: readonly Step[];
  end: { name: string; value: Decimal };
}

/** The whole way: usage first, then tax, credits and the like. */
export interface Bridge {
  start: { name: string; value: Decimal };
  stretches: readonly Stretch[];
}

/** The way from what was expected to what is billed, cause by cause in the order of the report; its steps add up to the difference. */
export function bridgeOf({ whole: { causes, cost }, expectation }: ReadReconciliation): Bridge {
  const [first, smaller] = [causes.slice(0, largestCount(causes)), causes.slice(largestCount(causes))];
  const isBeside = ({ code }: Cause) => BESIDE_USE.includes(code);
  const isOfUse = (cause: Cause) => !isBeside(cause);
  const stepsOf = (isTheirs: (cause: Cause) => boolean) => [...first.filter(isTheirs).flatMap(stepOf), ...restOf(smaller.filter(isTheirs))];
  const beside = stepsOf(isBeside);
  return {
    start: { name: capitalised(verbOf(expectation)), value: cost.expected.expected },
    stretches: [
      { steps: stepsOf(isOfUse), end: { name: beside.length === 0 ? 'Billed' : 'Billed for usage', value: cost.use } },
      ...(beside.length === 0 ? [] : [{ steps: beside, end: { name: 'Billed', value: cost.billed } }]),
    ],
  };
}

function stepOf(cause: Cause): Step[] {
  if (cause.cost === undefined || cause.cost.isZero()) return [];
  return [{ name: causeName(cause), certainty: CERTAINTY_NAMES[cause.certainty], cost: cause.cost }];
}

function restOf(causes: readonly Cause[]): Step[] {
  const steps = causes.flatMap(stepOf);
  if (steps.length === 0) return [];
  const certainty = [...new Set(steps.map((step) => step.certainty))].join(', ');
  return [{ name: counted(steps.length, 'smaller cause'), certainty, cost: sum(steps.map(({ cost }) => cost)), isRest: true }];
}

const INKS = { end: 'ink-second', less: 'ink-less', more: 'ink-more' };

/** Why the bill differs, as floating bars; nothing where no cause has an amount. */
export function bridgeFigures(reconciliation: ReadReconciliation): Figure[] {
  const { currency } = reconciliation.expectation;
  const bridge = bridgeOf(reconciliation);
  const steps = bridge.stretches.flatMap((stretch) => stretch.steps);
  const [table] = causeTables(reconciliation.whole.causes, currency);
  if (!isPriced(reconciliation) || steps.length === 0 || table === undefined) return [];
  const { value: start } = bridge.start;
  const end = bridge.stretches.at(-1)?.end.value ?? start;
  const [from, to] = moneyPair(start, end, currency);
  const places = placesFor([start, end, ...steps.map(({ cost }) => cost)]);
  const { rows, isCut } = rowsOf(bridge, currency, places);
  return [
    {
      id: 'bridge',
      title: start.eq(end) ? `What cancels out on the way to ${to}` : `What takes the bill from ${from} to ${to}`,
      note:
        'Each bar starts where the one above it ends, at the line; each cause has its certainty beside it.' +
        `${isCut ? ' The scale does not start at zero, since the steps are small beside the sums.' : ''}`,
      description: `Floating bars, one below the other: ${rows.map(rowText).join('; ')}.`,
      drawing: (named) =>
        together(
          barDrawing(named, rows, isCut ? [] : [0]),
          legend([
            { name: 'raises the bill', ink: INKS.more },
            { name: 'lowers the bill', ink: INKS.less },
          ]),
        ),
      table: tableOf(table, bridge),
    },
  ];
}

function rowText({ name, note, text }: BarRow): string {
  return note === undefined ? `${name} ${text}` : `${name} (${note}) ${text}`;
}

/** Steps of a smaller share of the sums would be too thin to see beside them. */
const LEAST_SHARE = 0.15;

function rowsOf({ start, stretches }: Bridge, currency: string, places: number): { rows: BarRow[]; isCut: boolean } {
  let level = start.value;
  const levels = [level.toNumber()];
  const parts = stretches.map(({ steps, end }) => ({
    end,
    steps: steps.map(({ name, certainty, cost }): BarRow => {
      const from = level.toNumber();
      level = level.plus(cost);
      const to = level.toNumber();
      levels.push(to);
      const ink = cost.isNegative() ? INKS.less : INKS.more;
      return { name, note: certainty, text: signedMoney(cost, currency, places), bars: [{ from, to, ink }], marks: [to] };
    }),
  }));
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const isCut = most - least < Math.max(Math.abs(least), Math.abs(most)) * LEAST_SHARE;
  const endRow = ({ name, value }: Bridge['start']): BarRow => ({
    name,
    text: money(value, currency, places),
    bars: isCut ? [] : [{ from: 0, to: value.toNumber(), ink: INKS.end }],
    marks: [value.toNumber()],
    isSum: true,
  });
  return { rows: [endRow(start), ...parts.flatMap(({ steps, end }) => [...steps, endRow(end)])], isCut };
}

/** The report's own table of the causes, with the ends of the way, and smaller causes as they are drawn. */
function tableOf(table: Table, { start, stretches }: Bridge): Table {
  const { rows, summaryRows = 0 } = table;
  const ends = [start, ...stretches.map(({ end }) => end)];
  const rests = stretches.flatMap(({ steps }) => steps.filter(({ isRest }) => isRest === true));
  const places = placesFor([...ends.map(({ value }) => value), ...rests.map(({ cost }) => cost)]);
  const endRow = ({ name, value }: Bridge['start']) => [name, '', '', amount(value, places)];
  const first = rows.length - summaryRows;
  return {
    ...table,
    rows: [
      endRow(start),
      ...rows.slice(0, first),
      ...rests.map(({ name, certainty, cost }) => [name, certainty, '', change(cost, places)]),
      ...rows.slice(first),
      ...ends.slice(1).map(endRow),
    ],
    summaryRows: summaryRows + ends.length - 1,
  };
}
