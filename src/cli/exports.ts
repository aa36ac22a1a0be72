import type { Options } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { Measurement } from '../logs/measure/measurement.js';
import type { Estimate } from '../model/estimate.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { assertLimit } from './budget.js';

/** What `--format focus` needs to know and no scenario or log tells. */
export interface ExportArguments {
  'billing-account': string | undefined;
}

export const EXPORT_OPTIONS = {
  'billing-account': { type: 'string', requiresArg: true, describe: 'Account that gets the bill, for --format focus' },
} as const satisfies Record<string, Options>;

/**
 * Refuses a billing account that no format asks for, or that is none.
 *
 * @throws TrailcostError `usage`
 */
export function assertExport({ 'billing-account': account }: ExportArguments, format: string | undefined): void {
  assertLimit('--billing-account', account !== undefined, '--format focus', format === 'focus');
  if (account !== undefined) assertAccount(account, '--billing-account');
}

/**
 * Refuses what is no account id.
 *
 * @throws TrailcostError `usage`
 */
export function assertAccount(account: string, option: string): void {
  if (/^\d{12}$/.test(account)) return;
  const remedy = 'An account id has 12 digits, such as 111122223333.';
  throw new TrailcostError('usage', { where: option, what: `"${account}" is no account id`, remedy });
}

/**
 * The forecast as FOCUS, and on stderr what its rows lack.
 *
 * @throws TrailcostError `usage` where SOURCE_DATE_EPOCH is no time
 */
export async function forecastExport(
  estimate: Estimate,
  { regions }: PriceBook,
  { strategy = 'sse-kms', 'billing-account': billingAccount }: ExportArguments & { strategy: KmsStrategy | undefined },
): Promise<string> {
  const [{ forecastFocus }, { generatedAt }] = await Promise.all([import('../report/focus/forecast.js'), import('./time.js')]);
  const report = forecastFocus(estimate, { strategy, generatedAt: generatedAt(process.env, Date.now()), billingAccount, regions });
  noteBillingAccount(billingAccount);
  return report;
}

/** The measurement as FOCUS, and on stderr what it leaves out. */
export async function observedExport(
  measurement: Measurement,
  { regions }: PriceBook,
  { 'billing-account': billingAccount }: ExportArguments,
): Promise<string> {
  const { observedFocus, unpricedRequests } = await import('../report/focus/observed.js');
  const report = observedFocus(measurement, { billingAccount, regions });
  noteBillingAccount(billingAccount);
  const unpriced = unpricedRequests(measurement);
  if (measurement.kmsRequests.billable === null) note('no rows, since the logs hold no KMS event: unknown, not zero');
  else if (unpriced > 0) note(`${unpriced} billable requests have no row, since their price is not known: give --price-book FILE`);
  return report;
}

function noteBillingAccount(account: string | undefined): void {
  if (account !== undefined) return;
  note('BillingAccountId is the account that pays a row, empty where not known: give --billing-account ID, the one that gets the bill');
}

function note(text: string): void {
  process.stderr.write(`trailcost: ${text}\n`);
}
