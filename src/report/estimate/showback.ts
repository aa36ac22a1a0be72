import type { Decimal } from '../../base/decimal.js';
import { jsonText } from '../../base/json.js';
import { periodText } from '../../base/months.js';
import { chargeNamed } from '../../model/charges.js';
import { directoryOf } from '../../model/directory.js';
import type { Estimate } from '../../model/estimate.js';
import { type CrossShare, crossShares, type Dimension } from '../../model/shares.js';
import { byStrategy, STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import { accountColumns, accountText } from '../layout/account-names.js';
import type { CsvTable } from '../layout/csv.js';
import type { Document } from '../layout/document.js';
import { amount, money, percentOf, placesFor } from '../layout/figures.js';
import { readerText } from '../layout/wording.js';

/** What a cost is shared out by: one dimension or two. */
export type By = readonly Dimension[];

/** A showback for people: who or what costs how much, with the total under it. */
export function showbackDocument(estimate: Estimate, by: By): Document {
  const { totals, currency, scenario } = estimate;
  const shares = sharesIn(estimate, by);
  const total = totals['sse-kms'].expected;
  const [first] = shares.toSorted((a, b) => b.costs['sse-kms'].cmp(a.costs['sse-kms']));
  const places = placesFor(STRATEGIES.map((strategy) => totals[strategy].expected));
  const cells = (costs: Record<Strategy, Decimal>) => [
    ...STRATEGIES.map((strategy) => amount(costs[strategy], places)),
    percentOf(costs['sse-kms'], total),
  ];
  return {
    headline: `SSE-KMS costs ${money(total, currency)} over the period${first === undefined ? '.' : mostText(first, estimate, by)}`,
    caption: `Scenario ${scenario.name} · ${estimate.region} · ${periodText(scenario.period)} · ${currency}`,
    tables: [
      {
        title: `Cost by ${by.map(dimensionText).join(' and ')}, whole period, ${currency}`,
        header: [...by.map((dimension) => (by.length === 1 ? '' : dimensionText(dimension))), ...headsOf(), 'share'],
        leftColumns: by.length,
        rows: [
          ...shares.map((share) => [...namesOf(share, estimate, by), ...cells(share.costs)]),
          ['total', ...by.slice(1).map(() => ''), ...cells(byStrategy(STRATEGIES, (strategy) => totals[strategy].expected))],
        ],
        summaryRows: 1,
        ...(by.length === 1 ? {} : { spareColumns: [by.length, by.length + 2] }),
      },
    ],
    lists: [{ title: 'Assumptions', items: [...estimate.assumptions, EXACT], detail: true }],
  };
}

const EXACT = 'Figures here are rounded one by one. JSON and CSV are exact: their parts add up to the total to the last digit.';

function headsOf(): string[] {
  return STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy]);
}

/** The shares of an estimate. */
export function sharesIn({ lines, scenario }: Estimate, by: By): CrossShare[] {
  return crossShares(lines, by, directoryOf(scenario.accounts));
}

/** Which share is the largest, and how large. */
function mostText(share: CrossShare, estimate: Estimate, by: By): string {
  const percent = percentOf(share.costs['sse-kms'], estimate.totals['sse-kms'].expected);
  const names = namesOf(share, estimate, by);
  if (percent !== '100%') return `. Largest share: ${names.join(', ')} (${percent}).`;
  return `, all of it ${by.map((dimension, index) => `${prepositionOf(dimension)} ${names[index]}`).join(' ')}.`;
}

const PREPOSITIONS: Readonly<Record<string, string>> = { account: 'paid by', reader: 'by', month: 'in' };

function prepositionOf(dimension: Dimension): string {
  return PREPOSITIONS[dimension] ?? 'for';
}

/** What a dimension is called. */
export function dimensionText(dimension: Dimension): string {
  return dimension.startsWith('tag:') ? dimension : dimension.replaceAll('_', ' ');
}

/** The names of a share as people know them. */
export function namesOf({ names }: Pick<CrossShare, 'names'>, { scenario }: Estimate, by: By): string[] {
  const directory = directoryOf(scenario.accounts);
  return by.map((dimension, index) => {
    const name = names[index] ?? '';
    if (dimension === 'charge') return chargeNamed(name)?.name ?? name;
    if (dimension === 'reader' || dimension === 'month') return readerText(name);
    return name === '' ? '(not given)' : accountText(name, directory);
  });
}

/** Columns of {@link showbackTable} for one dimension; for two, each has a column of its own in place of `name`. */
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
 * the rows add up to. Of accounts the last columns have names, cost centres and tags, as far as any is known.
 */
export function showbackTable(estimate: Estimate, by: By): CsvTable {
  const { scenario, currency } = estimate;
  const [start, figures] = [SHOWBACK_COLUMNS.slice(0, 2), SHOWBACK_COLUMNS.slice(3)];
  const account = by.indexOf('account');
  const facts = account < 0 ? { columns: [], cellsOf: () => [] } : accountColumns(directoryOf(scenario.accounts));
  return {
    columns: [...start, ...(by.length === 1 ? ['name'] : by), ...figures, ...facts.columns],
    rows: sharesIn(estimate, by).map(({ names, costs, range }) => {
      const amounts = [...STRATEGIES.map((strategy) => costs[strategy]), costs['sse-kms'].minus(costs['sse-s3']), range.low, range.high];
      const cells = [...amounts.map((cost) => cost.toFixed()), currency];
      return [scenario.name, by.join(','), ...names, ...cells, ...facts.cellsOf(names[account] ?? '')];
    }),
  };
}

/** A showback as JSON, `schemaVersion` 1, `kind` "showback". */
export function showbackJson(estimate: Estimate, by: By): string {
  const { scenario, region, currency, totals } = estimate;
  const directory = directoryOf(scenario.accounts);
  const account = by.indexOf('account');
  const texts = (costs: Record<Strategy, Decimal>) => byStrategy(STRATEGIES, (strategy) => costs[strategy].toFixed());
  const json = {
    schemaVersion: 1,
    kind: 'showback',
    scenario: scenario.name,
    period: scenario.period,
    region,
    currency,
    by: by.join(','),
    shares: sharesIn(estimate, by).map(({ names, costs }) => {
      const facts = directory.get(names[account] ?? '');
      const named = by.length === 1 ? { name: names[0] } : Object.fromEntries(by.map((dimension, index) => [dimension, names[index]]));
      return { ...named, ...(facts?.name === undefined ? {} : { accountName: facts.name }), costs: texts(costs) };
    }),
    totals: texts(byStrategy(STRATEGIES, (strategy) => totals[strategy].expected)),
  };
  return jsonText(json);
}
