import { sanitised } from '../../base/cleaned.js';
import { TrailcostError } from '../../base/errors.js';
import type { Month } from '../../base/months.js';
import { listed } from '../../base/text.js';
import { type BillFormat, FORMAT_NAMES, type Layout } from '../row/layout.js';
import { type BilledRow, isReconciled } from '../row/row.js';

/** Named in a message. */
const MOST_PATHS = 10;

/** Sees that each month of a payer comes in one format: in two it is twice the same usage. */
export class Formats {
  #twice: { month: Month; payer: string; formats: [string, string]; files: [string, string] } | undefined;
  /** What of a console's files each month is from; the payer is not on them. */
  readonly #consoleOf = new Map<Month, { source: string; file: string; isConsole: boolean }>();
  readonly #formatOf = new Map<string, { format: BillFormat; file: string }>();

  /** @param file that has the row */
  take(row: BilledRow, { format, grouping }: Layout, file: string): void {
    if (!isReconciled(row)) return;
    this.#compareFormat(row, format, file);
    this.#compareConsole(row.month, grouping, { format, file });
  }

  #compareFormat({ month, payer }: BilledRow, format: BillFormat, file: string): void {
    const key = `${month} ${payer}`;
    const known = this.#formatOf.get(key);
    if (known === undefined) this.#formatOf.set(key, { format, file });
    else if (known.format !== format && familyOf(known.format) !== familyOf(format))
      this.#twice ??= {
        month,
        payer: sanitised(payer),
        formats: [FORMAT_NAMES[known.format], FORMAT_NAMES[format]],
        files: [known.file, file],
      };
  }

  /** Any other source of a month that Cost Explorer or the Bills page has too is the same usage, be its payer known or not. */
  #compareConsole(month: Month, grouping: string | undefined, { format, file }: { format: BillFormat; file: string }): void {
    const isConsole = format === 'cost-explorer' || format === 'bills-page';
    const source = grouping === undefined ? FAMILY_NAMES[familyOf(format)] : `${FORMAT_NAMES[format]} (${grouping})`;
    const known = this.#consoleOf.get(month);
    if (known === undefined) this.#consoleOf.set(month, { source, file, isConsole });
    else if (known.source !== source && (known.isConsole || isConsole))
      this.#twice ??= { month, payer: '', formats: [known.source, source], files: [known.file, file] };
  }

  /**
   * @param paths of the bill
   * @throws TrailcostError `bill-invalid` where a month has two formats, naming a file of each
   */
  assertOne(paths: readonly string[]): void {
    if (this.#twice === undefined) return;
    const { month, payer, formats, files } = this.#twice;
    throw new TrailcostError('bill-invalid', {
      where: listed(paths, MOST_PATHS),
      what: `has ${month}${payer === '' ? '' : ` of payer ${payer}`} both as ${formats.join(' and as ')}, which would count it twice`,
      remedy: `Leave out ${files.join(' or ')}.`,
    });
  }
}

type Family = 'cur' | 'focus' | Exclude<BillFormat, `cur${string}` | `focus${string}`>;

const FAMILY_NAMES: Readonly<Record<Family, string>> = { ...FORMAT_NAMES, focus: 'FOCUS' };

/** Exports of FOCUS in two of its versions may follow each other, and so may those of CUR. */
function familyOf(format: BillFormat): Family {
  if (format === 'cost-explorer' || format === 'bills-page') return format;
  return format.startsWith('focus') ? 'focus' : 'cur';
}
