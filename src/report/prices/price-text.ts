import { type Confidence, convertedText, type PriceOf } from '../../prices/book.js';
import { sourceName } from '../../prices/source.js';
import { countOf } from '../layout/figures.js';

export const CONFIDENCE_NAMES: Record<Confidence, string> = {
  confirmed: 'confirmed by two sources',
  single: 'one source',
  assumed: 'assumed',
  stale: 'stale',
};

/** A price with the name and date of its source, and how sure it is: `prices show` has the rest. */
export function priceText(price: PriceOf<string>): string {
  const { asOf, confidence, source } = price;
  return `${amountText(price)}; ${sourceName(source)}, ${asOf}, ${confidence === 'single' ? CONFIDENCE_NAMES.single : confidence}`;
}

/** A price with how sure it is and all that is known of its source. */
export function fullPriceText(price: PriceOf<string>): string {
  const { asOf, confidence, source } = price;
  const date = asOf === 'undated' ? 'undated' : `as of ${asOf}`;
  return `${amountText(price)}; ${CONFIDENCE_NAMES[confidence]}, ${date}. Source: ${source}`;
}

function amountText(priced: PriceOf<string>): string {
  const { metric, region, price, per, unit, currency, effectiveFrom, converted } = priced;
  const each = per.eq(1) ? unit.replace(/s$/, '') : `${countOf(per)} ${unit}`;
  const from = effectiveFrom === undefined ? '' : `, from ${effectiveFrom}`;
  const conversion = converted === undefined ? '' : `, ${convertedText(priced)}`;
  return `${metric} in ${region}: ${currency} ${price.toFixed()} per ${each}${from}${conversion}`;
}
