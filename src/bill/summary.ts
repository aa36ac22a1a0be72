import type { Month } from '../base/months.js';
import { recordOf } from '../base/records.js';
import { Unreadable } from '../files/unreadable.js';
import { Unfit } from './row/cell.js';
import { BILL_FORMATS, type BillFormat } from './row/layout.js';
import { type BillRemarks, Remarks } from './row/remarks.js';
import { OTHER_ROLES, type OtherRole } from './row/roles.js';
import { BILLED_KINDS, BILLED_SERVICES, type BillCost, type BilledKind, type BilledRow, type BilledService } from './row/row.js';
import { NoTable } from './table/table.js';
import { UsageUntil } from './until.js';

/** A file, or a part of an archive, and why it does not count. */
export interface BillProblem {
  file: string;
  reason: string;
  /** What to do, where that is special. */
  remedy?: string;
}

/** What was read of a bill, and what was not. */
export interface BillSummary {
  /** Files and parts of archives that were read to their end. */
  filesRead: number;
  /** Those that failed; `rows` of each were handed on before it did, so its months are incomplete. */
  filesFailed: readonly (BillProblem & { rows: number })[];
  /** Files that are no bills, such as manifests' neighbours; `isData` marks those that look like parts of one. */
  unrecognised: readonly (BillProblem & { isData: boolean })[];
  /** All that the bill has and that is not read, or not to its end: failed files, missing ones, and unrecognised ones with data. */
  holes: readonly BillProblem[];
  /** Files that a newer version of the same export, or another file of the same content, replaces. */
  superseded: readonly BillProblem[];
  /** Data files that a manifest names and that were not given. */
  missing: readonly string[];
  /** Files of each format. */
  formats: Readonly<Record<BillFormat, number>>;
  /** How files are written that are neither plain CSV nor Parquet, in words, and how many are so. */
  dialects: readonly { dialect: string; files: number }[];
  /** Files without a header of their own, and the one whose columns they have. */
  headersOf: readonly { file: string; header: string }[];
  /** Rows and lines that spreadsheets and put together files have, and that are none of the bill. */
  rowsLeftOut: Readonly<Record<OtherRole, number>>;
  /** Rows handed on; duplicates are not among them. */
  rows: number;
  rowsByKind: Readonly<Record<BilledKind, number>>;
  rowsByService: Readonly<Record<BilledService, number>>;
  /**
   * Of AWS KMS and CloudTrail: rows that came once more, saying the same; they are left out. Rows of FOCUS have no ids: what another file
   * has just the same came once more, as often as that file has it.
   */
  duplicates: number;
  /** Of these services: rows of an earlier row's line item id and interval of time that say something else; they are handed on. */
  restated: number;
  /** Of these services: rows that another file has with the same usage, time and quantity under another id; they are handed on. */
  repeated: number;
  /** In order. Amounts of different currencies cannot be added. */
  currencies: readonly string[];
  /** Months of usage, in order. */
  months: readonly Month[];
  /** Which cost of a row was read as its cost. */
  cost: BillCost;
  /** What cells had to be read in spite of. */
  remarks: BillRemarks;
  /** The point in time until which each month has usage, to the hour, in UTC. */
  usageUntil: Readonly<Record<Month, string>>;
}

/** Makes the summary, file by file. */
export class BillTally {
  readonly failed: (BillProblem & { rows: number })[] = [];
  readonly unrecognised: (BillProblem & { isData: boolean })[] = [];
  readonly superseded: BillProblem[] = [];
  readonly headersOf: { file: string; header: string }[] = [];
  missing: readonly string[] = [];
  readonly remarks = new Remarks();
  cost: BillCost = 'unblended';
  filesRead = 0;
  rows = 0;
  duplicates = 0;
  restated = 0;
  repeated = 0;
  readonly until = new UsageUntil();
  readonly #formats = recordOf(BILL_FORMATS, () => 0);
  readonly #dialects = new Map<string, number>();
  readonly #leftOut = recordOf(OTHER_ROLES, () => 0);
  readonly #kinds = recordOf(BILLED_KINDS, () => 0);
  readonly #services = recordOf(BILLED_SERVICES, () => 0);
  readonly #currencies = new Set<string>();
  readonly #months = new Set<Month>();
  readonly #pages: { file: string; rows: number }[] = [];
  #hasLastPage = false;

  addFormat(format: BillFormat): void {
    this.#formats[format] += 1;
  }

  /** @param names none for a file that is written as most are */
  addDialect(names: readonly string[]): void {
    const dialect = names.join(', ');
    if (dialect !== '') this.#dialects.set(dialect, (this.#dialects.get(dialect) ?? 0) + 1);
  }

  addLeftOut(rows: Readonly<Record<OtherRole, number>>): void {
    for (const role of OTHER_ROLES) this.#leftOut[role] += rows[role];
  }

  addRow({ kind, service, currency, month }: BilledRow): void {
    this.rows += 1;
    this.#kinds[kind] += 1;
    this.#services[service] += 1;
    this.#currencies.add(currency);
    this.#months.add(month);
  }

  /** A file of an answer in pages. @param pages whether the last is in it @param rows that were handed on */
  addPages(file: string, pages: 'last' | 'more' | undefined, rows: number): void {
    if (pages === 'last') this.#hasLastPage = true;
    if (pages === 'more') this.#pages.push({ file, rows });
  }

  /** Where no file has the last page of an answer, the bill is not whole. */
  nameMissingPages(): void {
    const [first] = this.#pages;
    if (first === undefined || this.#hasLastPage) return;
    const reason = 'is not the whole answer: its NextPageToken says that more pages follow';
    this.failed.push({ ...first, reason, remedy: 'Ask for them with --next-page-token, and give all pages.' });
  }

  /** What is not read, or not to its end. @param rows that were handed on before the error @throws any other error than Unreadable */
  fail(file: string, error: unknown, rows: number): void {
    if (!(error instanceof Unreadable)) throw error;
    const remedy = error instanceof NoTable || error instanceof Unfit ? error.remedy : undefined;
    const problem = { file, reason: error.message, ...(remedy !== undefined && { remedy }) };
    if (error instanceof NoTable) this.unrecognised.push({ ...problem, isData: error.isData });
    else this.failed.push({ ...problem, rows });
  }

  summary(): BillSummary {
    return {
      filesRead: this.filesRead,
      filesFailed: this.failed,
      unrecognised: this.unrecognised,
      holes: [
        ...this.failed.map(({ file, reason }) => ({ file, reason })),
        ...this.missing.map((file) => ({ file, reason: 'is in the manifest and was not given' })),
        ...this.unrecognised.filter(({ isData }) => isData).map(({ file, reason }) => ({ file, reason })),
      ],
      superseded: this.superseded,
      missing: this.missing,
      formats: this.#formats,
      dialects: [...this.#dialects].map(([dialect, files]) => ({ dialect, files })),
      headersOf: this.headersOf,
      rowsLeftOut: this.#leftOut,
      rows: this.rows,
      rowsByKind: this.#kinds,
      rowsByService: this.#services,
      duplicates: this.duplicates,
      restated: this.restated,
      repeated: this.repeated,
      currencies: [...this.#currencies].sort(),
      months: [...this.#months].sort(),
      cost: this.cost,
      remarks: this.remarks.found(),
      usageUntil: this.until.byMonth(),
    };
  }
}
