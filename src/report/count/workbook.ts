import { rollup } from 'd3-array';
import { Decimal } from '../../base/decimal.js';
import { CLASS_NAMES, CLASSES } from '../../logs/classify/rules.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import type { DataTable, WorkbookData } from '../layout/workbook/data.js';
import { measurementTable } from './csv.js';

/** What a workbook of a measurement has: its readers, its rows as in CSV and its classes; billable requests by month and by reader. */
export function measurementData(measurement: Measurement): WorkbookData {
  const { counts, readers, kmsRequests } = measurement;
  const billable = kmsRequests.billable === null ? [] : counts.filter(({ countsAs }) => countsAs === 'billable');
  const byMonth = rollup(
    billable,
    (own) => own.reduce((total, { requests }) => total + requests, 0),
    ({ month }) => month,
  );
  const requesting = readers.filter(({ requests }) => (requests ?? 0) > 0);
  const bar = (name: string, requests: number) => ({ name, value: new Decimal(requests) });
  return {
    charts: [
      {
        title: 'Billable KMS requests by month',
        of: 'requests',
        isMoney: false,
        bars: [...byMonth].sort().map(([month, requests]) => bar(month, requests)),
      },
      {
        title: 'Billable KMS requests by reader',
        of: 'requests',
        isMoney: false,
        bars: requesting.map(({ name, requests }) => bar(name, requests ?? 0)),
      },
    ],
    tables: [readersTable(measurement), { ...measurementTable(measurement), name: 'requests' }, classesTable(measurement)],
  };
}

function readersTable({ readers, currency }: Measurement): DataTable {
  return {
    name: 'readers',
    columns: ['reader', 'account', 'requests', 'failed_requests', 'reads', 'peak_requests_per_second', 'cost', 'currency'],
    rows: readers.map(({ name, account, requests, failed, reads, peakRequestsPerSecond, cost }) => [
      name,
      account,
      ...[requests, failed, reads, peakRequestsPerSecond].map((number) => String(number ?? '')),
      cost?.toFixed() ?? '',
      currency,
    ]),
    summed: ['requests', 'failed_requests', 'reads', 'cost'],
  };
}

function classesTable({ kmsRequests: { byClass } }: Measurement): DataTable {
  const rows = byClass === null ? [] : CLASS_NAMES.map((name) => [name, CLASSES[name].shown, String(byClass[name])]);
  return { name: 'classes', columns: ['class', 'counts_as', 'requests'], rows, summed: ['requests'] };
}
