import { isObject } from '../base/records.js';

/** What names an account, a key or a user, and the made name that takes its place. */
const IDENTIFIERS: readonly { form: RegExp; made: (number: number) => string }[] = [
  {
    form: /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi,
    made: (number) => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`,
  },
  { form: /\bmrk-[\da-f]{32}\b/gi, made: (number) => `mrk-${String(number).padStart(32, '0')}` },
  { form: /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z\d]{12,}\b/g, made: (number) => `AROA${String(number).padStart(17, '0')}` },
  // Last, since a key's id may end in 12 digits.
  { form: /(?<!\d)\d{12}(?!\d)/g, made: (number) => String(number).padStart(12, '0') },
];

/**
 * Puts made ids in the place of ids of accounts, keys and users, in texts alone: numbers stay. The same id becomes the same made one
 * everywhere, whatever the order in which it is met, and no made one is an id that was there.
 */
export class Anonymity {
  readonly #made: ReadonlyMap<string, string>;

  /** @param known everything in which ids may be */
  constructor(known: unknown) {
    const texts = [...textsIn(known)];
    this.#made = new Map(IDENTIFIERS.flatMap(({ form, made }) => madeOf(texts, form, made)));
  }

  /** The text without the ids that are known. */
  text(text: string): string {
    return IDENTIFIERS.reduce((all, { form }) => all.replace(form, (id) => this.#made.get(id) ?? id), text);
  }

  /** The same of all texts in plain data. */
  of<T>(data: T): T {
    return JSON.parse(JSON.stringify(data), (_, value: unknown) => (typeof value === 'string' ? this.text(value) : value));
  }
}

function madeOf(texts: readonly string[], form: RegExp, made: (number: number) => string): [string, string][] {
  const ids = new Set(texts.flatMap((text) => text.match(form) ?? []));
  let number = 0;
  return [...ids].sort().map((id) => {
    do number += 1;
    while (ids.has(made(number)));
    return [id, made(number)];
  });
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (isObject(value)) for (const each of Object.values(value)) yield* textsIn(each);
}
