import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { sanitised } from '../../base/cleaned.js';
import { timeText } from '../../base/time.js';
import { placeOf } from '../../files/paths.js';
import { Scratch } from '../../files/scratch.js';
import { isSpecial, statsOf } from '../../files/stats.js';
import { CLASSES, RULE, type RuleName, settledRule } from '../../logs/classify/rules.js';
import type { Tally, Traced } from '../../logs/count/tally.js';
import { type BucketUseOf, bucketUses } from '../../logs/measure/counts.js';
import { isReplicating } from '../../logs/measure/replication.js';
import { inertText } from '../../report/layout/csv.js';
import type { Io } from '../io.js';
import { clearPartsOf, fillOutput, orUnwritable, realPlaceOf, unwritableBy } from '../outputs.js';

const COLUMNS = ['file', 'record_index', 'event_id', 'class', 'rule', 'reader', 'payer', 'object', 'time'];
const ROWS_AT_ONCE = 1000;

/** A request as it is kept until all is read: only then it is known who its reader is, and what a bucket holds that it names alone. */
type Kept = [
  file: string,
  recordIndex: number,
  eventId: string,
  rule: RuleName,
  bucket: string,
  reader: number,
  object: string,
  time: number,
];

/** The CSV of `--trace`: one row for each billable request. */
export class TraceFile {
  readonly #path: string;
  readonly #kept: Scratch;
  #lines: string[] = [];

  /** @throws TrailcostError `output-unwritable` */
  static async at(path: string, io: Io): Promise<TraceFile> {
    return orUnwritable(path, '--trace', async () => {
      const place = await realPlaceOf(placeOf(path, io.cwd));
      // Beside a pipe or a device there is no place for a file.
      const scratchPlace = isSpecial(await statsOf(place)) ? join(tmpdir(), 'trace') : place;
      await clearPartsOf(scratchPlace, io);
      return new TraceFile(path, await Scratch.beside(scratchPlace));
    });
  }

  private constructor(path: string, kept: Scratch) {
    this.#path = path;
    this.#kept = kept;
  }

  /** @throws TrailcostError `output-unwritable` */
  add({ file, recordIndex, eventId, rule, bucket, reader, object, time }: Traced): void {
    const kept: Kept = [file, recordIndex, eventId, rule.name, bucket, reader.number, object, time];
    this.#lines.push(`${lineOf(kept)}\n`);
    if (this.#lines.length >= ROWS_AT_ONCE) this.#flush();
  }

  /**
   * Puts the file in its place.
   *
   * @throws TrailcostError `output-unwritable`
   */
  async finish(tally: Tally, buckets: readonly string[], io: Io): Promise<void> {
    this.#flush();
    const useOf = bucketUses(tally, buckets);
    await fillOutput(this.#path, '--trace', io, async (write) => {
      let rows: string[][] = [COLUMNS];
      for await (const line of this.#kept.lines()) {
        const row = rowOf(JSON.parse(line) as Kept, tally, useOf);
        if (row !== undefined) rows.push(row);
        if (rows.length < ROWS_AT_ONCE) continue;
        await write(csvOf(rows));
        rows = [];
      }
      await write(csvOf(rows));
    });
  }

  close(): void {
    this.#kept.close();
  }

  #flush(): void {
    const text = this.#lines.join('');
    this.#lines = [];
    try {
      this.#kept.write(text);
    } catch (error) {
      throw unwritableBy(error, this.#path, '--trace');
    }
  }
}

/** As one line: newer versions of Node also split lines at these two signs, which JSON leaves as they are. */
function lineOf(kept: Kept): string {
  return JSON.stringify(kept).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function csvOf(rows: string[][]): string {
  return stringify(rows, { record_delimiter: '\r\n' });
}

/** As the report counts it; undefined for one that is not billable after all. */
function rowOf(kept: Kept, tally: Tally, useOf: BucketUseOf): string[] | undefined {
  const [file, recordIndex, eventId, firstRule, bucket, number, object, time] = kept;
  const reader = tally.readers.at(number);
  const rule = settledRule(RULE[firstRule], useOf(reader, bucket), isReplicating(reader));
  if (CLASSES[rule.class].countsAs !== 'billable') return undefined;
  const { name, account } = reader.principal;
  const when = timeText(time);
  return [text(file), String(recordIndex), text(eventId), rule.class, rule.name, text(name), text(account), text(object), when];
}

function text(value: string): string {
  return inertText(sanitised(value));
}
