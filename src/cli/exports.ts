import type { ExportArguments } from './commands/options.js';
import { type Io, note } from './io.js';
import { assertAccount, assertCompany } from './usage.js';

/**
 * Refuses a billing account that no format asks for, or that is none.
 *
 * @throws TrailcostError `usage`
 */
export function assertExport({ 'billing-account': account }: ExportArguments, format: string | undefined): void {
  assertCompany('--billing-account', account !== undefined, '--format focus', format === 'focus');
  if (account !== undefined) assertAccount(account, '--billing-account');
}

/** Says what the rows of an export lack. */
export function noteBillingAccount(account: string | undefined, io: Io): void {
  if (account !== undefined) return;
  note('BillingAccountId is the account that pays a row, empty where not known: give --billing-account ID, the one that gets the bill', io);
}
