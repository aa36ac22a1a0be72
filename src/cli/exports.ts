import type { Scenario } from '../scenario/schema.js';
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
export function noteMissingRows({ recording }: Pick<Scenario, 'recording'>, io: Io): void {
  if (recording.consumers.length > 0) note('rows are what AWS bills: what the consumers of events charge is none of them', io);
}

/** Says what the rows of an export do not know. */
export function noteBillingAccount(account: string | undefined, io: Io): void {
  if (account !== undefined) return;
  note('BillingAccountId is the account that pays a row, empty where not known: give --billing-account ID, the one that gets the bill', io);
}
