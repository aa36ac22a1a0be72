import type { Range } from '../base/range.js';

/**
 * How long S3 may use or keep one bucket-level key: AWS publishes no time (docs.aws.amazon.com, bucket-key), so it is taken as 5 minutes,
 * an hour or a day, in models as in counts.
 */
export const KEY_MINUTES: Range = { low: 5, expected: 60, high: 1440 };
