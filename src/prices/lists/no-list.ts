import * as z from 'zod';

/** Text that is not a price list, or not a complete one, described in words. */
export class NoList extends Error {
  override readonly name = 'NoList';
  /** Undefined where it is about the whole list, or not of lines. */
  readonly line: number | undefined;
  readonly remedy: string | undefined;

  constructor(what: string, { line, remedy, cause }: { line?: number; remedy?: string; cause?: unknown } = {}) {
    super(what, { cause });
    this.line = line;
    this.remedy = remedy;
  }
}

/**
 * What a schema makes of a value of a list.
 *
 * @param path where the value is in the list
 * @throws NoList in place of ZodError
 */
export function inForm<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const where = [path, ...(error.issues[0]?.path ?? [])].filter((part) => part !== '').join('.');
    throw notInForm(where, messageIn(error), error);
  }
}

export function notInForm(path: string, what: string, cause?: unknown): NoList {
  return new NoList(`is not in the form of an AWS price list: ${path}: ${what}`, { cause });
}

/** The first of what does not fit; of several that one value may be, what the last one says. */
export function messageIn({ issues: [first] }: z.ZodError): string {
  if (first?.code !== 'invalid_union') return first?.message ?? 'something else';
  return first.errors.at(-1)?.[0]?.message ?? first.message;
}
