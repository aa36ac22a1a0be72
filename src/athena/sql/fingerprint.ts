import { createHash } from 'node:crypto';
import { CLASSES, RULES } from '../../logs/classify/rules.js';
import { COLUMNS, RESULT_VERSION } from './columns.js';
import { AGENT_COMMAND, AGENT_PRODUCT, BEFORE_SESSION, DELIVERY_STAMP, EVENT_TIME, NAME_IN_PATH, SESSION_ARN } from './patterns.js';
import type { Scope } from './scope.js';

const SIGNS = 16;

const PATTERNS = [AGENT_COMMAND, AGENT_PRODUCT, BEFORE_SESSION, DELIVERY_STAMP, EVENT_TIME, NAME_IN_PATH, SESSION_ARN];

/** Of the rules, the patterns and the columns of a result: a result of other ones cannot be loaded. */
export function rulesHash(): string {
  return hashOf([RESULT_VERSION, COLUMNS, RULES, CLASSES, PATTERNS.map(String)]);
}

/** Of what a query counts. */
export function scopeHash({ since, until, tables, excluded }: Scope): string {
  return hashOf([rulesHash(), since, until, tables, excluded]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, SIGNS);
}
