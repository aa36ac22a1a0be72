/** Fields that a CloudTrail record has; what has several of them is meant to be one. */
const FIELDS = [
  'eventSource',
  'eventName',
  'eventTime',
  'eventID',
  'awsRegion',
  'userIdentity',
  'requestParameters',
  'recipientAccountId',
] as const;
const ENOUGH_FIELDS = 3;
/** Without these a record is not read. */
const NEEDED = ['eventSource', 'eventName'] as const;
/** An Insight event has none of these at its top, and is no record of a request. */
const TELLING = [...NEEDED, 'userIdentity', 'requestParameters'] as const;

/**
 * Why something that looks like a CloudTrail record is not read as one; undefined where it does not look like one.
 *
 * @example whyUntaken({ eventSource: 'kms.amazonaws.com', eventTime: '2026-11-02T00:00:00Z', eventID: '1' }) // 'eventName is absent'
 */
export function whyUntaken(value: Readonly<Record<string, unknown>>): string | undefined {
  if (isOcsf(value)) return "it is in the form of OCSF (Security Lake); give CloudTrail's own log files";
  const spelled = new Map(Object.keys(value).map((key) => [plain(key), key]));
  const known = FIELDS.filter((field) => spelled.has(plain(field)));
  if (known.length < ENOUGH_FIELDS || !TELLING.some((field) => spelled.has(plain(field)))) return undefined;
  for (const field of NEEDED) {
    const key = spelled.get(plain(field));
    if (key === undefined) return `${field} is absent`;
    if (key !== field) return `"${key}" is there instead of "${field}"; give the record unchanged`;
    const found = value[field];
    if (typeof found !== 'string') return `${field} is ${kindOf(found)}, not text`;
  }
  return undefined;
}

/** As SQL exports spell names: in small letters, or with underscores. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Source: schema.ocsf.io, class API Activity. */
const OF_OCSF = ['class_uid', 'api', 'metadata'] as const;

function isOcsf(value: Readonly<Record<string, unknown>>): boolean {
  return OF_OCSF.every((name) => name in value);
}

/** Whether {@link whyUntaken} looks at a field of this name. */
export function isNameOfRecord(name: string): boolean {
  const own = plain(name);
  return OF_OCSF.some((field) => field === name) || FIELDS.some((field) => plain(field) === own);
}

/** So much is looked at, at the start and at the end: the header of a table, the schema at the end of a Parquet file. */
export const LOOKED_AT = 64 * 1024;

/** How packings begin that are not read; what they hold, nobody can tell without unpacking. */
const PACKINGS: Readonly<Record<string, string>> = {
  bzip2: '425a68',
  xz: 'fd377a585a00',
  zstd: '28b52ffd',
  lz4: '04224d18',
  '7z': '377abcaf271c',
  rar: '526172211a07',
};

/**
 * Why content that is no JSON holds records that are not read; undefined where it holds none.
 *
 * @param bytes its start
 * @param last its end; at least {@link LOOKED_AT} bytes of each, or all that there are
 */
export function whyContentUntaken(bytes: Buffer, last: Buffer): string | undefined {
  const start = bytes.toString('hex', 0, 6);
  const packing = Object.keys(PACKINGS).find((name) => start.startsWith(PACKINGS[name] ?? name));
  if (packing !== undefined) return `is packed with ${packing}, which trailcost does not read; unpack it first`;
  if (bytes.toString('latin1', 0, 4) === 'PAR1') {
    const schema = last.toString('latin1', Math.max(0, last.length - LOOKED_AT)).toLowerCase();
    return hasNames(schema) || schema.includes('class_uid') ? untakenForm('a Parquet file') : undefined;
  }
  const [header = '', row = ''] = bytes.toString('utf8', 0, LOOKED_AT).split('\n', 2);
  const columns = header.split(/[,;\t|]/).map((column) => plain(column.replace(/^[\s"'\uFEFF]+|[\s"']+$/g, '')));
  if (columns.includes('eventsource') && columns.includes('eventname')) return untakenForm('a table');
  return /"eventSource\\?"{1,2}\s*:/.test(header + row) ? untakenForm('text around JSON') : undefined;
}

function hasNames(text: string): boolean {
  return text.includes('eventsource') && text.includes('eventname');
}

function untakenForm(form: string): string {
  return `holds CloudTrail records in ${form}, which trailcost does not read; give JSON`;
}
