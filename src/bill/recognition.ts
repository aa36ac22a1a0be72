import { isBillsPage } from './console/bills-page.js';
import { isCostExplorer } from './console/cost-explorer.js';
import { detailedBillingReport } from './console/elsewhere.js';
import { isBillHeader, mayDiffer } from './row/roles.js';
import { encodingOf, headerIn } from './table/dialect.js';
import type { Recognition } from './table/row-batches.js';
import { packingOf } from './table/start.js';

/** How a table is recognised as a bill. */
export const RECOGNITION: Recognition = {
  isHeader: (cells) => isBillHeader(cells) || isCostExplorer(cells) || isBillsPage(cells) || detailedBillingReport(cells) !== undefined,
  mayDiffer,
};

/**
 * Whether a file that begins so can only be a bill: its header says it, or Cost Explorer's answer. Of other files of AWS's only bills come
 * as zip archives.
 *
 * @param start its first bytes, unpacked where it is gzip
 */
export function startsAsBill(start: Buffer): boolean {
  const packing = packingOf(start);
  if (packing === 'zip') return true;
  if (packing === 'json') return /^[^"]*"ResultsByTime"|"(?:GroupDefinitions|ResultsByTime)"\s*:\s*\[/.test(start.toString('utf8'));
  if (packing !== 'text') return false;
  const encoding = encodingOf(start);
  return headerIn(new TextDecoder(encoding, { ignoreBOM: true }).decode(start), encoding, RECOGNITION.isHeader) !== undefined;
}
