import { jsonText } from '../../base/json.js';
import { counted } from '../../base/text.js';
import { type Price, unitPrice } from '../../prices/book.js';
import { priceJson } from '../../prices/json.js';
import type { PriceDifference } from '../../prices/own.js';
import type { CsvTable } from '../layout/csv.js';
import type { Document, Table } from '../layout/document.js';
import { changePercent } from '../layout/figures.js';

/** What a user's prices change against the bundled ones. */
export function priceCheckDocument(differences: readonly PriceDifference[], source: string): Document {
  const changed = differences.filter(({ bundled, own }) => bundled !== undefined && !isSame(bundled, own));
  const added = differences.filter(({ bundled }) => bundled === undefined);
  const same = differences.length - changed.length - added.length;
  return {
    headline:
      `${counted(differences.length, 'price')} in ${source}: ${changed.length} differ from the bundled ` +
      `ones, ${added.length} are not bundled, ${same} are the same.`,
    caption: 'Prices of one unit, in force today',
    tables: [...changed, ...added].length === 0 ? [] : [differenceTable([...changed, ...added])],
    lists: [],
  };
}

function isSame(one: Price, other: Price): boolean {
  return one.currency === other.currency && unitPrice(one).eq(unitPrice(other));
}

function differenceTable(differences: readonly PriceDifference[]): Table {
  const text = (price: Price | undefined) => (price === undefined ? '–' : `${price.currency} ${unitPrice(price).toFixed()}`);
  return {
    title: 'What is different',
    header: ['', 'Region', 'bundled', 'yours', 'change'],
    leftColumns: 2,
    rows: differences.map(({ metric, region, bundled, own }) => [
      metric,
      region,
      text(bundled),
      text(own),
      bundled === undefined || bundled.currency !== own.currency
        ? '–'
        : changePercent(unitPrice(own).minus(unitPrice(bundled)), unitPrice(bundled)),
    ]),
  };
}

/** What a user's prices change, as JSON. */
export function differencesJson(differences: readonly PriceDifference[]): string {
  const rows = differences.map(({ metric, region, bundled, own }) => ({
    metric,
    region,
    bundled: bundled === undefined ? null : priceJson(bundled),
    own: priceJson(own),
  }));
  return jsonText({ schemaVersion: 1, kind: 'price-check', prices: rows });
}

/** The same as rows; prices of one unit. */
export function differencesTable(differences: readonly PriceDifference[]): CsvTable {
  return {
    columns: ['metric', 'region', 'bundled', 'bundled_currency', 'own', 'own_currency', 'own_effective_from', 'own_as_of', 'own_source'],
    rows: differences.map(({ metric, region, bundled, own }) => [
      metric,
      region,
      bundled === undefined ? '' : unitPrice(bundled).toFixed(),
      bundled?.currency ?? '',
      unitPrice(own).toFixed(),
      own.currency,
      own.effectiveFrom ?? '',
      own.asOf,
      own.source,
    ]),
  };
}
