// scenario/schema: the parts of the scenario's schema, each field with its bounds, its default and what an editor says about it.

import { z } from 'zod';
import { remembered } from '../../base/memo.js';
import { CLOUDTRAIL } from '../cloudtrail.js';
import { SCENARIO_LIMITS } from '../limits.js';

interface Bounds {
  min: number;
  max: number;
  whole?: boolean;
  /** Whether it counts things: a mean or a forecast may have a fraction, but what is asked for is a whole number of them. */
  things?: boolean;
}

export const COUNT: Bounds = { min: 0, max: SCENARIO_LIMITS.count };
export const THINGS: Bounds = { ...COUNT, things: true };
export const SHARE: Bounds = { min: 0, max: 1 };

const BY_BOUNDS = { keyOf: ({ min, max, whole = false }: Bounds) => `${min} ${max} ${whole}` };

/**
 * A number, and a range of such numbers. Without words of their own: editors would show them in place of the field's. Many fields have the
 * same bounds, and each schema takes time to make at every start.
 */
export const numberOrRange = remembered(({ min, max, whole = false }: Bounds) => {
  const one = (whole ? z.int() : z.number()).check(z.gte(min), z.lte(max));
  const range = z
    .strictObject({
      low: one.describe('The smallest value that you think likely: low ≤ expected ≤ high.'),
      expected: one.describe('The value that you expect: low ≤ expected ≤ high.'),
      high: one.describe('The largest value that you think likely: low ≤ expected ≤ high.'),
    })
    .refine((value) => value.low <= value.expected && value.expected <= value.high, 'low ≤ expected ≤ high')
    .register(z.globalRegistry, { title: 'range' });
  return [one, range] as const;
}, BY_BOUNDS);

export function quantity(bounds: Bounds, description: string) {
  const words = { description, ...(bounds.things === true && { things: true }) };
  return z.union(numberOrRange(bounds)).register(z.globalRegistry, words);
}

export const name = z
  .string()
  .regex(
    new RegExp(`^[^\\s\\p{C}](?:[^\\p{C}]{0,${SCENARIO_LIMITS.nameSigns - 2}}[^\\s\\p{C}])?$`, 'u'),
    `1 to ${SCENARIO_LIMITS.nameSigns} printable characters, without a space at either end`,
  )
  .refine((text) => text !== CLOUDTRAIL, `a name other than "${CLOUDTRAIL}", which means AWS CloudTrail itself`);
const ACCOUNT = 'an account id of 12 digits in quotes, such as "111122223333"';
export const account = z.string(ACCOUNT).regex(/^\d{12}$/, ACCOUNT);
const MONTH = 'a month as YYYY-MM, such as 2026-12';
export const month = z.string(MONTH).regex(/^20\d\d-(0[1-9]|1[0-2])$/, MONTH);
export const day = z.iso.date('a day as YYYY-MM-DD, such as 2026-12-31').regex(/^20/, 'a day from 2000-01-01 to 2099-12-31');
export const since = z.union([z.literal('always'), day], 'a day as YYYY-MM-DD, such as 2026-12-31, or always');
export const region = z.string().min(1).max(40);
export const line = z.string().regex(/^[^\p{C}]{1,200}$/u, '1 to 200 printable characters on one line');

export function currencyCode(example: string) {
  const words = `a currency code, for example ${example}`;
  return z.string(words).regex(/^[A-Z]{3}$/, words);
}
