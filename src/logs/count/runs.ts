/** Reads so far apart belong to different runs. */
const GAP_SECONDS = 30 * 60;
/** A reader with more runs than this reads all the time. */
const MOST_RUNS = 5000;

/** Reads close to each other in time: a query, a job. */
export interface Run {
  start: number;
  end: number;
  reads: number;
  digests: number;
  /** Delivery of the oldest and of the newest file read, in minutes since 1970-01-01 UTC; infinite where unknown. */
  oldestMinute: number;
  newestMinute: number;
}

/** A reader's runs, put together from reads in any order. */
export class Runs {
  #runs: Run[] = [];
  #tooMany = false;

  add(time: number, isDigest: boolean, deliveredMinute: number): void {
    this.#put({
      start: time,
      end: time,
      reads: 1,
      digests: isDigest ? 1 : 0,
      oldestMinute: deliveredMinute || Number.POSITIVE_INFINITY,
      newestMinute: deliveredMinute || Number.NEGATIVE_INFINITY,
    });
  }

  absorb(other: Runs): void {
    for (const run of other.#runs) this.#put({ ...run });
    this.#tooMany ||= other.#tooMany;
  }

  /** In their order; undefined where there were too many to keep. */
  list(): readonly Run[] | undefined {
    return this.#tooMany ? undefined : this.#runs;
  }

  #put(run: Run): void {
    if (this.#tooMany) return;
    const from = this.#firstWithin(run.start - GAP_SECONDS);
    let to = from;
    let whole = run;
    for (let next = this.#runs[to]; next !== undefined && next.start <= whole.end + GAP_SECONDS; next = this.#runs[to]) {
      whole = joined(next, whole);
      to += 1;
    }
    if (to === from + 1) this.#runs[from] = whole;
    else this.#runs.splice(from, to - from, whole);
    if (this.#runs.length > MOST_RUNS) {
      this.#tooMany = true;
      this.#runs = [];
    }
  }

  /** Index of the first run that ends at or after a time. */
  #firstWithin(time: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const run = this.#runs[middle];
      if (run !== undefined && run.end < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Into the first of them, which is the usual case and makes no new object. */
function joined(run: Run, other: Run): Run {
  run.start = Math.min(run.start, other.start);
  run.end = Math.max(run.end, other.end);
  run.reads += other.reads;
  run.digests += other.digests;
  run.oldestMinute = Math.min(run.oldestMinute, other.oldestMinute);
  run.newestMinute = Math.max(run.newestMinute, other.newestMinute);
  return run;
}
