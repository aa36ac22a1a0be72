import type { AccessPattern } from './measurement.js';

/** How somebody reads, with the fields that a scenario has for it. */
interface Reading {
  pattern: AccessPattern['pattern'];
  fields: AccessPattern['fields'];
}

/** The same where no digest files are delivered: a validation is a scan of the log files, and nobody reads digests. */
export function withoutDigests({ pattern, fields: { digests: _, ...fields } }: Reading): Reading {
  // Replication of digest files is the default.
  if (pattern === 'replicate') return { pattern, fields: { ...fields, digests: false } };
  return { pattern: pattern === 'validate' ? 'scan' : pattern, fields };
}
