import { closeSync, createReadStream, openSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { newPart } from './parts.js';

/** Lines that are kept on the disk until they are needed. */
export class Scratch {
  #file: number | undefined;

  private constructor(file: number) {
    this.#file = file;
  }

  /** @param place beside it the file is made, as one of its parts */
  static async beside(place: string): Promise<Scratch> {
    return new Scratch(await unnamedFile(place));
  }

  /** Adds lines, each with its end. Only of bytes it is known that all are written. */
  write(lines: string): void {
    writeFileSync(this.#open, Buffer.from(lines));
  }

  lines(): AsyncIterable<string> {
    const input = createReadStream('', { fd: this.#open, start: 0, autoClose: false });
    return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  get #open(): number {
    if (this.#file === undefined) throw new Error('the scratch file is closed');
    return this.#file;
  }
}

/**
 * A file that has a name only until it is open, so that it ends with the process.
 *
 * @param place beside it the file is made, as one of its parts
 * @returns its descriptor
 */
export async function unnamedFile(place: string): Promise<number> {
  const part = await newPart(place);
  const file = openSync(part, 'wx+', 0o600);
  rmSync(part);
  return file;
}
