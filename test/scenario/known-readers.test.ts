import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quantityText } from '../../src/base/text.js';
import { PATTERNS } from '../../src/model/patterns.js';
import { KNOWN_READERS, READERS_BY_NAME } from '../../src/scenario/known-readers.js';

const METHOD = readFileSync(new URL('../../METHOD.md', import.meta.url), 'utf8');

/** Rows of METHOD's table, without its header. */
function methodRows(): string[][] {
  const [, section = ''] = /### Known readers \(`KNOWN_READERS`\)(.*?)\n## /s.exec(METHOD) ?? [];
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('known readers', () => {
  test('are in the table of METHOD, one by one', () => {
    const rows = KNOWN_READERS.map((reader) => [
      reader.name,
      READERS_BY_NAME.includes(reader) ? `\`${reader.id}\`` : '–',
      `\`${reader.pattern}\``,
      reader.getsPerFile === undefined ? 'not known' : quantityText(reader.getsPerFile),
      reader.confidence,
      reader.source === undefined ? '–' : `\`${reader.source}\``,
    ]);
    expect(methodRows()).toEqual(rows);
  });

  test('have ids and names of their own', () => {
    for (const values of [KNOWN_READERS.map(({ id }) => id), KNOWN_READERS.map(({ name }) => name)]) {
      expect(new Set(values).size).toBe(values.length);
    }
    for (const { id } of KNOWN_READERS) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test.each(KNOWN_READERS)('$name has a pattern of scenarios or none, and a source where it is sure', (reader) => {
    expect([...Object.keys(PATTERNS), 'none']).toContain(reader.pattern);
    if (reader.confidence !== '?') expect(reader.source).toBeDefined();
    if (reader.pattern === 'none') expect(reader).toMatchObject({ getsPerFile: 0, readsDigests: false });
    expect(reader.note).toMatch(/^[A-Z][^\n]{10,140}\.$/);
  });
});
