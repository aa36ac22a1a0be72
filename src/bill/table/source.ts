import { pipeline, type Readable } from 'node:stream';
import { unreadableBy } from '../../files/unreadable.js';

const START_BYTES = 256 * 1024;

/** A file, or a part of an archive, that can be read from its start again and again. */
export interface Source {
  /** For messages. */
  name: string;
  /** Where it lies, with the folders and archives that it is in. */
  place: string;
  /** Whether `open` unpacks it already; within an archive it may be packed once more. */
  isUnpacked: boolean;
  /** @throws Unreadable */
  open(): Promise<readonly Readable[]>;
}

/** What a source begins with, unpacked; empty where there is nothing in it. @throws Unreadable where not even that can be read */
export async function startOf({ open }: Source): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of piped(await open())) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= START_BYTES) break;
    }
  } catch (error) {
    // Damage further down is met again where it is read to its end.
    if (bytes === 0) throw unreadableBy(error);
  }
  return Buffer.concat(chunks);
}

/** What comes out of the last stream, which carries the errors of those before it. */
export function piped(streams: readonly Readable[]): Readable {
  const last = streams.at(-1);
  if (last === undefined) throw new TypeError('nothing was opened');
  if (streams.length > 1) pipeline(streams, () => undefined);
  return last;
}
