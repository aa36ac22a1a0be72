import * as z from 'zod';
import { Decimal } from '../../base/decimal.js';
import { TrailcostError } from '../../base/errors.js';
import { isObject } from '../../base/records.js';
import { SCHEMA_VERSION } from './version.js';

/** A decimal number as a saved report has it, of either sign. */
export const savedDecimal = z
  .string()
  .regex(/^-?\d{1,60}(\.\d{1,60})?$/, 'a decimal number in quotes')
  .transform((text) => new Decimal(text));
export const savedMonth = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');

/** A report as it was parsed: `kind` says what it claims to be, and nothing of it is checked. */
export type ParsedReport = Readonly<Record<string, unknown>>;

const KINDS = {
  estimate: { name: 'an estimate', remedy: 'Give a scenario, or a file of `trailcost estimate --format json`.' },
  measurement: { name: 'a measurement', remedy: 'Give a file of `trailcost count --format json`.' },
};

/** Where a report belongs that is not what is wanted. */
const BELONGS: Readonly<Record<string, string>> = {
  estimate: ' To compare an estimate with a bill: `trailcost reconcile`.',
  measurement: ' To compare a count with a bill: `trailcost reconcile`; for a scenario: `trailcost count --scenario FILE`.',
};

/**
 * The report in a text, if trailcost saved it as JSON; undefined for a scenario and anything else.
 *
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid` where the text is a report that was cut off
 */
export function reportIn(text: string, source: string): ParsedReport | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && ('kind' in value || 'schemaVersion' in value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (/^\s*\{\s*"schemaVersion"\s*:/.test(text)) throw notWhole(source, error);
    return undefined;
  }
}

/**
 * The value in a text that has to be a report.
 *
 * @throws TrailcostError `estimate-invalid` where it is not JSON
 */
export function parsedReport(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError ? notWhole(source, error) : error;
  }
}

function notWhole(source: string, error: SyntaxError): TrailcostError {
  return invalidReport(source, 'is not complete JSON', 'Was it cut off? Make it again with --format json.', error);
}

/**
 * A saved report of one kind, checked.
 *
 * @param value the parsed JSON
 * @param source its name, for messages
 * @param kind what it has to be
 * @throws TrailcostError `estimate-invalid`: another kind, another version, or not as trailcost writes it
 */
export function checkedReport<T extends z.ZodType>(schema: T, value: unknown, source: string, kind: keyof typeof KINDS): z.output<T> {
  const { name, remedy } = KINDS[kind];
  const { kind: found, schemaVersion }: ParsedReport = isObject(value) ? value : {};
  if (found !== kind) {
    const belongs = typeof found === 'string' && Object.hasOwn(BELONGS, found) ? BELONGS[found] : '';
    throw invalidReport(source, `is not ${name}: its kind is ${JSON.stringify(found)}`, `${remedy}${belongs}`);
  }
  if (schemaVersion !== SCHEMA_VERSION) {
    const what = `has schemaVersion ${JSON.stringify(schemaVersion)}, but this trailcost reads only ${SCHEMA_VERSION}`;
    throw invalidReport(source, what, 'Make it again with this trailcost, or read it with the one that wrote it.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `${path.join('.')}: ${/undefined$/.test(message) ? 'missing' : message}`);
  throw invalidReport(source, `is not ${name} as trailcost writes it: ${problems.join('; ')}`, 'Make it again with --format json.');
}

const MOST_PROBLEMS = 5;

/** A report that cannot be read. */
export function invalidReport(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('estimate-invalid', { where, what, remedy }, cause);
}
