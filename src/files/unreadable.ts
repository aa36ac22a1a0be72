import { gunzipProblem } from './gunzip.js';
import { isSystemError, reasonOf } from './system-errors.js';

/** A file that cannot be read, said in words for the user; the run goes on without it. */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/** A file that could not be read, and why. */
export interface Failure {
  file: string;
  reason: string;
  /** Whether it cannot be had later either, as what is gone. */
  isLasting?: boolean;
}

/** An error of a file or its packing as {@link Unreadable}; any other unchanged. */
export function unreadableBy(error: unknown): unknown {
  if (isSystemError(error)) return new Unreadable(`cannot be read: ${reasonOf(error)}`);
  const problem = gunzipProblem(error);
  return problem === undefined ? error : new Unreadable(problem);
}
