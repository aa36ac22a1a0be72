import type { FocusRow } from '../report/focus/columns.js';
import type { Scenario } from '../scenario/schema.js';
import type { ExportArguments } from './commands/options.js';
import { type Io, remark } from './io.js';
import { assertAccount, assertCompany, usage } from './usage.js';

/**
 * Refuses a billing account that no format asks for, or that is none.
 *
 * @throws TrailcostError `usage`
 */
export function assertExport({ 'billing-account': account }: ExportArguments, format: string): void {
  assertCompany('--billing-account', account !== undefined, '--format focus', format === 'focus');
  if (account !== undefined) assertAccount(account, '--billing-account');
}

/**
 * Refuses to write a workbook to a terminal.
 *
 * @throws TrailcostError `usage`
 */
export function assertNotShown({ format, output }: { format: string; output?: string | undefined }, { isTerminal }: Io): void {
  if (format === 'xlsx' && output === undefined && isTerminal.stdout)
    throw usage('--format xlsx', 'is not for a terminal', 'Give it a file, such as --output cost.xlsx.');
}

/** FOCUS rows as a file is called: Parquet by its name, else CSV. */
export async function focusFile(rows: readonly FocusRow[], output: string | undefined): Promise<string | Buffer> {
  if (output?.toLowerCase().endsWith('.parquet') === true) return (await import('../report/focus/parquet.js')).focusParquet(rows);
  return (await import('../report/focus/columns.js')).focusCsv(rows);
}

/** Says what the rows of an export lack. */
export function noteMissingRows({ recording }: Pick<Scenario, 'recording'>, io: Io): void {
  if (recording.consumers.length > 0)
    remark('the rows are what AWS bills; charges by other consumers of the events are not among them', io);
}

/** Says what the rows of an export do not know. */
export function noteBillingAccount(account: string | undefined, io: Io): void {
  if (account !== undefined) return;
  remark(
    'BillingAccountId is who pays the row, empty where unknown. To set it: --billing-account ID of the account that gets the bill',
    io,
  );
}
