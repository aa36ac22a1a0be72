import { type Decimal, sum } from '../base/decimal.js';
import { findPrice, type PriceBook, unitPrice } from '../prices/book.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Scenario } from '../scenario/schema.js';
import { averagePayFactor } from './case-numbers.js';
import { CHARGE } from './charges.js';
import { withOwnPrices } from './own-prices.js';
import { patternOf } from './patterns.js';
import { type Volumes, volumesOf } from './volumes.js';

/**
 * S3 data events of all reads. They record which file was read, where a Bucket Key makes KMS events name the bucket only: `recorded` where
 * the scenario pays for them already, `unpriced` where their price is not known, else what they would add in an average month.
 */
export type DataEvents = 'recorded' | 'unpriced' | { readsPerMonth: Decimal; costPerMonth: Decimal };

/** The S3 data events of a scenario's reads; expected case, in the currency of the report. */
export function dataEventsOf(scenario: Scenario, book: PriceBook, volumes: Volumes = volumesOf(scenario)): DataEvents {
  const { period, recording, bucket } = scenario;
  if (expectedOf(recording.dataEventCopies) > 0) return 'recorded';
  const price = findPrice(withOwnPrices(book, scenario), CHARGE['cloudtrail-data-events'].metric, bucket.region, period.start);
  if (price === undefined) return 'unpriced';
  const { months, numbers } = volumes;
  const gets = sum(
    months.flatMap(({ readers }) => readers.flatMap(({ reader, reads }) => (patternOf(reader.expected).isGet ? [reads.expected.all] : []))),
  );
  const readsPerMonth = gets.div(period.months);
  const factor = averagePayFactor(numbers, price.metric, period);
  return { readsPerMonth, costPerMonth: readsPerMonth.times(unitPrice(price)).times(factor) };
}
