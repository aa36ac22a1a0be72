import { describe, expect, test } from 'vitest';
import { count, folders } from './built.js';
import { duckdbCounts } from './oracle.mjs';
import { makeTrail } from './trail.mjs';

const temporary = folders();

describe('SQL over the same files counts the same', () => {
  test.each([
    ['with both kinds of GETs', { seed: 3, dataEvents: true }],
    ['under a Bucket Key', { seed: 4, bucketKey: true, days: 4 }],
    ['switched on in the middle', { seed: 5, sseKmsSince: '2026-11-04', slotMinutes: 120, accessLogs: false }],
  ])('%s', async (_, options) => {
    const { files, expected } = makeTrail(options);
    const folder = temporary.with(files);
    const [oracle, measurement] = await Promise.all([
      duckdbCounts([`${folder}/AWSLogs/**/*.json.gz`, `${folder}/audit/**/*.json.gz`]),
      count(folder),
    ]);
    const { coverage, kmsRequests, readers } = measurement;
    expect(Object.fromEntries(Object.entries(kmsRequests.byClass ?? {}).filter(([, requests]) => (requests ?? 0) > 0))).toEqual(
      oracle.byClass,
    );
    expect(
      Object.fromEntries(
        readers.filter(({ requests }) => (requests ?? 0) > 0).map(({ name, account, requests }) => [`${account}/${name}`, requests]),
      ),
    ).toEqual(oracle.byReader);
    expect(coverage.records).toBe(oracle.records);
    expect(coverage.duplicates - expected.duplicateLines).toBe(oracle.duplicates);
  });
});
