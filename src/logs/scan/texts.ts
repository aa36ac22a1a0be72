// Text of fields: whether it is plain, what it is, and its number.

import { byteAt, endOf, isNone, isText, startOf } from './json';
import { INPUT } from './layout';
import { hasBackslash } from './marks';
import { nameAgain } from './names';

/** A field that is absent or empty text, in place of a name's number; and one that is no plain text. */
export const NO_NAME: i32 = -1;
const NOT_PLAIN: i32 = -2;

export function nameOfField(table: i32, field: i32): i32 {
  if (isNone(table, field)) return NO_NAME;
  if (!isText(table, field) || isEscaped(table, field)) return NOT_PLAIN;
  if (isEmpty(table, field)) return NO_NAME;
  const name = nameAgain(INPUT + <usize>startOf(table, field) + 1, bytesOf(table, field), purposeOf(table, field));
  return name < 0 ? NOT_PLAIN : name;
}

/** Of names of a field, each field's own; see `nameAgain`. */
export function purposeOf(table: i32, field: i32): i32 {
  return (table << 4) + field;
}

/** Bytes within the quotes of a text. */
export function bytesOf(table: i32, field: i32): i32 {
  return endOf(table, field) - startOf(table, field) - 2;
}

export function isEmpty(table: i32, field: i32): bool {
  return isText(table, field) && bytesOf(table, field) === 0;
}

export function isEscaped(table: i32, field: i32): bool {
  return isText(table, field) && hasBackslash(startOf(table, field), endOf(table, field));
}

export function isEqual(table: i32, field: i32, text: string): bool {
  if (bytesOf(table, field) !== text.length) return false;
  return hasAt(startOf(table, field) + 1, text);
}

export function hasAt(at: i32, text: string): bool {
  for (let index = 0; index < text.length; index += 1) if (byteAt(at + index) !== <u32>text.charCodeAt(index)) return false;
  return true;
}
