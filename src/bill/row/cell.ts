import { sanitised } from '../../base/cleaned.js';
import { Unreadable } from '../../files/unreadable.js';

const MOST_CHARACTERS = 60;

/** What is not damaged and cannot be used as it is: the same file once more does not help. */
export class Unfit extends Unreadable {
  override readonly name: string = 'Unfit';

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** A cell that counts and cannot be read. */
export class UnreadableCell extends Unfit {
  override readonly name = 'UnreadableCell';

  /** @param where such as "row 7, lineItem/UsageAmount" @param why such as "is not a number" */
  constructor(
    readonly where: string,
    readonly why: string,
  ) {
    super(`${where}: ${why}`, 'Correct this cell, or what wrote it.');
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
