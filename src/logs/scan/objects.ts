// How an ARN names an object: its folder, its name, and its bucket with its key.

import { byteAt } from './json';
import { INPUT } from './layout';
import { hasAt } from './texts';

const SLASH: u32 = 0x2f;
const UNDERSCORE: u32 = 0x5f;

/** Where the last part of a path starts; its end where it has but one. */
export function behindLastSlash(start: i32, end: i32): i32 {
  let at = end - 16;
  for (; at >= start; at -= 16) {
    const slashes = i8x16.bitmask(i8x16.eq(v128.load(INPUT + <usize>at), i8x16.splat(0x2f)));
    if (slashes !== 0) return at + 32 - clz(slashes);
  }
  for (let index = at + 15; index >= start; index -= 1) if (byteAt(index) === SLASH) return index + 1;
  return end;
}

const DAY_BYTES: i32 = 11;

/** Where a file's folder ends without the `2026/11/02/` at its end. */
export function folderEnd(start: i32, end: i32): i32 {
  const day = end - DAY_BYTES;
  if (day <= start || byteAt(day - 1) !== SLASH) return end;
  for (let index = 0; index < DAY_BYTES; index += 1) {
    const byte = byteAt(day + index);
    if (index === 4 || index === 7 || index === 10 ? byte !== SLASH : byte - 0x30 > 9) return end;
  }
  return day;
}

/** Whether a name has `_CloudTrail_` in it, as those of log files have. */
export function hasTrailSign(start: i32, end: i32): bool {
  for (let at = start; at + 12 <= end; at += 1) if (byteAt(at) === UNDERSCORE && hasAt(at, '_CloudTrail_')) return true;
  return false;
}

/** Where bucket and key stand in an ARN: behind its third colon after the service; the whole of anything else. */
export function objectStart(start: i32, end: i32): i32 {
  for (let at = start; at + 3 <= end; at += 1) if ((load<u32>(INPUT + <usize>at) & 0xffffff) === 0x3a3a3a) return at + 3;
  return start;
}
