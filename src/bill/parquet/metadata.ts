import { sum } from 'd3-array';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { damaged, isCount, isLargeCount, numberOf } from './damage.js';

/**
 * Holds what a file tells of itself against what it can be, since the library reads on whatever the numbers are.
 *
 * @throws Unreadable
 */
export function checkMetadata({ schema, row_groups: groups, num_rows: rows }: FileMetaData): void {
  checkSchema(schema);
  groups.forEach((group, index) => {
    if (!isLargeCount(group.num_rows)) throw damaged(`row group ${index + 1} has ${numberOf(group.num_rows)} rows`);
  });
  const grouped = sum(groups, (group) => Number(group.num_rows));
  if (!isLargeCount(rows) || grouped !== Number(rows))
    throw damaged(`its footer says ${numberOf(rows)} rows, its row groups say ${grouped}`);
}

/** The elements are a tree, written from its root on. */
function checkSchema(schema: readonly SchemaElement[]): void {
  let expected = 1;
  for (const { name, num_children: children = 0 } of schema) {
    if (typeof name !== 'string') throw damaged('a column has no name');
    if (expected === 0 || !isCount(children, schema.length)) throw damaged(`column ${name} does not fit its schema`);
    expected += children - 1;
  }
  if (expected !== 0) throw damaged('columns are missing from its schema');
}
