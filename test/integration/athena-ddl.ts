/**
 * Athena's DDL of a CloudTrail table as Trino's: Trino has no input format that makes a row of a record, so the files are a table of their
 * own, a row each, and a view of Athena's name makes rows of its records. Partition projection stays what it is, and so do the files and
 * folders that a query reads.
 */
export function trinoStatements(sql: string): string[] {
  const text = sql.replace(/^\s*--.*$/gm, '').trim();
  const dropped = /^DROP\s+TABLE\s+(IF\s+EXISTS\s+)?(\S+)$/i.exec(text);
  if (dropped !== null) {
    const [, ifExists = '', name = ''] = dropped;
    return [`DROP VIEW ${ifExists}${nameOf(name)}`, `DROP TABLE ${ifExists}${nameOf(name, FILES)}`];
  }
  const database = /^CREATE\s+(?:DATABASE|SCHEMA)\s+(IF\s+NOT\s+EXISTS\s+)?(\S+)$/i.exec(text);
  if (database !== null) return [`CREATE SCHEMA ${database[1] ?? ''}${nameOf(database[2] ?? '')}`];
  return /^CREATE\s+EXTERNAL\s+TABLE\b/i.test(text) ? tableAndView(text) : [sql];
}

const FILES = '__files';

function tableAndView(text: string): string[] {
  const [, ifNotExists = '', name = ''] = /^CREATE\s+EXTERNAL\s+TABLE\s+(IF\s+NOT\s+EXISTS\s+)?([^\s(]+)/i.exec(text) ?? [];
  if (!/'com\.amazon\.emr\.cloudtrail\.CloudTrailInputFormat'/.test(text)) throw new Error('Only tables of CloudTrail are known here');
  const columns = fieldsOf(inBrackets(text, text.indexOf('(')));
  const keys = fieldsOf(partitionsIn(text));
  const [, location = ''] = /\bLOCATION\s+'([^']+)'/i.exec(text) ?? [];
  const properties = Object.fromEntries([...text.matchAll(/'([^']+)'\s*=\s*'([^']*)'/g)].map(([, key = '', value = '']) => [key, value]));
  const row = columns.map(({ name: field, type }) => `${quoted(field)} ${trinoType(type)}`).join(', ');
  const names = columns.map((field) => quoted(field.name));
  const keyNames = keys.map((key) => quoted(key.name));
  const partitions = keys.map((key) => `${quoted(key.name)} varchar ${projectionOf(key.name, properties)}`);
  const options = [`external_location = '${location}'`, `format = 'OPENX_JSON'`, ...projectedBy(keys, properties)];
  const path = `${quoted('$path')} AS ${quoted('$path')}`;
  const fileColumns = [`records array(row(${row}))`, ...partitions].join(', ');
  return [
    `CREATE TABLE ${ifNotExists}${nameOf(name, FILES)} (${fileColumns}) WITH (${options.join(', ')})`,
    `CREATE OR REPLACE VIEW ${nameOf(name)} AS SELECT ${[path, ...names.map((field) => `u.${field}`), ...keyNames].join(', ')} ` +
      `FROM ${nameOf(name, FILES)} CROSS JOIN UNNEST(records) AS u (${names.join(', ')})`,
  ];
}

function partitionsIn(text: string): string {
  const start = /\bPARTITIONED\s+BY\s*\(/i.exec(text);
  return start === null ? '' : inBrackets(text, start.index + start[0].length - 1);
}

/** What a pair of brackets holds; the first of them is at `start`. */
function inBrackets(text: string, start: number): string {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return text.slice(start + 1, index);
  }
  throw new Error('A bracket is not closed');
}

interface Field {
  name: string;
  type: string;
}

function fieldsOf(list: string): Field[] {
  return partsOf(list).map((part) => {
    const [, name = '', type = ''] = /^`?([^\s`:]+)`?[\s:]+(.+?)(?:\s+COMMENT\s+'[^']*')?$/is.exec(part) ?? [];
    if (type === '') throw new Error(`mismatched input '${part}'. Expecting: a column and its type`);
    return { name: name.toLowerCase(), type };
  });
}

/** The parts between commas that are in no brackets. */
function partsOf(list: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of list) {
    if ('<('.includes(letter)) depth += 1;
    if ('>)'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'varchar',
  bigint: 'bigint',
  int: 'integer',
  boolean: 'boolean',
  double: 'double',
};

function trinoType(type: string): string {
  const [, outer = '', inner = ''] = /^(\w+)\s*<(.*)>$/s.exec(type.trim()) ?? [];
  if (outer === '') {
    const simple = SIMPLE[type.trim().toLowerCase()];
    if (simple === undefined) throw new Error(`Unknown type '${type}'`);
    return simple;
  }
  if (outer.toLowerCase() === 'struct') {
    return `row(${fieldsOf(inner)
      .map((field) => `${quoted(field.name)} ${trinoType(field.type)}`)
      .join(', ')})`;
  }
  return `${outer.toLowerCase()}(${partsOf(inner).map(trinoType).join(', ')})`;
}

/** How the values of a key follow from the properties of the table. */
function projectionOf(key: string, properties: Readonly<Record<string, string>>): string {
  const property = (name: string) => properties[`projection.${key}.${name}`];
  const list = (name: string) => {
    const values = property(name)
      ?.split(',')
      .map((value) => `'${value.trim()}'`);
    return values && `ARRAY[${values.join(', ')}]`;
  };
  const text = (name: string) => {
    const value = property(name);
    return value && `'${name === 'interval.unit' || name === 'type' ? value.toUpperCase() : value}'`;
  };
  const given = {
    type: text('type'),
    values: list('values'),
    format: text('format'),
    range: list('range'),
    interval: property('interval'),
    interval_unit: text('interval.unit'),
  };
  const set = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`partition_projection_${name} = ${value}`]));
  return set.length === 0 ? '' : `WITH (${set.join(', ')})`;
}

function projectedBy(keys: readonly Field[], properties: Readonly<Record<string, string>>): string[] {
  if (keys.length === 0) return [];
  const template = properties['storage.location.template'];
  return [
    `partitioned_by = ARRAY[${keys.map(({ name }) => `'${name}'`).join(', ')}]`,
    ...(properties['projection.enabled'] === 'true' ? ['partition_projection_enabled = true'] : []),
    ...(template === undefined ? [] : [`partition_projection_location_template = '${template}'`]),
  ];
}

/** `a.b` or a name in Athena's quotation marks of DDL, as Trino writes it. */
function nameOf(written: string, suffix = ''): string {
  const parts = written.replaceAll('`', '').split('.');
  return parts.map((part, index) => quoted(index === parts.length - 1 ? `${part}${suffix}` : part)).join('.');
}

function quoted(name: string): string {
  return `"${name}"`;
}
