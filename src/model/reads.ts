import { type Decimal, product, quantise } from '../base/decimal.js';
import type { MonthSpan } from '../base/months.js';
import type { Archive, Era, ExactFiles } from './archive.js';
import type { KeyedFiles } from './bucket-key.js';
import type { CaseReader } from './case-numbers.js';
import { type Files, patternOf } from './patterns.js';

/** A reader's reads in a month: of all files, of those under SSE-KMS, and of these of those under a Bucket Key. */
export type Reads = Record<Era, Decimal>;

/** The files that a reader meets, by era, and those under a Bucket Key as their keys count. */
export interface FilesByEra extends Record<Era, ExactFiles> {
  keyed: KeyedFiles<Decimal>;
}

/** The files of each era that a reader meets. */
export function filesSeenBy(reader: CaseReader, archive: Archive): FilesByEra {
  const viewer = { trails: reader.trails, digests: patternOf(reader).readsDigests(reader) };
  return {
    all: archive.seenBy(viewer, 'all'),
    encrypted: archive.seenBy(viewer, 'encrypted'),
    underBucketKey: archive.seenBy(viewer, 'underBucketKey'),
    keyed: archive.keyedFor(viewer),
  };
}

/** The reads that an access pattern makes in a month (METHOD, section 3). */
export function readsIn(span: MonthSpan, reader: CaseReader, files: FilesByEra): Reads {
  const all = readsOf(reader, files.all, span);
  const encrypted = files.encrypted === files.all ? all : readsOf(reader, files.encrypted, span);
  const underBucketKey = files.underBucketKey === files.encrypted ? encrypted : readsOf(reader, files.underBucketKey, span);
  return { all, encrypted, underBucketKey };
}

function readsOf(reader: CaseReader, files: Files<Decimal>, span: MonthSpan): Decimal {
  const factors = Object.values(patternOf(reader).factors);
  return quantise(product(factors.map((factor) => factor(reader, files, span))));
}
