import type { Decimal } from '../base/decimal.js';
import type { PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import type { Charge } from './charges.js';
import type { LinePrice } from './rates.js';
import type { Volumes } from './volumes.js';

/** Something to know before trusting the figures; the code is stable, for programs. */
export interface Warning {
  code: WarningCode;
  message: string;
  /** Of `price-missing`: the charge that is left out. */
  charge?: Charge;
  /** Of some that say what is left out: what it would add in an average month, in the currency of the report. */
  addsPerMonth?: Decimal;
}

export type WarningCode =
  | 'price-assumed'
  | 'price-stale'
  | 'price-missing'
  | 'price-currency'
  | 'rate-of-earlier-month'
  | 'price-book-region-unknown'
  | 'price-book-unused'
  | 'archive-too-short'
  | 'kms-peak'
  | 'kms-throttled'
  | 'delivery-events-uncounted'
  | 'kms-events-excluded'
  | 'guardduty-unsaid'
  | 'covers-unsaid'
  | 'key-account-unsaid'
  | 'files-below-floor'
  | 'switch-after-period';

/** What warnings are made from. */
export interface Evidence {
  scenario: Scenario;
  book: PriceBook;
  volumes: Volumes;
  prices: readonly LinePrice[];
  unpriced: readonly { charge: Charge; months: readonly string[] }[];
}
