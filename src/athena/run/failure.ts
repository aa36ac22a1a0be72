import type { QueryState } from '../../aws/athena.js';
import { TrailcostError } from '../../base/errors.js';

/**
 * A query that ended without a result, in words.
 *
 * @param where which one: `the query of 2026-11`
 * @param damaged the object that it failed at
 */
export function failedQuery(where: string, { state, reason }: QueryState, damaged: string | undefined): TrailcostError {
  const what = state === 'CANCELLED' ? 'was cancelled by somebody else' : `failed: ${reason}`;
  const remedy =
    damaged === undefined
      ? (REMEDIES.find(({ shows }) => shows.test(reason))?.remedy ?? SEEN_IN_CONSOLE)
      : `To leave the file out: --exclude ${damaged}. To leave out each file that a query fails at: --exclude-damaged.`;
  return new TrailcostError('aws-refused', { where, what, remedy });
}

const SEEN_IN_CONSOLE = "Athena's console shows the query with its failure, under Recent queries.";

/** What failures mean for who runs this. Source: docs.aws.amazon.com/athena/latest/ug/error-reference.html, troubleshooting-athena.html */
const REMEDIES: readonly { shows: RegExp; remedy: string }[] = [
  {
    shows: /COLUMN_NOT_FOUND|HIVE_BAD_DATA|TYPE_MISMATCH|HIVE_PARTITION_SCHEMA_MISMATCH/,
    remedy: "The table has other columns than CloudTrail's. Without --table, a table is made that has them.",
  },
  { shows: /NOT_FOUND|not found|does not exist/i, remedy: 'Check --database and --table. Without --table, a table is made.' },
  {
    shows: /Access Denied|AccessDenied|not authorized/i,
    remedy:
      'Who runs it needs s3:ListBucket and s3:GetObject on the logs, kms:Decrypt on their key, and write access to the place of results.',
  },
  { shows: /EXCEEDED_|Query exhausted|timed? ?out/i, remedy: 'Give fewer days or accounts at once: --since, --until, --account.' },
  { shows: /SlowDown|\b503\b|throttl/i, remedy: 'AWS slows requests down: try again later, or give fewer days at once.' },
];
