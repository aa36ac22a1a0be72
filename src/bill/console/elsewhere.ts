import { NoTable } from '../table/table.js';

/** Where exports with every row are made. */
const EXPORT =
  'In the AWS console: Billing and Cost Management, Data Exports, Create, "Standard data export", CUR 2.0 with resource IDs, as CSV or ' +
  'Parquet; it arrives in your bucket within a day.';
const DOWNLOAD =
  'For one month at once: Billing and Cost Management, Bills, "Download all to CSV"; or Cost Explorer, group by Usage type, ' +
  '"Download as CSV".';

const WORKBOOK = 'is an Excel workbook (.xlsx), not a bill as AWS exports it: in a workbook account ids and amounts may have been changed';

/** Other files that people have of a bill, by their first bytes. */
const KINDS: readonly { isIt: (start: string) => boolean; what: string; isData?: false }[] = [
  {
    isIt: (start) => start.startsWith('%PDF'),
    what: 'is a PDF, such as an invoice: it has sums by service and no usage that can be read',
    isData: false,
  },
  {
    isIt: (start) => start.startsWith('PK') && /\[Content_Types\]\.xml|xl\/|docProps\//.test(start),
    what: WORKBOOK,
  },
  {
    isIt: (start) => start.startsWith('PK') && start.includes('mimetypeapplication/vnd.oasis.opendocument'),
    what: 'is a LibreOffice document, not a bill as AWS exports it: in a spreadsheet account ids and amounts may have been changed',
  },
  { isIt: (start) => start.startsWith('\xd0\xcf\x11\xe0'), what: 'is an old Excel workbook (.xls), not a bill as AWS exports it' },
  { isIt: (start) => start.startsWith('ORC'), what: 'is an ORC file, which is not read' },
  { isIt: (start) => start.startsWith('Obj\x01'), what: 'is an Avro file, which is not read' },
];

/** What a file is that is not a bill and often taken for one, by its first bytes; undefined for any other. */
export function otherFile(start: Buffer): NoTable | undefined {
  const text = start.toString('latin1');
  const kind = KINDS.find(({ isIt }) => isIt(text));
  return kind === undefined ? undefined : elsewhere(kind.what, kind.isData);
}

/** A workbook, as an archive of which one file says so. */
export function workbook(): NoTable {
  return elsewhere(WORKBOOK);
}

function elsewhere(what: string, isData = true): NoTable {
  return new NoTable(what, { isData, remedy: `${DOWNLOAD}\n  With all rows: ${EXPORT}` });
}

/** The detailed billing report, which AWS replaced by the Cost and Usage Report, by its header; undefined for any other. */
export function detailedBillingReport(header: readonly string[]): NoTable | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  if (!['recordtype', 'rateid', 'subscriptionid', 'pricingplanid'].every((name) => names.includes(name))) return undefined;
  return new NoTable('is a detailed billing report (…aws-billing-detailed-line-items…), which AWS replaced by the Cost and Usage Report', {
    isData: true,
    remedy: EXPORT,
  });
}

/** Rows of a bill written as JSON; undefined for any other. */
export function rowsAsJson(start: string): NoTable | undefined {
  if (!/"(line_item_|lineItem\/|BilledCost|ServiceName)/.test(start)) return undefined;
  return new NoTable('has rows of a bill as JSON, which are not read', {
    isData: true,
    remedy: `Export them as CSV or Parquet. ${EXPORT}`,
  });
}
