import { randomUUID } from 'node:crypto';
import { closeSync, createReadStream, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'csv-stringify/sync';
import { sanitised } from '../../base/cleaned.js';
import { timeText } from '../../base/time.js';
import { type Located, placeOf } from '../../files/paths.js';
import { isSystemError, reasonOf } from '../../files/system-errors.js';
import { CLASSES, RULE, type RuleName, settledRule } from '../../logs/classify/rules.js';
import type { Tally, Traced } from '../../logs/count/tally.js';
import { type BucketUseOf, bucketUses } from '../../logs/measure/counts.js';
import { isReplicating } from '../../logs/measure/replication.js';
import { inertText } from '../../report/layout/csv.js';
import type { Io } from '../io.js';
import { isSpecialFile, realPlaceOf, unwritable } from '../outputs.js';

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

/** The CSV of `--trace`: one row for each billable request. It is written beside its place and put there when it is whole. */
export class TraceFile {
  readonly #target: Located;
  readonly #isSpecial: boolean;
  readonly #keptPath: string;
  readonly #wholePath: string;
  #file: number | undefined;
  #lines: string[] = [];

  /** @throws TrailcostError `output-unwritable` */
  static async at(path: string, { cwd }: Io): Promise<TraceFile> {
    // Where a link leads, so that it stays one.
    const place = await realPlaceOf(placeOf(path, cwd));
    return new TraceFile({ path, place }, await isSpecialFile(place));
  }

  /** @param isSpecial whether it is a pipe or a device, which is written to and never replaced */
  private constructor(target: Located, isSpecial: boolean) {
    this.#target = target;
    this.#isSpecial = isSpecial;
    const base = `${isSpecial ? join(tmpdir(), 'trailcost-trace') : target.place}.${randomUUID()}`;
    this.#keptPath = `${base}.kept.part`;
    this.#wholePath = isSpecial ? target.place : `${base}.part`;
    this.#file = this.#trying(() => openSync(this.#keptPath, 'wx'));
  }

  add({ file, recordIndex, eventId, rule, bucket, reader, object, time }: Traced): void {
    const kept: Kept = [file, recordIndex, eventId, rule.name, bucket, reader.number, object, time];
    this.#lines.push(`${JSON.stringify(kept)}\n`);
    if (this.#lines.length >= ROWS_AT_ONCE) this.#flush();
  }

  /** Puts the file in its place. */
  async finish(tally: Tally, buckets: readonly string[]): Promise<void> {
    this.#flush();
    this.#close();
    const useOf = bucketUses(tally, buckets);
    this.#file = this.#trying(() => openSync(this.#wholePath, this.#isSpecial ? 'w' : 'wx'));
    let rows: string[][] = [COLUMNS];
    for await (const line of createInterface({ input: createReadStream(this.#keptPath), crlfDelay: Number.POSITIVE_INFINITY })) {
      const row = rowOf(JSON.parse(line) as Kept, tally, useOf);
      if (row !== undefined) rows.push(row);
      if (rows.length >= ROWS_AT_ONCE) rows = this.#writeRows(rows);
    }
    this.#writeRows(rows);
    this.#close();
    if (!this.#isSpecial) this.#trying(() => renameSync(this.#wholePath, this.#target.place));
  }

  /** Leaves nothing behind but what was finished. */
  abandon(): void {
    this.#close();
    rmSync(this.#keptPath, { force: true });
    if (!this.#isSpecial) rmSync(this.#wholePath, { force: true });
  }

  #writeRows(rows: string[][]): [] {
    const csv = stringify(rows, { record_delimiter: '\r\n' });
    this.#trying(() => writeSync(this.#file as number, csv));
    return [];
  }

  #flush(): void {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#trying(() => writeSync(this.#file as number, text));
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #trying<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw isSystemError(error) ? unwritable(this.#target.path, reasonOf(error), '--trace', error) : error;
    }
  }
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
