import { Decimal, ONE } from '../../base/decimal.js';
import { remembered } from '../../base/memo.js';

/** What one unit of a price counts. */
export interface PricingUnit {
  /** So many of the things. */
  factor: Decimal;
  thing: 'request' | 'key' | 'event' | undefined;
}

const NUMBER = /(\d[\d,._]*)\s*(k|m|mn|mio|b|bn|hundred|thousand|million|billion)?(?![a-z0-9])|\b(hundred|thousand|million|billion)s?\b/g;
const POWERS: Readonly<Record<string, number>> = {
  hundred: 1e2,
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
/** Words that change nothing. */
const FILLING = /\b(?:per|of|in|x|the|aws|kms|api|paid|quantity)\b/g;
const THINGS: readonly (readonly [RegExp, PricingUnit['thing']])[] = [
  [/^(?:requests?|calls?|operations?)$/, 'request'],
  [/^(?:keys?(?: versions?)?(?: months?)?|key ?mo)$/, 'key'],
  [/^events?$/, 'event'],
  [/^(?:counts?|each|units?|)$/, undefined],
];
const MOST_UNITS = 1000;

/**
 * How much one unit of a price is; undefined where it is not known.
 *
 * @example unitOf('10K Requests') // { factor: 10000, thing: 'request' }
 * @example unitOf('Bundle') // undefined
 */
export const unitOf = remembered(
  (text: string): PricingUnit | undefined => {
    const numbers: Decimal[] = [];
    const left = text.toLowerCase().replace(NUMBER, (_, digits?: string, power?: string, word?: string) => {
      numbers.push(numberIn(digits ?? '1').times(POWERS[power ?? word ?? ''] ?? 1));
      return ' ';
    });
    const words = left
      .replace(/[^a-z]+/g, ' ')
      .replace(FILLING, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    const named = THINGS.find(([form]) => form.test(words));
    if (named === undefined || numbers.length > 1 || (words === '' && numbers.length === 0)) return undefined;
    const [factor = ONE] = numbers;
    return factor.isZero() ? undefined : { factor, thing: named[1] };
  },
  { most: MOST_UNITS },
);

/** Groups of three digits are thousands, whatever is between them. */
function numberIn(digits: string): Decimal {
  const bare = digits.replace(/[,._]+$/, '');
  const isGrouped = /^\d{1,3}(?:[,._]\d{3})+$/.test(bare);
  const plain = isGrouped ? bare.replace(/[,._]/g, '') : bare.replace(',', '.');
  return /^\d+(?:\.\d+)?$/.test(plain) ? new Decimal(plain) : new Decimal(0);
}
