import type { z } from 'zod';
import { TrailcostError } from '../../base/errors.js';

/** Whether a text is a report that trailcost saved as JSON, perhaps cut off, and not a scenario. */
export function isSavedReport(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    const value = JSON.parse(text) as object;
    return 'kind' in value || 'schemaVersion' in value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return /^\s*\{\s*"schemaVersion"\s*:/.test(text);
  }
}

/** The version of the JSON that this program writes and reads. */
export const SCHEMA_VERSION = 1;

export const MOST_PROBLEMS = 5;

/**
 * A saved report of one kind, checked.
 *
 * @param value the parsed JSON
 * @param source its name, for messages
 * @param kind what it is, with its article
 * @throws TrailcostError `estimate-invalid`: another version, or not as trailcost writes it
 */
export function checkedReport<T extends z.ZodType>(schema: T, value: unknown, source: string, kind: string): z.output<T> {
  const { schemaVersion } = (value ?? {}) as { schemaVersion?: unknown };
  if (schemaVersion !== SCHEMA_VERSION) {
    const what = `has schemaVersion ${JSON.stringify(schemaVersion)}, and this trailcost reads ${SCHEMA_VERSION}`;
    throw invalid(source, what, 'Make it again with this trailcost, or read it with the one that wrote it.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `${path.join('.')}: ${/undefined$/.test(message) ? 'missing' : message}`);
  throw invalid(source, `is not ${kind} as trailcost writes it: ${problems.join('; ')}`, 'Make it again with --format json.');
}

/**
 * The value in a saved report.
 *
 * @throws TrailcostError `estimate-invalid`
 */
export function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(source, 'is not whole JSON', 'Was it cut off? Make it again with --format json.', error);
  }
}

export function invalid(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('estimate-invalid', { where, what, remedy }, cause);
}
