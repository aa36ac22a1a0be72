/**
 * A column's or service's name without what tools change in it: letters and digits alone, in small letters. Redshift, Glue, Spark, DuckDB
 * and BigQuery keep no more of `lineItem/UsageType` than that.
 *
 * @example canonicalName('lineItem/UsageType') // 'lineitemusagetype'
 * @example canonicalName('LINE_ITEM_USAGE_TYPE') // 'lineitemusagetype'
 */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}
