/** What a column of a table of counts is. */
export type Role = 'reader' | 'account' | 'event' | 'time' | 'year' | 'month' | 'day' | 'count';

/** Columns by role, as queries and consoles name them, without signs between words; the first role that fits is taken. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  reader: [
    ...['reader', 'readers', 'principal', 'principalarn', 'principalname', 'who', 'requester', 'caller', 'callerarn'],
    ...['user', 'username', 'userarn', 'arn', 'identity', 'identityarn', 'role', 'rolearn', 'rolename'],
    ...['useridentity', 'useridentityarn', 'useridentityusername', 'sessionissuer', 'sessionissuerarn', 'sessionissuerusername'],
    ...['useridentitysessioncontextsessionissuerarn', 'useridentitysessioncontextsessionissuerusername'],
  ],
  account: ['account', 'accountid', 'awsaccount', 'awsaccountid', 'recipientaccountid', 'useridentityaccountid', 'usageaccountid'],
  event: ['event', 'eventname', 'operation', 'action', 'api', 'apicall'],
  time: ['date', 'eventdate', 'usagedate', 'time', 'eventtime', 'timestamp', 'yearmonth', 'yyyymm', 'period'],
  year: ['year', 'yr', 'yyyy'],
  month: ['month', 'eventmonth', 'usagemonth', 'mon', 'mm'],
  day: ['day', 'eventday', 'usageday', 'dd', 'dt'],
  count: [
    ...['n', 'num', 'number', 'count', 'counts', 'cnt', 'total', 'calls', 'reads', 'gets', 'requests', 'events', 'decrypts', 'records'],
    ...['readcount', 'getcount', 'requestcount', 'eventcount', 'decryptcount', 'callcount', 'recordcount', 'totalcount'],
    ...['totalrequests', 'totalevents', 'numrequests', 'numberofrequests', 'numberofevents', 'countstar', 'count1'],
  ],
};

const ROLES = ['reader', 'account', 'event', 'time', 'year', 'month', 'day', 'count'] as const satisfies readonly Role[];

/** Athena names a column so that a query does not. */
const UNNAMED = /^_col\d+$/;

/** The role of a column by its name: `unnamed` for one of Athena's, undefined for any other. */
export function roleOf(name: string): Role | 'unnamed' | undefined {
  const trimmed = name.trim().toLowerCase();
  if (UNNAMED.test(trimmed)) return 'unnamed';
  const bare = trimmed.replace(/[^a-z\d]/g, '');
  return ROLES.find((role) => NAMES[role].includes(bare));
}

/** Whether a header is of a table of readers and counts: it names a reader, and beside it what may be a month or a count. */
export function isCountHeader(header: readonly string[]): boolean {
  const roles = header.map(roleOf);
  return roles.includes('reader') && roles.some((role) => role !== undefined && role !== 'reader' && role !== 'account');
}
