import { sanitised } from '../../base/cleaned.js';
import { Unreadable } from '../../files/unreadable.js';

const MOST_CHARACTERS = 60;

/** A cell that counts and cannot be read: another download has the same. */
export class UnreadableCell extends Unreadable {
  override readonly name = 'UnreadableCell';
  readonly remedy = 'Correct this cell, or what wrote it.';

  /** @param where such as "row 7, lineItem/UsageAmount" @param why such as "is not a number" */
  constructor(
    readonly where: string,
    readonly why: string,
  ) {
    super(`${where}: ${why}`);
  }

  inRow(number: number): UnreadableCell {
    return new UnreadableCell(`row ${number}, ${this.where}`, this.why);
  }
}

/** @param why such as "is not a number" */
export function unreadableCell(column: string, text: string, why: string): UnreadableCell {
  const short = (given: string) => sanitised(given.slice(0, MOST_CHARACTERS));
  return new UnreadableCell(short(column), `${JSON.stringify(short(text))} ${why}`);
}
