import type { Decimal } from '../../base/decimal.js';
import { jsonText } from '../../base/json.js';
import { periodText } from '../../base/months.js';
import { chargeNamed } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { type Share, type SharedBy, sharesOf } from '../../model/shares.js';
import { byStrategy, STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import type { CsvTable } from '../layout/csv.js';
import type { Document } from '../layout/document.js';
import { amount, money, percentOf, placesFor } from '../layout/figures.js';
import { readerText } from '../layout/wording.js';

/** A showback for people: who or what costs how much, with the total under it. */
export function showbackDocument(estimate: Estimate, by: SharedBy): Document {
  const { totals, currency, scenario } = estimate;
  const shares = sharesOf(estimate.lines, by);
  const total = totals['sse-kms'].expected;
  const [first] = shares.toSorted((a, b) => b.costs['sse-kms'].cmp(a.costs['sse-kms']));
  const places = placesFor(STRATEGIES.map((strategy) => totals[strategy].expected));
  const cells = (costs: Record<Strategy, Decimal>) => [
    ...STRATEGIES.map((strategy) => amount(costs[strategy], places)),
    percentOf(costs['sse-kms'], total),
  ];
  return {
    headline: `SSE-KMS costs ${money(total, currency)} over the period${first === undefined ? '.' : mostText(first, total, by)}`,
    caption: `Scenario ${scenario.name} · ${estimate.region} · ${periodText(scenario.period)} · ${currency}`,
    tables: [
      {
        title: `Cost by ${by}, whole period, ${currency}`,
        header: ['', ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy]), 'share'],
        leftColumns: 1,
        rows: [
          ...shares.map(({ name, costs }) => [nameText(name, by), ...cells(costs)]),
          ['total', ...cells(byStrategy(STRATEGIES, (strategy) => totals[strategy].expected))],
        ],
        summaryRows: 1,
      },
    ],
    lists: [{ title: 'Assumptions', items: [...estimate.assumptions, EXACT], detail: true }],
  };
}

const EXACT = 'Figures here are rounded one by one. JSON and CSV are exact: their parts add up to the total to the last digit.';

/** Which share is the largest, and how large. */
function mostText({ name, costs }: Share, total: Decimal, by: SharedBy): string {
  const percent = percentOf(costs['sse-kms'], total);
  return percent === '100%'
    ? `, all of it ${PREPOSITIONS[by]} ${nameText(name, by)}.`
    : `. Largest share: ${nameText(name, by)} (${percent}).`;
}

const PREPOSITIONS: Record<SharedBy, string> = { account: 'paid by', reader: 'by', month: 'in', charge: 'for' };

function nameText(name: string, by: SharedBy): string {
  if (by === 'charge') return chargeNamed(name)?.name ?? name;
  return by === 'account' && name === '' ? '(not given)' : readerText(name);
}

/** Columns of {@link showbackTable}. */
export const SHOWBACK_COLUMNS = [
  'scenario',
  'by',
  'name',
  'sse_s3',
  'sse_kms',
  'sse_kms_bucket_key',
  'sse_kms_adds',
  'sse_kms_low',
  'sse_kms_high',
  'currency',
] as const;

/**
 * A showback as rows, exact: one for each group, with a column for each strategy and what SSE-KMS adds to SSE-S3. There is no total, which
 * the rows add up to.
 */
export function showbackTable({ lines, scenario, currency }: Estimate, by: SharedBy): CsvTable {
  return {
    columns: [...SHOWBACK_COLUMNS],
    rows: sharesOf(lines, by).map(({ name, costs, range }) => {
      const amounts = [...STRATEGIES.map((strategy) => costs[strategy]), costs['sse-kms'].minus(costs['sse-s3']), range.low, range.high];
      return [scenario.name, by, name, ...amounts.map((cost) => cost.toFixed()), currency];
    }),
  };
}

/** A showback as JSON, `schemaVersion` 1, `kind` "showback". */
export function showbackJson(estimate: Estimate, by: SharedBy): string {
  const { scenario, region, currency, totals } = estimate;
  const texts = (costs: Record<Strategy, Decimal>) => byStrategy(STRATEGIES, (strategy) => costs[strategy].toFixed());
  const json = {
    schemaVersion: 1,
    kind: 'showback',
    scenario: scenario.name,
    period: scenario.period,
    region,
    currency,
    by,
    shares: sharesOf(estimate.lines, by).map(({ name, costs }) => ({ name, costs: texts(costs) })),
    totals: texts(byStrategy(STRATEGIES, (strategy) => totals[strategy].expected)),
  };
  return jsonText(json);
}
