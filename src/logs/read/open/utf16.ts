const MARK_BYTES = 2;

/** Whether content is UTF-16 with its byte order mark, as Windows' own shell writes what a command prints. */
export function isUtf16(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** Content as UTF-8. */
export function asUtf8(bytes: Buffer): Buffer {
  return isUtf16(bytes) ? Buffer.from(bytes.toString('utf16le', MARK_BYTES, bytes.length)) : bytes;
}

/** Content in UTF-16 as UTF-8, portion by portion. Node's own decoder parts the halves of a sign where a portion ends within one. */
export class Utf16 {
  #rest = Buffer.alloc(0);

  /** @param bytes the start of the content */
  start(bytes: Buffer): Buffer {
    return this.next(bytes.subarray(MARK_BYTES));
  }

  next(bytes: Buffer): Buffer {
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % 2);
    const end = isFirstHalf(all[whole - 1]) ? whole - 2 : whole;
    this.#rest = all.subarray(end);
    return Buffer.from(all.toString('utf16le', 0, end));
  }

  /** What is left when all came. */
  end(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return Buffer.from(rest.toString('utf16le'));
  }
}

/** Of a sign that takes four bytes. */
function isFirstHalf(upper: number | undefined): boolean {
  return upper !== undefined && upper >= 0xd8 && upper <= 0xdb;
}
