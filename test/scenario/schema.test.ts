import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freeRequestsPerMonth } from '../../src/prices/book.js';
import { FREE_REQUESTS_PER_MONTH, scenarioJsonSchema } from '../../src/scenario/schema.js';
import { book, messageOf, SAMPLES, sampleText, scenarioOf } from '../support.js';

test('the shipped JSON Schema is the one that the code has (run with -u after a change)', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot('../../samples/scenario.schema.json');
});

describe('what is left of the free tier', () => {
  const left = (freeRequestsLeft: unknown) =>
    messageOf(() => scenarioOf({ readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1 }], freeRequestsLeft }));

  test('is at most what there is of it, whatever the price book', () => {
    expect(FREE_REQUESTS_PER_MONTH).toBe(20_000);
    expect(freeRequestsPerMonth(book).toNumber()).toBe(FREE_REQUESTS_PER_MONTH);
  });

  test('may be all of it, at any end of a range too', () => {
    expect(left(20_000)).toBe('no error');
    expect(left({ low: 0, expected: 0, high: 20_000 })).toBe('no error');
  });

  test.each([[20_001], [{ low: 0, expected: 0, high: 20_001 }]])('is not %o', (more) => {
    expect(left(more)).toMatch(/^scenario-invalid\ntest\.json:1:\d+ freeRequestsLeft.* 20,000/s);
  });
});

describe('an editor that knows JSON Schema', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  (addFormats as unknown as (target: Ajv) => void)(ajv);
  const validate = ajv.compile(scenarioJsonSchema());

  test.each(SAMPLES)('accepts %s', (sample) => {
    expect(validate(parse(sampleText(sample))) || validate.errors).toBe(true);
  });

  test('sees a misspelt key, a wrong type and a wrong month', () => {
    const good = parse(sampleText('organization.yaml')) as Record<string, object>;
    expect(validate({ ...good, redaers: [] })).toBe(false);
    expect(validate({ ...good, period: { start: '2026-13', months: 1 } })).toBe(false);
    expect(validate({ ...good, freeRequestsLeft: 'many' })).toBe(false);
  });
});
