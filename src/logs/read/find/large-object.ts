import type { Giver } from './giver.js';
import { isMention, isTelling, type JsonKind, type Meaning, meaningOf, TooLarge } from './wrapped.js';

/** An object that is too large to be had whole: what is known of its fields when they have been gone through. */
export class LargeObject {
  /** Fields that can show what the object is. */
  readonly #telling: Record<string, unknown> = {};
  readonly #kinds = new Set<JsonKind>();
  #kindOfList: JsonKind = 'other';
  /** Fields that gave records, by name. */
  readonly #gave = new Map<string, number>();
  readonly #twice: number[] = [];

  /** @param place of the value in the content */
  add(name: string, place: number, { kind, value }: { kind: JsonKind; value: unknown }): void {
    const former = this.#gave.get(name);
    // As in any JSON parser, of a field given twice the last wins.
    if (former !== undefined) this.#twice.push(former);
    this.#gave.delete(name);
    if (kind === 'records') this.#gave.set(name, place);
    this.#kinds.add(kind);
    if (name === 'Records') this.#kindOfList = kind;
    if (isTelling(name)) this.#telling[name] = value;
  }

  /**
   * Places of the fields whose records are none of this file's.
   *
   * @param name of the field that the object is; empty for an element of a list, undefined for a document
   */
  ignored(name: string | undefined): number[] {
    const meaning = this.#meaning(name);
    const others = [...this.#gave].filter(([each]) => meaning !== 'list' || each !== 'Records').map(([, place]) => place);
    return [...this.#twice, ...(meaning === 'wrapping' ? [] : others)];
  }

  /** @throws TooLarge for a record */
  kind(name: string | undefined, giver: Giver): JsonKind {
    const kinds: Record<Meaning | 'mention', () => JsonKind> = {
      mention: () => 'other',
      record: () => {
        throw new TooLarge();
      },
      list: () => this.#kindOfList,
      'empty list': () => 'records',
      digest: () => 'digest',
      wrapping: () => giver.untakenOr(this.#telling, this.#kinds),
    };
    return kinds[this.#meaning(name)]();
  }

  #meaning(name: string | undefined): Meaning | 'mention' {
    return name !== undefined && name !== '' && isMention(this.#telling) ? 'mention' : meaningOf(this.#telling);
  }
}
