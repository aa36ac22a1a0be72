import type { Facts } from '../facts.js';
import type { Given } from '../given.js';

/** The log bucket of a trail by its ARN, where another file names it. */
export type BucketOf = (trailArn: string) => string | undefined;

/** An answer of AWS's that says something of a trail, of its bucket, of a key, or of who reads. */
export interface AnswerKind {
  /** As a remark names it: `describe-trails`. */
  words: string;
  /** The command that gives it, for what to do about a file that is not as it should be. */
  command: string;
  /** Whether a value is one, by the fields that it has. */
  fits: (fields: Readonly<Record<string, unknown>>) => boolean;
  facts: (given: Given, origin: string, bucketOf: BucketOf) => Partial<Facts>;
}
