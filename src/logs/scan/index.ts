// logs/scan: goes over the bytes of logs, 64 at a time, and finds the records that can count; a WebAssembly module, written in
// AssemblyScript.

export { afterBlanks, endOfValue, MAX_DEPTH, TOO_DEEP, UNCERTAIN } from './json';
export { INPUT, REGIONS, TEXT, TIME_SLOTS } from './layout';
export { mark, reserve } from './marks';
export { forgetNames, nameBytes, nameStart, namesFullness } from './names';
export {
  begin,
  count,
  ELEMENT,
  elementEnd,
  elementStart,
  FULL,
  firstTime,
  isOver,
  lastTime,
  next,
  regions,
  SLOT_SECONDS,
  takeRecords,
  timeSlots,
} from './records';
export { ROW_BYTES, rows, rowsStart } from './rows';
export { hashOfText } from './values';
