// From the bytes of logs to the records that can count, 64 bytes at a time; `scanner.ts` uses it. It is AssemblyScript: TypeScript's syntax,
// with WebAssembly's types and memory.

export { afterBlanks, endOfValue } from './json';
export { INPUT, REGIONS, TEXT, TIME_SLOTS } from './layout';
export { mark, reserve } from './marks';
export { forgetNames, nameBytes, nameStart, namesFullness } from './names';
export {
  begin,
  count,
  elementEnd,
  elementStart,
  firstTime,
  isOver,
  lastTime,
  next,
  regions,
  rows,
  rowsStart,
  takeRecords,
  timeSlots,
} from './records';
export { hashOfText } from './values';
