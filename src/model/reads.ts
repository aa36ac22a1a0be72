import { type Decimal, product, quantise } from '../base/decimal.js';
import type { MonthSpan } from '../base/months.js';
import type { Archive, Era, ExactFiles } from './archive.js';
import type { KeyedFiles } from './bucket-key.js';
import type { CaseReader } from './case-numbers.js';
import { type Files, patternOf } from './patterns.js';

/** A reader's reads in a month: of all files, of those under SSE-KMS, and of these of those under a Bucket Key. */
export interface Reads extends Record<Era, Decimal> {
  /** Where they are not the difference of the others, those of SSE-KMS files from before the Bucket Key. */
  beforeBucketKey?: Decimal;
}

/** The files that a reader meets, by era, and those under a Bucket Key as their keys count. */
export interface FilesByEra extends Record<Era, ExactFiles> {
  keyed: KeyedFiles<Decimal>;
  beforeBucketKey: ExactFiles | undefined;
}

/** The files of each era that a reader meets. */
export function filesSeenBy(reader: CaseReader, archive: Archive): FilesByEra {
  const viewer = { trails: reader.trails, digests: patternOf(reader).readsDigests(reader) };
  return {
    all: archive.seenBy(viewer, 'all'),
    encrypted: archive.seenBy(viewer, 'encrypted'),
    underBucketKey: archive.seenBy(viewer, 'underBucketKey'),
    keyed: archive.keyedFor(viewer),
    beforeBucketKey: archive.beforeBucketKey(viewer),
  };
}

/** The reads that an access pattern makes in a month (METHOD, section 3). */
export function readsIn(span: MonthSpan, reader: CaseReader, files: FilesByEra): Reads {
  const all = readsOf(reader, files.all, span);
  const encrypted = files.encrypted === files.all ? all : readsOf(reader, files.encrypted, span);
  const underBucketKey = files.underBucketKey === files.encrypted ? encrypted : readsOf(reader, files.underBucketKey, span);
  const reads = { all, encrypted, underBucketKey };
  return files.beforeBucketKey === undefined ? reads : { ...reads, beforeBucketKey: readsOf(reader, files.beforeBucketKey, span) };
}

function readsOf(reader: CaseReader, files: Files<Decimal>, span: MonthSpan): Decimal {
  const factors = Object.values(patternOf(reader).factors);
  return quantise(product(factors.map((factor) => factor(reader, files, span))));
}
