import type { Measurement } from '../../src/index.js';
import { measurementJson } from '../../src/logs/measure/json.js';

/** What sums by the hour cannot show, by its place in a measurement's JSON. */
const UNKNOWN = ['peakRequestsPerSecond', 'bucketKeySaving', 'requestsPerMonth', 'costPerMonth', 'warnings'];
const UNKNOWN_OF_READERS = ['sessions', 'peakRequestsPerSecond', 'readsOnSseKms', 'pattern', 'bucketKeySaving', 'requestsPerMonth'];
/** Files that no table has: digest files are in a folder of their own. */
const NOT_READ = ['filesSkipped', 'digestFiles'];

const without = (object: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));

/** What both counts know. */
export function known(measurement: Measurement) {
  return knownIn(measurementJson(measurement));
}

/** The same of a measurement that was saved. */
export function knownIn(text: string) {
  const json = JSON.parse(text) as {
    coverage: Record<string, unknown>;
    reads: Record<string, unknown>;
    readers: Record<string, unknown>[];
  };
  return {
    ...without(json, UNKNOWN),
    coverage: without(json.coverage, NOT_READ),
    reads: without(json.reads, ['onSseKms']),
    readers: json.readers.map((reader) => without(reader, UNKNOWN_OF_READERS)),
  };
}
