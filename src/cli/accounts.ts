import { type Directory, directoryOf } from '../model/directory.js';
import type { Document } from '../report/layout/document.js';
import type { WorkbookData } from '../report/layout/workbook/data.js';
import type { Scenario } from '../scenario/schema.js';
import { inputName, readInput } from './inputs.js';
import type { Io } from './io.js';

const MAX_ACCOUNTS_BYTES = 64 * 1024 * 1024;

/**
 * What is known of accounts: what a scenario says, and over it what the file says, if one is given.
 *
 * @throws TrailcostError `accounts-invalid`, `file-unreadable`
 */
export async function readDirectory(path: string | undefined, own: Scenario['accounts'], io: Io): Promise<Directory> {
  if (path === undefined) return directoryOf(own);
  const { parseAccounts } = await import('../scenario/accounts-file.js');
  return directoryOf(own, parseAccounts(await readInput(path, MAX_ACCOUNTS_BYTES, io), inputName(path)));
}

/** A document with the names of accounts. */
export async function named(document: Document, directory: Directory): Promise<Document> {
  if (directory.size === 0) return document;
  return (await import('../report/layout/account-names.js')).withAccountNames(document, directory);
}

/** The same of what a workbook has. */
export async function namedData(data: WorkbookData, directory: Directory): Promise<WorkbookData> {
  if (directory.size === 0) return data;
  return (await import('../report/layout/workbook/named-data.js')).withNamedData(data, directory);
}
