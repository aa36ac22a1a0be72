// bill/once: the same usage counts once, however often its rows come.

import { sanitised } from '../../base/cleaned.js';
import { TrailcostError } from '../../base/errors.js';
import { remembered } from '../../base/memo.js';
import type { Layout } from '../row/layout.js';
import type { RowParser } from '../row/parser.js';
import type { BilledRow } from '../row/row.js';
import { differenceOf, lesser } from './differences.js';
import { Duplicates, type Seen } from './duplicates.js';
import { type Export, type Granularity, type Overlap, Overlaps } from './overlaps.js';
import { type Repeat, Repeats } from './repeats.js';

/** A file of a bill, or a part of an archive, while it is read. */
export interface OpenFile {
  index: number;
  layout: Layout;
}

/**
 * Sees every row that is added up, and knows which of them came before. Rows of a CUR have ids; rows of FOCUS have none and are the same
 * where all that is read of them is. What other files have of the same usage in another form is found at the end.
 */
export class Once {
  readonly #duplicates = new Duplicates();
  readonly #overlaps = new Overlaps();
  readonly #repeats = new Repeats();
  readonly #names: string[] = [];
  /** The hour until which each file has usage. */
  readonly #untils: number[] = [];
  readonly #exportOf = remembered((of: Export) => of, { keyOf: (of) => Object.values(of).join('\n') });

  open(name: string, layout: Layout): OpenFile {
    this.#untils.push(0);
    return { index: this.#names.push(name) - 1, layout };
  }

  /**
   * Takes a row that is added up.
   *
   * @param parser that has just read the row
   * @param isOneFile whether no other file can have the row too
   */
  take(row: BilledRow, parser: RowParser, file: OpenFile, isOneFile: boolean): Seen {
    const use = parser.use(row);
    const quantity = row.quantity.toString();
    const id = parser.lineItemId();
    const seen = this.#seen(row, parser, { id, use, quantity, file, isOneFile });
    if (!isOneFile) this.#repeats.add(use, { file: file.index, quantity, isKept: seen !== 'duplicate', isRestated: seen === 'restated' });
    this.#addUse(row, parser, file, seen !== 'duplicate');
    return seen;
  }

  #addUse(row: BilledRow, parser: RowParser, { index, layout: { format, at } }: OpenFile, isKept: boolean): void {
    const { kind, quantity, payer, resourceId } = row;
    const { start, end = (start ?? 0) + 1 } = parser.hours();
    if (start === undefined || !(kind === 'usage' || kind === 'free-tier') || quantity.lte(0)) return;
    this.#untils[index] = Math.max(this.#untils[index] ?? 0, end);
    if (!isKept) return;
    const resources = { hasResourceColumn: at.resourceId !== undefined, hasResources: resourceId !== undefined };
    const of = this.#exportOf({ payer, format, granularity: granularityOf(end - start), ...resources });
    this.#overlaps.add(row, of, index, start, end);
  }

  #seen(
    { cost }: BilledRow,
    parser: RowParser,
    { id, use, quantity, file, isOneFile }: { id: string; use: string; quantity: string; file: OpenFile; isOneFile: boolean },
  ): Seen {
    if (id !== '') return this.#duplicates.add(`${id}\n${use}`, `${quantity} ${cost}`);
    if (isOneFile) return 'new';
    return this.#duplicates.addUnnamed(`${use}\n${quantity} ${cost}\n${parser.notes()}`, file.index) ? 'new' : 'duplicate';
  }

  /**
   * Rows that two files have under other ids; they count twice.
   *
   * @throws TrailcostError `bill-invalid` where two files have the same usage in another form or version, naming both
   */
  assertOnce(): number {
    const overlap = this.#overlaps.find();
    if (overlap !== undefined) throw this.#twice(overlap);
    const { versions, repeated } = this.#repeats.find();
    const [version] = versions;
    if (version !== undefined) throw this.#versions(version);
    return repeated;
  }

  #twice({ exports: [one, other], files, account, month }: Overlap): TrailcostError {
    const names = this.#named(files);
    const [a, b] = names;
    const of = `usage of ${account === '' ? 'an account' : `account ${sanitised(account)}`} in ${month}`;
    const isOneFile = files[0] === files[1];
    const which = lesser(one, other);
    const proForma = one.payer === other.payer ? '' : '; if one is a pro forma bill, that one';
    return new TrailcostError('bill-invalid', {
      where: isOneFile ? a : `${a} and ${b}`,
      what: `${isOneFile ? 'has' : 'have'} the same ${of} ${differenceOf(one, other)}, so it would count twice`,
      remedy: isOneFile
        ? 'Export the bill again, without these rows.'
        : `Leave out ${which === undefined ? `${a} or ${b}${proForma}` : names[which]}.`,
    });
  }

  #versions({ files, same, kept, different, restated }: Repeat): TrailcostError {
    const names = this.#named(files);
    const [a, b] = names;
    const [untilA = 0, untilB = 0] = files.map((file) => this.#untils[file]);
    const how = different === 0 ? `${kept} of them have other row ids or costs` : `${different} more differ in quantity`;
    const alike =
      restated > same
        ? `${restated} rows have the same id, account and time and differ in quantity`
        : `${same} rows have the same account, time and quantity, and ${how}`;
    const older = untilA < untilB ? 0 : 1;
    return new TrailcostError('bill-invalid', {
      where: `${a} and ${b}`,
      what: `are two versions of one bill: ${alike}; both would count twice`,
      remedy:
        untilA === untilB ? `Leave out the older or pro forma one: ${a} or ${b}.` : `Leave out ${names[older]}, whose usage ends earlier.`,
    });
  }

  #named(files: readonly [number, number]): [string, string] {
    return [this.#names[files[0]] ?? '', this.#names[files[1]] ?? ''];
  }
}

function granularityOf(hours: number): Granularity {
  if (hours <= 1) return 'hour';
  return hours <= HOURS_OF_DAY ? 'day' : 'month';
}

const HOURS_OF_DAY = 24;
