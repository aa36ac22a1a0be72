import type { Conversion } from '../../scenario/schema.js';
import type { DeliveredFiles, Tally } from '../count/tally.js';
import type { BucketUseOf } from './counts.js';
import type { RunOfCount } from './coverage.js';
import type { RequestCount } from './measurement.js';
import type { Observation } from './observation.js';

/** How a count was made, beside what it found. */
export interface Circumstances extends RunOfCount {
  /** Buckets that the user names as holding CloudTrail files. */
  buckets: readonly string[];
  /** Accounts that the user names, of those that pay. */
  accounts: readonly string[];
  /** Regions that the user names. */
  regions: readonly string[];
  conversion: Conversion | undefined;
  /** Whether trails are asked for, which leaves all GETs out: they do not tell their trail. */
  hasTrailFilter: boolean;
}

/** Files that were delivered: of each trail, by its printable name, and of all of them. */
export interface Delivered {
  byTrail: ReadonlyMap<string, DeliveredFiles>;
  all: DeliveredFiles;
}

/** What the measurement of a reader takes into account beside the reader itself. */
export interface Around {
  tally: Tally;
  /** The time that the trail's logs observe, that of them under SSE-KMS, and the time that GETs are recorded in. */
  observations: { trail: Observation; decrypts: Observation; gets: Observation };
  useOf: BucketUseOf;
  /** Whether the logs' KMS events would show reads of CloudTrail files. */
  readsShow: boolean;
  /** By reader's name. */
  counts: ReadonlyMap<string, readonly RequestCount[]>;
  delivered: Delivered;
  /** Whether one request may stand for many reads. */
  hasBucketKey: boolean;
  /** Files that a reader of new files read, in the whole time. */
  filesReadWhenNew: number;
}
