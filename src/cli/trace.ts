import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { TrailcostError } from '../errors.js';
import { type IsTrailBucket, ruleOf, trailBuckets } from '../evidence/counts.js';
import { plain } from '../evidence/plain.js';
import type { Tally, Traced } from '../evidence/tally.js';
import { inertText } from '../report/csv.js';
import { inputName, isSystemError, reasonOf } from './files.js';

const COLUMNS = ['file', 'record_index', 'event_id', 'class', 'rule', 'reader', 'payer', 'object', 'time'];
const ROWS_AT_ONCE = 1000;

/**
 * The CSV of `--trace`: one row for each billable request, written as they are counted, under another name until it is whole. Requests that
 * name a bucket alone wait until it is known whose bucket it is.
 */
export class TraceFile {
  readonly #path: string;
  readonly #temporary: string | undefined;
  readonly #file: number;
  readonly #unsure: Traced[] = [];
  #rows: string[][] = [COLUMNS];
  #isOpen = true;

  /**
   * @param isSpecial whether the path is a pipe or a device, which is written to and never replaced
   * @throws TrailcostError `output-unwritable`
   */
  constructor(path: string, isSpecial: boolean) {
    this.#path = path;
    this.#temporary = isSpecial ? undefined : `${path}.${process.pid}.part`;
    this.#file = this.#trying(() => openSync(this.#temporary ?? path, isSpecial ? 'w' : 'wx'));
  }

  add(request: Traced): void {
    if (request.bucket === '') this.#write(request, () => true);
    else this.#unsure.push(request);
  }

  /** Puts the file in its place. */
  finish(tally: Tally, buckets: readonly string[]): void {
    const isTrailBucket = trailBuckets(tally, buckets);
    for (const request of this.#unsure) if (isTrailBucket(request.bucket)) this.#write(request, isTrailBucket);
    this.#flush();
    this.#isOpen = false;
    this.#trying(() => {
      closeSync(this.#file);
      if (this.#temporary !== undefined) renameSync(this.#temporary, this.#path);
    });
  }

  /** Leaves nothing behind where the file was not finished. */
  abandon(): void {
    if (this.#isOpen) closeSync(this.#file);
    if (this.#temporary !== undefined) rmSync(this.#temporary, { force: true });
    this.#isOpen = false;
  }

  #write({ file, recordIndex, eventId, rule: number, bucket, reader, object, time }: Traced, isTrailBucket: IsTrailBucket): void {
    const rule = ruleOf(number, bucket, isTrailBucket);
    const { name, account } = reader.principal;
    const when = new Date(time * 1000).toISOString().replace('.000Z', 'Z');
    this.#rows.push([text(file), String(recordIndex), text(eventId), rule.class, rule.name, text(name), text(account), text(object), when]);
    if (this.#rows.length >= ROWS_AT_ONCE) this.#flush();
  }

  #flush(): void {
    const csv = stringify(this.#rows, { record_delimiter: '\r\n' });
    this.#rows = [];
    this.#trying(() => writeSync(this.#file, csv));
  }

  #trying<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new TrailcostError(
        'output-unwritable',
        { where: inputName(this.#path), what: reasonOf(error), remedy: 'Choose another --trace.' },
        error,
      );
    }
  }
}

function text(value: string): string {
  return inertText(plain(value));
}
