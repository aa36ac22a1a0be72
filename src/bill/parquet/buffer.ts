import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';
import { damaged } from './damage.js';
import type { Progress } from './progress.js';

/** Node reads less than 2 GiB at once, and the system may give less than it was asked for. */
const MOST_READ_BYTES = 2 ** 30;

/** An open file as the library reads it. */
export async function bufferOf(handle: FileHandle, progress: Progress): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      for (let at = 0; at < bytes.length; ) {
        progress.step(bytes.length);
        const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, MOST_READ_BYTES), start + at);
        if (bytesRead === 0) throw damaged('it became shorter while it was read');
        at += bytesRead;
      }
      progress.step(bytes.length);
      return bytes.buffer;
    },
  };
}
