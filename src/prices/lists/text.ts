import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TrailcostError } from '../../base/errors.js';
import { gunzipProblem } from '../../files/gunzip.js';

const IS_GZIP = [0x1f, 0x8b];
const IS_ZIP = [0x50, 0x4b, 0x03, 0x04];
/** What a Windows shell writes. */
const IS_UTF_16 = [0xff, 0xfe];

/**
 * The text in bytes, piece by piece: unpacked, where they are packed with gzip.
 *
 * @param name for messages
 * @throws TrailcostError `file-unreadable`
 */
export async function* textIn(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const { start, all } = await begun(bytes);
  if (begins(start, IS_ZIP)) throw unreadable(name, 'it is a zip archive', 'Unpack it, and give the files in it.');
  if (begins(start, IS_GZIP)) yield* textIn(unpacked(all, name), name);
  else yield* decoded(all, begins(start, IS_UTF_16) ? 'utf-16le' : 'utf-8', name);
}

/** The first bytes, and all of them again. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<{ start: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const rest = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < IS_ZIP.length) {
    const next = await rest.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { start: Buffer.concat(first), all: all() };
}

function begins(bytes: Uint8Array, signs: readonly number[]): boolean {
  return signs.every((sign, index) => bytes[index] === sign);
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Whoever reads hears of an error, be it of the source or of the packing.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    const problem = gunzipProblem(error);
    throw problem === undefined ? error : unreadable(name, problem, 'Get the file again.', error);
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: 'utf-8' | 'utf-16le', name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw error instanceof TypeError ? unreadable(name, 'not UTF-8 text', 'Save it as UTF-8.', error) : error;
    }
  };
  for await (const chunk of bytes) yield decode(chunk);
  yield decode();
}

function unreadable(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('file-unreadable', { where, what: `cannot be read: ${what}`, remedy }, cause);
}
