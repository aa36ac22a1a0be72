import type { Range } from '../base/range.js';

/** Days that a run looks back where nothing says it. */
export const UNKNOWN_LOOKBACK: Range = { low: 1, expected: 30, high: 365 };
