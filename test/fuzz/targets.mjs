import { accessLogs } from './targets/access-logs.mjs';
import { bills } from './targets/bills.mjs';
import { parquetBills } from './targets/parquet-bills.mjs';
import { priceLists } from './targets/price-lists.mjs';
import { records } from './targets/records.mjs';
import { reports } from './targets/reports.mjs';
import { scenarios } from './targets/scenarios.mjs';

/**
 * A kind of input: how it is made, of what JSON can hold, and who judges it; the judge gives the outcome in a word.
 *
 * @typedef {object} Target
 * @property {import('fast-check').Arbitrary<unknown>} inputs
 * @property {(input: any) => Promise<string>} judge
 */

/** @type {Readonly<Record<string, Target>>} */
export const TARGETS = {
  records,
  'access-logs': accessLogs,
  scenarios,
  bills,
  'parquet-bills': parquetBills,
  'price-lists': priceLists,
  reports,
};
