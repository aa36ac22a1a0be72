/** A file that cannot be counted, said in words for the user; the run goes on without it. */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/** A file that could not be read, and why. */
export interface Failure {
  file: string;
  reason: string;
}
