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
  takeRecords,
  timeSlots,
} from './records';
export { rows, rowsStart } from './rows';
export { hashOfText } from './values';
