import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freeRequestsPerMonth } from '../../src/prices/book.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import type { SchemaNode } from '../../src/scenario/nodes.js';
import { REGIONS } from '../../src/scenario/regions.js';
import { FREE_REQUESTS_PER_MONTH } from '../../src/scenario/schema.js';
import { SNIPPETS } from '../../src/scenario/snippets.js';
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

/** Every field, group, list entry and alternative of the schema by its place, each with its node. */
function partsOf(node: SchemaNode, place = ''): [string, SchemaNode][] {
  const parts: [string, SchemaNode | undefined][] = [
    ...Object.entries(node.properties ?? {}).map(([key, part]): [string, SchemaNode] => [`${place}.${key}`, part]),
    [`${place}[]`, node.items],
    ...[...(node.oneOf ?? []), ...(node.anyOf ?? [])].flatMap((part): [string, SchemaNode][] =>
      part.properties === undefined ? [] : [[`${place}|${part.title}`, part]],
    ),
  ];
  return parts.flatMap(([path, part]) => (part === undefined ? [] : [[path, part] as [string, SchemaNode], ...partsOf(part, path)]));
}

describe('an editor that knows JSON Schema', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary(['defaultSnippets']);
  (addFormats as unknown as (target: Ajv) => void)(ajv);
  const validate = ajv.compile(scenarioJsonSchema());
  const good = parse(sampleText('organization.yaml')) as Record<string, object>;

  test.each(SAMPLES)('accepts %s', (sample) => {
    expect(validate(parse(sampleText(sample))) || validate.errors).toBe(true);
  });

  test('sees a misspelt field, a wrong type and a wrong month', () => {
    expect(validate({ ...good, redaers: [] })).toBe(false);
    expect(validate({ ...good, period: { start: '2026-13', months: 1 } })).toBe(false);
    expect(validate({ ...good, freeRequestsLeft: 'many' })).toBe(false);
  });

  test('has words for everything that can be written, groups, patterns and ranges too', () => {
    const parts = partsOf(scenarioJsonSchema());
    expect(parts.map(([path]) => path)).toEqual(
      expect.arrayContaining(['.period', '.readers[]|scan.lookbackDays|range.low', '.trails[]', '.recording.consumers[].name', '.keys']),
    );
    const isRange = (path: string) => path.endsWith('|range');
    expect(parts.filter(([path, { description = '' }]) => description.length < 8 && !isRange(path)).map(([path]) => path)).toEqual([]);
    expect(parts.filter(([path, { description }]) => description !== undefined && isRange(path))).toEqual([]);
  });

  test('has every Region of the price book, and leaves one that it does not know to trailcost', () => {
    expect([...REGIONS]).toEqual(book.regions.map(({ region }) => region));
    expect(validate({ ...good, bucket: { region: 'mars-north-1' } }) || validate.errors).toBe(true);
  });
});

describe('a snippet is right as it is inserted', () => {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return parse(value.replace(/^\^/, '').replace(/\$\{\d+:(.*)\}/, '$1'));
    const entries = Object.entries(value as object).map(([key, part]) => [String(filled(key)), filled(part)]);
    return Object.fromEntries(entries);
  };
  const all = Object.entries(SNIPPETS).flatMap(([path, snippets]) => snippets.map((snippet) => ({ path, ...snippet })));

  test('each has a name of its own', () => {
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
  });

  test.each(all)('$label', ({ path, body }) => {
    const whole = {
      period: { start: '2026-11', months: 2 },
      trails: [{ name: 'org', accounts: 1, digestRegions: 1 }],
      readers: [{ name: 'siem', pattern: 'every-file' }],
    };
    const list = [filled(body)];
    const part = path === 'recording.consumers' ? { recording: { consumers: list } } : { [path]: list };
    expect(messageOf(() => scenarioOf({ ...whole, ...part }))).toBe('no error');
  });
});
