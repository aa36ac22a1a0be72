import { CLASSES, RULES, type Rule } from '../classify/rules.js';

/** What the count makes of the requests that a rule decided. */
export interface Use {
  rule: Rule;
  isBillable: boolean;
  isFailed: boolean;
  /** Whether each is one read of one file. */
  isRead: boolean;
  isDelivery: boolean;
  isOfDeliveredFile: boolean;
  /** Whether the end decides by their bucket what they are. */
  isOfAnyBucket: boolean;
  /** Whether the end decides that they are copies by replication. */
  mayReplicate: boolean;
}

/** By the number of the rule, so that nothing is looked up by name for each request. */
export const USES = RULES.map((rule): Use => {
  const { countsAs, isRead } = CLASSES[rule.class];
  return {
    rule,
    isBillable: countsAs === 'billable',
    isFailed: countsAs === 'failed',
    isRead: isRead === true,
    isDelivery: rule.shows?.includes('delivery') === true,
    isOfDeliveredFile: rule.shows?.includes('delivered-file') === true,
    isOfAnyBucket: rule.turnsInto?.unknown !== undefined,
    mayReplicate: rule.turnsInto?.replicated !== undefined,
  };
});
