import { secondsAt, secondsInZone } from '../../../base/time.js';

/** One line of an S3 server access log, as far as the count needs it. */
export interface AccessLogLine {
  bucket: string;
  /** Seconds since 1970-01-01 UTC. */
  time: number;
  requester: string;
  requestId: string;
  operation: string;
  key: string;
  status: string;
  userAgent: string | undefined;
}

/** Longer than any line that S3 writes. */
export const MAX_LINE_LENGTH = 64 * 1024;

const START = /^\S+ +\S+ +\[\d\d\/[A-Z][a-z]{2}\/\d{4}:/;
const HEAD = /^\S+ +(\S+) +\[([^\]]+)\] +\S+ +(\S+) +(\S+) +(\S+) +(\S+) +/;
/** From the request line on; quotes inside of it and of what follows are not always balanced. */
const STATUS = /^(?:"[^\n]*?"|-) +(\d{3}|-) +(?:\S+ +){5}/;
const TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether a text begins like an S3 server access log. */
export function looksLikeAccessLog(text: string): boolean {
  return START.test(text);
}

/**
 * Reads a line; undefined where it is none.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function parseAccessLogLine(line: string): AccessLogLine | undefined {
  if (line.length > MAX_LINE_LENGTH) return undefined;
  const [head, bucket = '', when = '', requester = '', requestId = '', operation = '', key = ''] = HEAD.exec(line) ?? [];
  if (head === undefined) return undefined;
  const time = timeOf(when);
  const rest = line.slice(head.length);
  const [upToStatus, status = ''] = STATUS.exec(rest) ?? [];
  if (time === undefined || upToStatus === undefined) return undefined;
  return {
    bucket,
    time,
    requester,
    requestId,
    operation,
    key: decoded(decoded(key)),
    status,
    userAgent: userAgentIn(rest.slice(upToStatus.length)),
  };
}

/** After the referrer: all up to the last quote, since a user agent may hold quotes of its own. */
function userAgentIn(text: string): string | undefined {
  const [referrer] = /^(?:"[^"]*"|-) +/.exec(text) ?? [''];
  const open = text.indexOf('"', referrer.length);
  const close = text.lastIndexOf('"');
  return open < 0 || close <= open ? undefined : text.slice(open + 1, close);
}

function timeOf(text: string): number | undefined {
  const [whole, day, monthName = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = TIME.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName);
  if (whole === undefined || month < 0) return undefined;
  if (Number(zoneMinutes) > 59) return undefined;
  const local = secondsAt({
    year: Number(year),
    month: month + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  });
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60;
  return local === undefined ? undefined : secondsInZone(local, sign === '-' ? -ahead : ahead);
}

/** S3 encodes keys in the log, and twice where they held signs to encode. */
function decoded(key: string): string {
  if (!key.includes('%')) return key;
  try {
    return decodeURIComponent(key);
  } catch (error) {
    if (error instanceof URIError) return key;
    throw error;
  }
}
