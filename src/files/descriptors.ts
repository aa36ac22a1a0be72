import { createReadStream, fstatSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/** What comes from a file that is open, whatever it is. Pipes and terminals are waited for by events, so that no thread stands still. */
export function readableOf(descriptor: number): Readable {
  if (isTerminal(descriptor)) return new (terminals().ReadStream)(descriptor);
  return isPipe(descriptor) ? pipeOf(descriptor, { readable: true, writable: false }) : createReadStream('', { fd: descriptor });
}

/** A pipe or a socket that is open, as a stream. */
export function pipeOf(descriptor: number, directions: { readable: boolean; writable: boolean }): Duplex {
  return new (process.getBuiltinModule('node:net').Socket)({ fd: descriptor, ...directions });
}

/** A terminal that is open, to write to. */
export function terminalOf(descriptor: number): WriteStream {
  return new (terminals().WriteStream)(descriptor);
}

/** Whether a terminal is open there. */
export function isTerminal(descriptor: number): boolean {
  return fstatSync(descriptor).isCharacterDevice() && terminals().isatty(descriptor);
}

/** Loaded only where there is one: with all that it needs it takes milliseconds. */
function terminals() {
  return process.getBuiltinModule('node:tty');
}

/** Whether a pipe or a socket is open there. */
export function isPipe(descriptor: number): boolean {
  const found = fstatSync(descriptor);
  return found.isFIFO() || found.isSocket();
}
