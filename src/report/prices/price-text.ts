import type { Confidence, PriceOf } from '../../prices/book.js';
import { countOf } from '../layout/figures.js';

export const CONFIDENCE_NAMES: Record<Confidence, string> = {
  confirmed: 'confirmed by two sources',
  single: 'one source',
  assumed: 'assumed',
  stale: 'stale',
};

/** A price with how sure it is and where it comes from. */
export function priceText({
  metric,
  region,
  price,
  per,
  unit,
  currency,
  asOf,
  effectiveFrom,
  confidence,
  source,
}: PriceOf<string>): string {
  const each = per.eq(1) ? unit.replace(/s$/, '') : `${countOf(per)} ${unit}`;
  const from = effectiveFrom === undefined ? '' : `, from ${effectiveFrom}`;
  const date = asOf === 'undated' ? 'undated' : `as of ${asOf}`;
  return (
    `${metric} in ${region}: ${currency} ${price.toFixed()} per ${each}${from}; ` +
    `${CONFIDENCE_NAMES[confidence]}, ${date}. Source: ${source}`
  );
}
