import { isObject, mapValues } from '../../src/base/records.js';

/** Facts without their origins, for tables of tests. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return 'origin' in value && 'value' in value ? value['value'] : mapValues(value, plain);
}
