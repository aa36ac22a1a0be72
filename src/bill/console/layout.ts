// bill/console: what the billing console and its API give instead of an export, as rows like those of a Cost and Usage Report.

import { PRICE_METRICS, serviceOf as serviceOfMetric } from '../../prices/book.js';
import { USAGE_NAMES } from '../../prices/usage-types.js';
import type { BillFormat, Field, Layout } from '../row/layout.js';
import { serviceOf } from '../row/usage.js';
import type { BillTable } from '../table/table.js';

/** What these files can say of a row, each under its own name in messages. */
const FIELDS = [
  'lineItemId',
  'start',
  'billingStart',
  'service',
  'usageType',
  'operation',
  'region',
  'quantity',
  'cost',
  'netCost',
  'unitPrice',
  'currency',
  'account',
  'payer',
  'type',
  'description',
  'resourceId',
] as const satisfies readonly Field[];

/** A row of such a file; what is absent is not in it. */
export type ConsoleRow = Partial<Record<(typeof FIELDS)[number], string>>;

/** A table whose columns are known without asking its header. */
export interface LaidOutTable extends BillTable {
  layout: Layout;
  /** Of an answer in pages: whether the last is in this file, or more follow. */
  pages?: 'last' | 'more';
}

/**
 * Rows of a console's file as a table.
 *
 * @param grouping what another file of the same month has to agree in, so that nothing is there twice
 */
export function consoleTable(name: string, format: BillFormat, rows: readonly ConsoleRow[], grouping?: string): LaidOutTable {
  const cells = rows.map((row) => FIELDS.map((field) => row[field] ?? ''));
  // What no row has is not there: a cost that is asked for has to be.
  const at = Object.fromEntries(
    FIELDS.map((field, index) => [field, index]).filter(([, index]) => cells.some((row) => row[Number(index)])),
  );
  return {
    name,
    header: FIELDS,
    linesBefore: 0,
    dialect: () => [],
    emptyLines: () => 0,
    layout: { format, at, header: FIELDS, ...(grouping !== undefined && { grouping }) },
    rows: async function* () {
      yield cells;
    },
    close: async () => undefined,
  };
}

/** A number without commas between its thousands, as spreadsheets leave them. */
export function withoutCommas(text: string): string {
  return /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
}

/** A service as a bill writes it, from the names of Cost Explorer (`Key Management Service`, `S3`); as it is where it is none of ours. */
export function serviceNamed(name: string): string {
  const text = name.trim();
  const candidates = [text, `AWS ${text}`, `Amazon ${text}`, ...(/^S3$/i.test(text) ? ['AmazonS3'] : [])];
  return candidates.find((candidate) => serviceOf(candidate) !== 'other') ?? text;
}

const CODES: Readonly<Record<string, string>> = {
  kms: 'awskms',
  s3: 'AmazonS3',
  cloudtrail: 'AWSCloudTrail',
  guardduty: 'AmazonGuardDuty',
};

/** The service that a usage type is of, where its name says so; empty else. */
export function serviceOfUsageType(usageType: string): string {
  if (/(^|-)KMS-/i.test(usageType)) return 'awskms';
  const metric = PRICE_METRICS.find((each) => usageType === USAGE_NAMES[each].suffix || usageType.endsWith(`-${USAGE_NAMES[each].suffix}`));
  const service = metric === undefined ? undefined : serviceOfMetric(metric);
  return service === undefined ? '' : (CODES[service] ?? '');
}

/** What Cost Explorer writes where there is none: `NoOperation`, `NoUsageType`, `No operation`, `global`. */
export function withoutNone(value: string): string {
  return /^(no ?[a-z ]*|global|n\/?a)$/i.test(value.trim()) ? '' : value.trim();
}
