/** What an engine names in the text of its failure: `HIVE_CURSOR_ERROR: Failed to read file at s3://bucket/key.json.gz`. */
const ADDRESS = /s3[an]?:\/\/([^/\s'"]+\/[^\s'"<>)\]]+)/;

/**
 * The object at which a query failed, as the engine names it; undefined where it names none.
 *
 * @example damagedFile('HIVE_CURSOR_ERROR: Failed to read file at s3://logs/AWSLogs/a.json.gz: incorrect header check')
 * // 's3://logs/AWSLogs/a.json.gz'
 */
export function damagedFile(reason: string): string | undefined {
  const [, place] = ADDRESS.exec(reason) ?? [];
  const object = place?.replace(/[.,:;]+$/, '');
  return object === undefined || object.endsWith('/') ? undefined : `s3://${object}`;
}
