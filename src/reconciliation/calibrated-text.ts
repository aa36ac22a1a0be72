import { rewrittenText } from '../scenario/rewritten.js';
import type { Calibration } from './calibrate.js';

/**
 * The scenario's text with the calibrations in it, and a comment that says so; see {@link rewrittenText}.
 *
 * @param text the scenario as it was written, YAML or JSON
 * @param bill what to call the bill in a comment
 * @throws TrailcostError `scenario-syntax` where the text is not YAML
 */
export function calibratedText(text: string, calibrations: readonly Calibration[], bill: string): string {
  const rewrites = calibrations.flatMap(({ set }) => (set === undefined ? [] : [{ field: set.path, value: set.value }]));
  if (calibrations.length === 0) return text;
  return rewrittenText(text, rewrites, (writtenOut) => [
    `Calibrated with ${bill}.`,
    ...calibrations.map(({ remark }) => remark),
    ...writtenOut,
  ]);
}
