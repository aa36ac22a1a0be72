import { Decimal } from '../../../base/decimal.js';
import { mapCases, type Range } from '../../../base/range.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import { money, placesFor } from '../../layout/figures.js';
import { countText } from './numbers.js';

/** What a month like those observed comes to: in money, or where no price is known in requests. */
export interface MonthAhead {
  isMoney: boolean;
  now: Range<Decimal>;
  /** Undefined where one is in use, or nothing tells what it would save. */
  withBucketKey: Range<Decimal> | undefined;
  text: (value: Decimal) => string;
}

/** Undefined where nothing tells it. */
export function monthAhead({
  basis,
  requestsPerMonth,
  costPerMonth,
  currency,
  bucketKeySaving: saving,
}: Measurement): MonthAhead | undefined {
  if (basis === 'none') return undefined;
  const now = costPerMonth ?? mapCases(requestsPerMonth, (value) => new Decimal(value));
  const places = Math.min(placesFor([now.high]), FINE_PLACES);
  return {
    isMoney: costPerMonth !== undefined,
    now,
    withBucketKey: saving === undefined ? undefined : left(now, saving),
    text: (value) =>
      costPerMonth === undefined ? countText(value.round().toNumber()) : money(value, currency, value.isZero() ? 0 : places),
  };
}

const FINE_PLACES = 4;

/** Of the least, what the best saving leaves; of the most, what the worst does. */
function left(now: Range<Decimal>, saving: Range): Range<Decimal> {
  const part = (value: Decimal, saved: number) => value.times(new Decimal(1).minus(saved));
  return { low: part(now.low, saving.high), expected: part(now.expected, saving.expected), high: part(now.high, saving.low) };
}
