import { openSync } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { readableOf } from './descriptors.js';
import type { Located } from './paths.js';
import { READING } from './reading.js';
import { notKept, temporaryFolder } from './temporary.js';
import { type Failure, Unreadable, unreadableBy } from './unreadable.js';

/** Side by side, since whoever writes to two pipes waits for both to be read; each takes two open files. */
const PIPES_AT_ONCE = 8;

/** What gives its content only once, by the path that leads there or as a stream that is open already. */
export type Pipe = Located | { path: string; stream: Readable };

interface Copying {
  /** Of one pipe. */
  maxBytes: number;
  /** Takes the pipes that cannot be read. */
  failures: Failure[];
  /** Ends the reading; what was not read to its end is then left out. */
  signal: AbortSignal | undefined;
}

/**
 * Reads pipes and devices, which give what they hold only once and only from the start, into temporary files that can be read like any
 * other, and that are there while they are used.
 */
export async function withCopies<T>(pipes: readonly Pipe[], copying: Copying, use: (copies: Located[]) => Promise<T>): Promise<T> {
  if (pipes.length === 0) return use([]);
  const folder = await temporaryFolder('pipes').catch((error: unknown) => keepNothing(error, pipes, copying.failures));
  if (folder === undefined) return use([]);
  try {
    return await use(await copiesIn(folder, pipes, copying));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function keepNothing(error: unknown, pipes: readonly Pipe[], failures: Failure[]): undefined {
  const problem = notKept(error);
  if (!(problem instanceof Unreadable)) throw error;
  for (const { path } of pipes) failures.push({ file: path, reason: problem.message });
}

async function copiesIn(folder: string, pipes: readonly Pipe[], { maxBytes, failures, signal }: Copying): Promise<Located[]> {
  const copies: Located[] = [];
  for (let start = 0; start < pipes.length && signal?.aborted !== true; start += PIPES_AT_ONCE) {
    const some = pipes.slice(start, start + PIPES_AT_ONCE);
    const results = some.map((pipe, index) => copyOf(pipe, join(folder, `${start + index}`), maxBytes, signal));
    for (const result of await Promise.all(results)) {
      if (result === undefined) continue;
      if ('place' in result) copies.push(result);
      else failures.push(result);
    }
  }
  return copies;
}

/** Undefined where the reading was ended. */
async function copyOf(
  pipe: Pipe,
  place: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Located | Failure | undefined> {
  const { path } = pipe;
  try {
    await copy(pipe, place, maxBytes, signal);
    return { path, place };
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    const problem = unreadableBy(error);
    if (!(problem instanceof Unreadable)) throw error;
    return { file: path, reason: problem.message };
  }
}

async function copy(from: Pipe, to: string, maxBytes: number, signal: AbortSignal | undefined): Promise<void> {
  const kept = await open(to, 'wx', 0o600).catch((error: unknown) => Promise.reject(notKept(error)));
  try {
    const stream = 'stream' in from ? from.stream : await pipeStream(from.place);
    if (signal !== undefined) addAbortSignal(signal, stream);
    let bytes = 0;
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Unreadable(`gives more than ${maxBytes / 1024 ** 2} MiB; save it to files first`);
      await keep(kept, chunk);
    }
  } finally {
    await kept.close();
  }
}

async function keep(file: FileHandle, chunk: Buffer): Promise<void> {
  await file.appendFile(chunk).catch((error: unknown) => Promise.reject(notKept(error)));
}

/**
 * What a pipe or a device gives. It is waited for by events, so that no thread stands still for it and it can be ended.
 *
 * @throws Unreadable for a socket that is no standard stream
 */
export async function pipeStream(place: string): Promise<Readable> {
  return readableOf(opened(place, (await stat(place)).isSocket()));
}

/** A socket cannot be opened by a path; as standard input it is open already. */
function opened(place: string, isSocket: boolean): number {
  if (!isSocket) return openSync(place, READING);
  const [, descriptor] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(place === '/dev/stdin' ? '/dev/fd/0' : place) ?? [];
  if (descriptor === undefined) throw new Unreadable('is a socket, not a file');
  return Number(descriptor);
}
