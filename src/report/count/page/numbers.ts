import { Decimal } from '../../../base/decimal.js';
import type { Range } from '../../../base/range.js';
import { counted } from '../../../base/text.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import { countOf, percentOf } from '../../layout/figures.js';

/** What is shown in place of a number that nothing tells. */
export const UNKNOWN = 'unknown';

export function countText(value: number): string {
  return countOf(new Decimal(value));
}

export function shareText(part: number, whole: number): string {
  return percentOf(new Decimal(part), new Decimal(whole));
}

/** What `basis` counts, in words. */
export function thingsCounted({ basis }: Pick<Measurement, 'basis'>): string {
  return basis === 'gets' ? 'reads of CloudTrail files' : 'billable KMS requests';
}

/** So many of what `basis` counts. */
export function countedThings(count: number, measurement: Pick<Measurement, 'basis'>): string {
  const one = measurement.basis === 'gets' ? 'read of a CloudTrail file' : 'billable KMS request';
  return counted(count, one, thingsCounted(measurement));
}

/**
 * A share that is saved, in percent.
 *
 * @example savedText({ low: 0.26, expected: 0.5, high: 0.96 }) // '26% to 96%'
 */
export function savedText({ low, high }: Range): string {
  const [from, to] = [Math.round(low * 100), Math.round(high * 100)];
  return from === to ? `${to}%` : `${from}% to ${to}%`;
}
