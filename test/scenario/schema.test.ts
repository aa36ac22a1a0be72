import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scenarioJsonSchema } from '../../src/scenario/schema.js';
import { SAMPLES, sampleText } from '../support.js';

test('the shipped JSON Schema is the one that the code has (run with -u after a change)', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot('../../samples/scenario.schema.json');
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
