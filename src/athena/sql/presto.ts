import type { Dialect, Field } from './dialect.js';
import { sqlPattern } from './patterns.js';

const TYPES: Record<Field['type'], string> = { text: 'VARCHAR', number: 'BIGINT', truth: 'BOOLEAN' };

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const pathIn = (path: readonly string[]) => text(`$${path.map((name) => `["${name}"]`).join('')}`);

/** What Trino and Athena have in common: all but where records come from. */
export const PRESTO: Omit<Dialect, 'columns' | 'from' | 'table'> = {
  text,
  matches: (value, pattern) => `coalesce(regexp_like(${value}, ${text(sqlPattern(pattern))}), FALSE)`,
  extracted: (value, pattern, group) => `nullif(regexp_extract(${value}, ${text(sqlPattern(pattern))}, ${group}), '')`,
  dayNumber: (day) => `date_diff('day', DATE '1970-01-01', TRY_CAST(${day} AS DATE))`,
  textIn: (json, path) => `nullif(json_extract_scalar(${json}, ${pathIn(path)}), '')`,
  isJsonObject: (json) => `(substr(trim(${json}), 1, 1) = '{' AND TRY(json_parse(${json})) IS NOT NULL)`,
  list: (items) => `ARRAY[${items.join(', ')}]`,
  each: (from, list, name) => `FROM ${from} CROSS JOIN UNNEST(${list}) AS u (${name})`,
  first(fields, order, condition) {
    const values = fields.map(({ of }) => of).join(', ');
    const types = fields.map(({ name, type }) => `${name} ${TYPES[type]}`).join(', ');
    return `min_by(CAST(ROW(${values}) AS ROW(${types})), ${order}) FILTER (WHERE ${condition})`;
  },
  field: (of, name) => `${of}.${name}`,
  distinct: (value, condition) => `coalesce(cardinality(array_distinct(array_agg(${value}) FILTER (WHERE ${condition}))), 0)`,
};
