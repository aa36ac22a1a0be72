import { DELIVERED_NAME } from '../../logs/read/open/log-file.js';

/**
 * A pattern of JavaScript's as the engines of SQL write it, with the same meaning: `.` is any sign, `$` the end of the text, and a digit is
 * one of ten.
 */
export function sqlPattern({ source, flags }: RegExp): string {
  const portable = source
    .replaceAll('\\d', '[0-9]')
    .replaceAll('\\/', '/')
    .replaceAll(/(?<!\\)\$/g, '\\z');
  return flags.includes('s') ? `(?s)${portable}` : portable;
}

/** A time as CloudTrail writes it, whatever day its month has. */
export const EVENT_TIME = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/** The last time of delivery in a file's name, to the minute; as `deliveredMinuteOf` finds it. */
export const DELIVERY_STAMP = /^.*_(20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d)(?:\d\d)?Z[^/]*$/s;

/** Of a path, the name that CloudTrail gave a log file. */
export const NAME_IN_PATH = new RegExp(`(${DELIVERED_NAME.source})[^/]*$`, DELIVERED_NAME.flags);

/** The ARN of a role's session, and what of it is the role's. */
export const SESSION_ARN = /^(arn:aws[a-z-]*:(?:iam|sts)::\d{12}:assumed-role\/[^/]*)\/.*$/s;

/** What `toolOf` makes a tool of: a user agent's first product, and the command of the AWS CLI. */
export const AGENT_PRODUCT = /^\[?([^/ ,;]*)/;
export const AGENT_COMMAND = /command[#/]([A-Za-z0-9.-]+)/;

/** Of a principal's id, what comes before the name of its session. */
export const BEFORE_SESSION = /^([^:]+)/;
