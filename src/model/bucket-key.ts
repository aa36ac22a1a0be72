import type { Arithmetic } from '../base/arithmetic.js';
import type { MonthSpan } from '../base/months.js';
import type { KeyMinutes } from './case-numbers.js';
import { type Files, patternOf, type ReaderIn, requestsPerFileOf, runsOf } from './patterns.js';

const MINUTES_PER_DAY = 1440;

/** What decides how many bucket-level keys the files under a Bucket Key have. */
export interface KeyedFiles<N> {
  files: Files<N>;
  /** Files that are written at a time count as one. */
  batches: Files<N>;
  /** The most files that are written at a time. */
  mostPerBatch: N;
  /** One a day: the days on which files are written. */
  days: Files<N>;
}

/** What of a reader's month decides how many keys it meets, whatever their lives. */
export interface KeyExtents<N> {
  days: N;
  files: N;
  /** Counted only where they may be fewer than the times of a key. */
  batches(): N;
  mostPerBatch: N;
}

/** How much of the files under a Bucket Key falls under one run, or under a month of a reader without runs. */
export function keyExtents<N>(reader: ReaderIn<N>, keyed: KeyedFiles<N>, span: MonthSpan): KeyExtents<N> {
  const { extent } = patternOf(reader);
  return {
    days: extent(reader, keyed.days, span),
    files: extent(reader, keyed.files, span),
    batches: () => extent(reader, keyed.batches, span),
    mostPerBatch: keyed.mostPerBatch,
  };
}

/**
 * The least number of requests that a reader makes under a Bucket Key, if it reads at all. S3 uses a bucket-level key for some time and for
 * one requester (docs.aws.amazon.com, bucket-key; AWS publishes no time). Each run meets the keys of its window: as many as there are
 * such times in it, or batches of files where these are fewer. Who reads new files as they come meets a key for each of the times of
 * writing, or of reading where these are shorter.
 */
export function leastRequests<N>(reader: ReaderIn<N>, extents: KeyExtents<N>, minutes: KeyMinutes<N>, arithmetic: Arithmetic<N>): N {
  const { of, max, product, onGrid } = arithmetic;
  const slots = slotsIn(extents.days, keyMinutesOf(reader, minutes), arithmetic);
  const keys = patternOf(reader).readsFiles === false ? slots : atMostBatches(slots, extents, arithmetic);
  return onGrid(product([reader.requesters, runsOf(reader, arithmetic), max(keys, of(1)), requestsPerFileOf(reader, arithmetic)]));
}

/** How long a reader meets one bucket-level key: a run finds all files written under it, who reads as files come only those of the time. */
export function keyMinutesOf<N>(reader: ReaderIn<N>, { write, reading }: KeyMinutes<N>): N {
  const { runsPerMonth, once } = patternOf(reader);
  return runsPerMonth !== undefined || once !== undefined ? write : reading;
}

/** The same of CloudTrail's own files of a month. */
export function ownKeyExtents<N>({ days, files, batches, mostPerBatch }: KeyedFiles<N>, span: MonthSpan): KeyExtents<N> {
  const batchesIn = () => batches.deliveredIn(span);
  return { days: days.deliveredIn(span), files: files.deliveredIn(span), batches: batchesIn, mostPerBatch };
}

/** The least number of requests that CloudTrail makes to write a month's files under a Bucket Key: it is one requester. */
export function leastOwnRequests<N>(extents: KeyExtents<N>, { write }: KeyMinutes<N>, arithmetic: Arithmetic<N>): N {
  const keys = atMostBatches(slotsIn(extents.days, write, arithmetic), extents, arithmetic);
  return arithmetic.max(keys, arithmetic.of(1));
}

/** No time has a key of its own in which nothing was written. Of many files there are batches enough, without counting them. */
function atMostBatches<N>(slots: N, { files, batches, mostPerBatch }: KeyExtents<N>, { isLess, min, product }: Arithmetic<N>): N {
  return isLess(product([slots, mostPerBatch]), files) ? slots : min(slots, batches());
}

function slotsIn<N>(days: N, minutes: N, { of, div, product, onGrid }: Arithmetic<N>): N {
  return onGrid(div(product([days, of(MINUTES_PER_DAY)]), minutes));
}
