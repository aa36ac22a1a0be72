import { Decimal } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import type { UnitCost, UnitKind } from '../../model/unit-cost.js';
import type { Table } from '../layout/document.js';
import { aboutMoney, amount, countOf, money, placesFor } from '../layout/figures.js';
import { notMeasured } from '../layout/not-measured.js';

/** What single runs, files, accounts and days of logs cost; undefined where none costs anything or the estimate has no unit prices. */
export function unitCostTable({ unitCosts, currency }: Estimate): Table | undefined {
  const each = unitCosts?.each ?? [];
  if (each.length === 0) return undefined;
  const hasTrails = each.filter(({ kind }) => kind === 'account').length > 1;
  return {
    title: `Unit prices, SSE-KMS before the free tier, ${currency}`,
    detail: true,
    ...unitCostLine(each, hasTrails, currency),
    header: ['', 'KMS requests', 'cost', 'in', 'average'],
    leftColumns: 1,
    rows: each.map((unit) => [
      UNIT_TEXTS[unit.kind](unit, hasTrails),
      countOf(unit.most.requests),
      cost(unit.most.cost),
      unit.month,
      cost(unit.average.cost),
    ]),
  };
}

/** The most expensive unit of each kind in one sentence, of those that cost a cent. */
function unitCostLine(units: readonly UnitCost[], hasTrails: boolean, currency: string): Pick<Table, 'inShort'> {
  const first = units.filter(({ kind, most }, index) => most.cost.gte(CENT) && units.findIndex((unit) => unit.kind === kind) === index);
  const texts = first.map((unit) => `${UNIT_TEXTS[unit.kind](unit, hasTrails)} ${money(unit.most.cost, currency)}`);
  return texts.length === 0 ? {} : { inShort: `Unit prices with SSE-KMS, in the most expensive month: ${texts.join('; ')}.` };
}

const CENT = 0.01;

/** Units are from cents to hundreds of dollars: each has as many places as it needs. */
function cost(value: Decimal): string {
  return amount(value, placesFor([value]));
}

const UNIT_TEXTS: Record<UnitKind, (unit: UnitCost, hasTrails: boolean) => string> = {
  run: ({ name }) => `one run of ${name}`,
  'new-files': ({ name, units }) => `${countOf(new Decimal(units))} new files for ${name}`,
  account: ({ name }, hasTrails) => `one account more${hasTrails ? ` in ${name}` : ''}, each month`,
  'log-day': () => 'one day of logs, read once',
};

/**
 * What SSE-KMS with a Bucket Key costs more than SSE-S3, that this is not measured, its range, and what the lost detail costs to get back.
 *
 * @example bucketKeySentence(estimate) // 'With a Bucket Key: $23.14 a month, not measured (likely $14.20 to $60.10). KMS events then …'
 */
export function bucketKeySentence({ comparison, likely, unitCosts, scenario, currency }: Estimate): string {
  const { low, expected, high } = comparison['sse-kms-bucket-key'].averageMonth;
  const drawn = likely === undefined || likely.draws === 0 ? undefined : likely.comparison['sse-kms-bucket-key'];
  const monthly = (value: Decimal) => value.div(scenario.period.months);
  const spread =
    drawn === undefined || low.eq(high)
      ? notMeasured({ low, high }, currency, 'range')
      : notMeasured({ low: monthly(drawn.p10), high: monthly(drawn.p90) }, currency, 'likely');
  return `With a Bucket Key: ${money(expected, currency)} a month, ${spread}; ${detailText(unitCosts?.dataEvents, currency)}.`;
}

function detailText(dataEvents: NonNullable<Estimate['unitCosts']>['dataEvents'] | undefined, currency: string): string {
  if (dataEvents === 'recorded') return 'which file was read is then in the S3 data events only, which this scenario has';
  const needed = 'to record which file was read then takes S3 data events';
  if (dataEvents === undefined) return needed;
  if (dataEvents === 'unpriced') return `${needed}, whose price here is not known`;
  return `${needed}, ${aboutMoney(dataEvents.costPerMonth, currency)} a month`;
}
