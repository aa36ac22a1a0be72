import { execFileSync } from 'node:child_process';

/** Makes a named pipe, which Node itself cannot. */
export function makePipe(place: string): string {
  execFileSync('bash', ['-c', 'mkfifo "$0"', place]);
  return place;
}
