import type { Decimal } from '../../base/decimal.js';
import { counted, grouped, listed } from '../../base/text.js';
import { metricInRegion, PRICE_METRICS, type Price, type PriceMetric } from '../../prices/book.js';
import type { ImportedPrices } from '../../prices/lists/import.js';
import type { Document } from '../layout/document.js';

/** How many Regions a sentence names. */
const MOST_NAMED = 6;

/** What an import found, what it did not, and where it went. */
export function importDocument(
  imported: ImportedPrices,
  target: string,
  known: { freeRequestsPerMonth: Decimal; own: readonly Price[] },
): Document {
  const { prices, missing, tiered, alike, unknownLocations, unfinished, entries, freeRequestsPerMonth } = imported;
  const regions = new Set(prices.map(({ region }) => region));
  const byMetric = PRICE_METRICS.map((metric) => ({ metric, own: prices.filter((price) => price.metric === metric) })).filter(
    ({ own }) => own.length > 0,
  );
  const warnings = [
    ...unfinished.map((service) => `The last page of ${service} names a next one (NextToken): its prices are missing here.`),
    ...missing.map(
      ({ metric, service, regions: lacking }) => `The list of ${service} has no price of ${metric} for ${listed(lacking, MOST_NAMED)}.`,
    ),
    ...tiered.map(
      ({ price, next }) =>
        `${price.metric} in ${price.region} costs ${price.currency} ${price.price.toFixed()} at first and ` +
        `${next.price.toFixed()} above ${next.from.toFixed()} a month: trailcost uses the first price.`,
    ),
    ...alike.map(
      ({ usageType, family, group, unit }) =>
        `${usageType} was not imported: family "${family}", group "${group}" or unit "${unit}" is unexpected.`,
    ),
    ...(unknownLocations.length === 0 ? [] : [`Unknown Region: ${unknownLocations.join(', ')}. Use lists with Region codes.`]),
    ...currencyWarnings(prices, known.own),
    ...freeTierWarning(freeRequestsPerMonth, known.freeRequestsPerMonth),
  ];
  return {
    headline:
      `${counted(prices.length, 'price')} of ${counted(regions.size, 'Region')}, from ` +
      `${counted(entries, 'entry', 'entries')}, ${prices.length === 1 ? 'is' : 'are'} now in ${target}; ` +
      `${prices.length === 1 ? 'it takes' : 'they take'} precedence over the bundled prices.`,
    caption:
      freeRequestsPerMonth === undefined
        ? 'The lists do not mention the free tier'
        : `Free tier of KMS: ${grouped(freeRequestsPerMonth)} requests a month`,
    tables: [],
    lists: [
      { title: 'Warnings', items: warnings, isWarning: true },
      { title: 'Imported', items: byMetric.map(({ metric, own }) => metricText(metric, own)) },
    ],
  };
}

function metricText(metric: PriceMetric, prices: readonly Price[]): string {
  const texts = [...new Set(prices.map(({ currency, price }) => `${currency} ${price.toFixed()}`))].sort();
  const range = texts.length <= 3 ? texts.join(', ') : `${texts[0]} to ${texts.at(-1)}`;
  return (
    `${metric} in ${listed([...new Set(prices.map(({ region }) => region))], MOST_NAMED)}: ${range} a ` +
    `unit, as of ${[...new Set(prices.map(({ asOf }) => asOf))].sort().at(-1)}`
  );
}

/** Prices of a Region that were in another currency before: months on both sides of the change cannot be added up. */
function currencyWarnings(prices: readonly Price[], own: readonly Price[]): string[] {
  return prices.flatMap((price) => {
    const other = own.find((each) => metricInRegion(each) === metricInRegion(price) && each.currency !== price.currency);
    if (other === undefined) return [];
    const from = price.effectiveFrom === undefined ? '' : ` from ${price.effectiveFrom}`;
    return [`${price.metric} in ${price.region} was in ${other.currency} in this price book, and is in ${price.currency}${from}.`];
  });
}

function freeTierWarning(listed: Decimal | undefined, known: Decimal): string[] {
  if (listed === undefined || listed.eq(known)) return [];
  return [
    `AWS's list gives ${grouped(listed)} free KMS requests a month, while trailcost uses ` +
      `at most ${grouped(known)}: set what is left in the scenario (freeRequestsLeft).`,
  ];
}
