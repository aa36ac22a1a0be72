import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Unreadable, unreadableBy } from '../../../files/unreadable.js';
import { isPacked, MAX_FILE_BYTES, MOST_TIMES, packedTooOften, tooLarge } from './inflate.js';
import { isUtf16, Utf16 } from './utf16.js';

/** How much is read at a time, and how much is had at first. */
export interface WindowSizes {
  chunkBytes: number;
  firstBytes: number;
}

const SIZES: WindowSizes = { chunkBytes: 1024 * 1024, firstBytes: 8 * 1024 * 1024 };

/** To see how content begins. */
export const START_SIZES: WindowSizes = { chunkBytes: 64 * 1024, firstBytes: 64 * 1024 };

/** A part of a large file's content, inflated, that moves over it from its beginning to its end. */
export class Window {
  /** Whether gzip's checksum vouches for the content, once its end is reached. */
  readonly verified: boolean;
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #chunkBytes: number;
  #space: Buffer;
  #length = 0;
  #bytesRead = 0;
  /** Of content that is not UTF-8. */
  #utf16: Utf16 | undefined;

  private constructor(stream: Readable, verified: boolean, { chunkBytes, firstBytes }: WindowSizes) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.verified = verified;
    this.#chunkBytes = chunkBytes;
    this.#space = Buffer.allocUnsafeSlow(firstBytes);
  }

  /**
   * Opens a file that can be read more than once, at the beginning of its content.
   *
   * @throws Unreadable
   */
  static open(path: string, sizes = SIZES): Promise<Window> {
    return Window.over(async () => createReadStream(path, { highWaterMark: sizes.chunkBytes }), { sizes });
  }

  /**
   * The same of what can be opened more than once.
   *
   * @param given.isVerified whether something else vouches for the content, once its end is reached
   * @throws Unreadable
   */
  static async over(open: () => Promise<Readable>, given: { sizes?: WindowSizes; isVerified?: boolean } = {}): Promise<Window> {
    const { sizes = SIZES, isVerified = false } = given;
    for (let times = 0; ; times += 1) {
      const window = new Window(inflated(await open(), times, sizes), isVerified || times > 0, sizes);
      await window.#fill();
      if (!isPacked(window.bytes)) return window;
      window.close();
      if (times === MOST_TIMES) throw packedTooOften();
    }
  }

  get bytes(): Buffer {
    return this.#space.subarray(0, this.#length);
  }

  /** The same at the beginning, for text: what is in UTF-16 comes as UTF-8. */
  asText(): this {
    if (!isUtf16(this.bytes)) return this;
    this.#utf16 = new Utf16();
    const start = this.#utf16.start(this.bytes);
    this.#length = 0;
    this.#append(start);
    return this;
  }

  /** Of the content, as it lies there, so far. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /**
   * Moves on, so that the content from `start` on stands at the beginning, with more after it. False where there is no more; all that is
   * left is then in {@link bytes}.
   *
   * @throws Unreadable
   */
  async moveTo(start: number): Promise<boolean> {
    this.#space.copy(this.#space, 0, start, this.#length);
    this.#length -= start;
    // Without room nothing would be read, as at the end.
    this.#makeRoom(this.#chunkBytes);
    return await this.#fill();
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Until there is no room for another chunk. */
  async #fill(): Promise<boolean> {
    const before = this.#length;
    try {
      while (this.#length + this.#chunkBytes <= this.#space.length) {
        const { done, value } = await this.#chunks.next();
        if (done === true) {
          if (this.#utf16 !== undefined) this.#append(this.#utf16.end());
          break;
        }
        this.#append(this.#utf16?.next(value) ?? value);
        this.#bytesRead += value.length;
        if (this.#bytesRead > MAX_FILE_BYTES) throw new Unreadable(tooLarge(this.verified ? 'inflates to more than' : 'is larger than'));
      }
    } catch (error) {
      throw unreadableBy(error);
    }
    return this.#length > before;
  }

  #append(bytes: Buffer): void {
    this.#makeRoom(bytes.length);
    bytes.copy(this.#space, this.#length);
    this.#length += bytes.length;
  }

  /** For so many bytes more. */
  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#space.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#space.length * 2, this.#length + bytes));
    this.#space.copy(larger, 0, 0, this.#length);
    this.#space = larger;
  }
}

/** Does something with a window and closes it. */
export async function whileOpen<T>(open: () => Promise<Window>, work: (window: Window) => Promise<T> | T): Promise<T> {
  const window = await open();
  try {
    return await work(window);
  } finally {
    window.close();
  }
}

function inflated(packed: Readable, times: number, { chunkBytes }: WindowSizes): Readable {
  let last = packed;
  const unpacking = Array.from({ length: times }, () => createGunzip({ chunkSize: chunkBytes }));
  for (const gunzip of unpacking) {
    // Its errors come out of the last stream, which is read.
    pipeline(last, gunzip, () => undefined);
    last = gunzip;
  }
  return last;
}
