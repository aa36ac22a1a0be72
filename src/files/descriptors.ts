import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

/** What comes from a file that is open, whatever it is. Pipes and terminals are waited for by events, so that no thread stands still. */
export function readableOf(descriptor: number): Readable {
  if (isatty(descriptor)) return new ReadStream(descriptor);
  return isPipe(descriptor) ? new Socket({ fd: descriptor, readable: true, writable: false }) : createReadStream('', { fd: descriptor });
}

/** Whether a pipe or a socket is open there. */
export function isPipe(descriptor: number): boolean {
  const found = fstatSync(descriptor);
  return found.isFIFO() || found.isSocket();
}
