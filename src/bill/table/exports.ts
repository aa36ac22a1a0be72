/** Where exports with every row are made. */
export const EXPORT =
  'In the AWS console: Billing and Cost Management, Data Exports, Create, "Standard data export", CUR 2.0 with resource IDs, as CSV or ' +
  'Parquet; it arrives in your bucket within a day.';
/** Where a bill without every row is had at once. */
export const DOWNLOAD =
  'For one month at once: Billing and Cost Management, Bills, "Download all to CSV"; or Cost Explorer, group by Usage type, ' +
  '"Download as CSV".';
