// logs/scan: goes over the bytes of logs, 64 at a time, and finds the records that can count; a WebAssembly module, written in
// AssemblyScript.

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
