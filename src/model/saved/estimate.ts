import { z } from 'zod';
import { Decimal, sum } from '../../base/decimal.js';
import { monthsOf } from '../../base/months.js';
import { CHARGES } from '../charges.js';
import type { Costing, CostLine } from '../costing.js';
import type { Line } from '../lines.js';
import { STRATEGIES } from '../strategies.js';
import { checkedReport, invalid, jsonOf } from './report.js';

const decimal = z
  .string()
  .regex(/^-?\d{1,60}(\.\d{1,60})?$/, 'a decimal number in quotes')
  .transform((text) => new Decimal(text));

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');
const printable = z.string().regex(/^[^\p{C}]{0,80}$/u, 'up to 80 printable characters');

const savedLine = z.object({
  strategy: z.enum(STRATEGIES),
  month,
  charge: z.enum(CHARGES),
  reader: printable,
  account: printable,
  region: printable,
  quantity_low: decimal,
  quantity: decimal,
  quantity_high: decimal,
  unit: printable,
  free_tier_quantity: decimal,
  billable_quantity: decimal,
  unit_price: decimal,
  cost_low: decimal,
  cost: decimal,
  cost_high: decimal,
  note: z.string().max(500),
});

const savedPrice = z.object({
  metric: printable,
  region: printable,
  price: decimal,
  currency: printable,
  per: decimal.refine((per) => per.gt(0), 'more than 0'),
});

const savedEstimate = z.object({
  scenario: printable,
  period: z.object({ start: month, months: z.int().min(1).max(120) }),
  region: printable,
  currency: printable,
  prices: z.array(savedPrice),
  warnings: z.array(z.object({ charge: z.enum(CHARGES).optional() })),
  lines: z.array(savedLine),
  totals: z.record(z.enum(STRATEGIES), z.object({ low: decimal, expected: decimal, high: decimal })),
});

/** An estimate that was saved: its lines have all that was saved of them. */
export interface SavedEstimate extends Costing {
  lines: readonly SavedLine[];
  prices: readonly (Costing['prices'][number] & { currency: string })[];
}
export type SavedLine = CostLine & Pick<Line, 'region' | 'freeTierQuantity' | 'billableQuantity' | 'unitPrice' | 'note'>;

/**
 * An estimate that was saved with `--format json`.
 *
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid`: no whole JSON, another kind of report, another version, or lines that do not add up to the totals
 */
export function parseSavedEstimate(text: string, source: string): SavedEstimate {
  return savedEstimateOf(jsonOf(text, source), source);
}

/**
 * The same of JSON that is parsed already.
 *
 * @throws TrailcostError as {@link parseSavedEstimate}
 */
export function savedEstimateOf(value: unknown, source: string): SavedEstimate {
  const { kind } = (value ?? {}) as { kind?: unknown };
  if (kind !== 'estimate') {
    throw invalid(
      source,
      `is no estimate: its kind is ${JSON.stringify(kind)}`,
      'Give a scenario, or a file of `trailcost estimate --format json`.',
    );
  }
  const { scenario, totals, lines, warnings, ...rest } = checkedReport(savedEstimate, value, source, 'an estimate');
  const unpriced = warnings.flatMap(({ charge }) => charge ?? []);
  const costing = { ...rest, name: scenario, unpriced, lines: lines.map(costLine) };
  assertAddsUp(costing, totals, source);
  assertLines(costing, source);
  assertMonths(costing, source);
  return costing;
}

/** What a line costs follows from its own figures. */
function assertLines({ lines, region }: SavedEstimate, source: string): void {
  const isSound = (line: SavedLine) => line.region === region && line.billableQuantity.times(line.unitPrice).eq(line.cost.expected);
  const wrong = lines.findIndex((line) => !isSound(line));
  if (wrong < 0) return;
  throw invalid(source, `lines.${wrong}: cost is not billable_quantity × unit_price in ${region}`, EDITED);
}

function costLine(saved: z.output<typeof savedLine>): SavedLine {
  const { strategy, month: ofMonth, charge, reader, account, region, unit, note } = saved;
  return {
    strategy,
    month: ofMonth,
    charge,
    reader,
    account,
    region,
    unit,
    note,
    freeTierQuantity: saved.free_tier_quantity,
    billableQuantity: saved.billable_quantity,
    unitPrice: saved.unit_price,
    quantity: { low: saved.quantity_low, expected: saved.quantity, high: saved.quantity_high },
    cost: { low: saved.cost_low, expected: saved.cost, high: saved.cost_high },
  };
}

function assertMonths({ lines, period }: Costing, source: string): void {
  const months = monthsOf(period.start, period.months);
  const found = [...new Set(lines.map((line) => line.month))].sort();
  if (found.join() === months.join()) return;
  throw invalid(source, `its lines are of ${found[0]} to ${found.at(-1)}, but its period is ${months[0]} to ${months.at(-1)}`, EDITED);
}

const EDITED = 'It was changed after it was made: make it again with --format json.';

/** A file that was edited by hand must not pass for an estimate. */
function assertAddsUp({ lines }: Costing, totals: z.output<typeof savedEstimate>['totals'], source: string): void {
  for (const strategy of STRATEGIES) {
    const own = lines.filter((line) => line.strategy === strategy);
    for (const which of ['low', 'expected', 'high'] as const) {
      const total = sum(own.map(({ cost }) => cost[which]));
      if (total.eq(totals[strategy][which])) continue;
      const what = `its lines of ${strategy} add up to ${total}, but its ${which} total is ${totals[strategy][which]}`;
      throw invalid(source, what, EDITED);
    }
  }
}
