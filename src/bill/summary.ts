import type { Month } from '../months.js';
import { BILL_FORMATS, type BillFormat } from './layout.js';
import { BILLED_KINDS, BILLED_SERVICES, type BilledKind, type BilledRow, type BilledService } from './row.js';

/** A file, or a part of an archive, and why it does not count. */
export interface BillProblem {
  file: string;
  reason: string;
}

/** What was read of a bill, and what was not. */
export interface BillSummary {
  /** Files and parts of archives that were read to their end. */
  filesRead: number;
  /** Those that failed; `rows` of each were handed on before it did, so its months are incomplete. */
  filesFailed: readonly (BillProblem & { rows: number })[];
  /** Files that are no bills, such as manifests' neighbours. */
  unrecognised: readonly BillProblem[];
  /** Files that a newer version of the same export, or another file of the same content, replaces. */
  superseded: readonly BillProblem[];
  /** Data files that a manifest names and that were not given. */
  missing: readonly string[];
  /** Files of each format. */
  formats: Readonly<Record<BillFormat, number>>;
  /** Rows handed on; duplicates are not among them. */
  rows: number;
  rowsByKind: Readonly<Record<BilledKind, number>>;
  rowsByService: Readonly<Record<BilledService, number>>;
  /** Rows that came once more, of the same line item id and interval of time, saying the same; they are left out. */
  duplicates: number;
  /** Rows of an earlier row's line item id and interval of time that say something else; they are handed on. */
  restated: number;
  /** In order. Amounts of different currencies cannot be added. */
  currencies: readonly string[];
  /** Months of usage, in order. */
  months: readonly Month[];
}

/** Makes the summary, file by file. */
export class Tally {
  readonly failed: (BillProblem & { rows: number })[] = [];
  readonly unrecognised: BillProblem[] = [];
  readonly superseded: BillProblem[] = [];
  missing: readonly string[] = [];
  filesRead = 0;
  rows = 0;
  duplicates = 0;
  restated = 0;
  readonly #formats = zeros(BILL_FORMATS);
  readonly #kinds = zeros(BILLED_KINDS);
  readonly #services = zeros(BILLED_SERVICES);
  readonly #currencies = new Set<string>();
  readonly #months = new Set<Month>();

  addFormat(format: BillFormat): void {
    this.#formats[format] += 1;
  }

  addRow({ kind, service, currency, month }: BilledRow): void {
    this.rows += 1;
    this.#kinds[kind] += 1;
    this.#services[service] += 1;
    this.#currencies.add(currency);
    this.#months.add(month);
  }

  summary(): BillSummary {
    return {
      filesRead: this.filesRead,
      filesFailed: this.failed,
      unrecognised: this.unrecognised,
      superseded: this.superseded,
      missing: this.missing,
      formats: this.#formats,
      rows: this.rows,
      rowsByKind: this.#kinds,
      rowsByService: this.#services,
      duplicates: this.duplicates,
      restated: this.restated,
      currencies: [...this.#currencies].sort(),
      months: [...this.#months].sort(),
    };
  }
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
