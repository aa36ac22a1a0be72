import { CLASSES, RULES, type Rule } from '../../logs/classify/rules.js';
import type { Dialect } from './dialect.js';

/** Rules whose requests are wanted by the hour: those that are billable, or may be in the end. */
export const hourRules = namesOf(({ class: name, turnsInto }) => CLASSES[name].countsAs === 'billable' || turnsInto !== undefined);
/** By the day: deliveries. Of all others the month is enough. */
export const dayRules = namesOf(({ shows }) => shows?.includes('delivered-file') === true);
export const billableRules = namesOf(({ class: name }) => CLASSES[name].countsAs === 'billable');

function namesOf(isWanted: (rule: Rule) => boolean): string[] {
  return RULES.filter((rule) => rule.when !== 'at-the-end' && isWanted(rule)).map(({ name }) => name);
}

/** The table of rules as one `CASE`, over columns named as the traits. */
export function ruleCase(dialect: Dialect): string {
  const rows = RULES.flatMap(({ name, when }) => {
    if (when === 'at-the-end') return [];
    const condition = when === 'without-time' ? 'event_second IS NULL' : conditionOf(when, dialect);
    return condition === '' ? [`ELSE ${dialect.text(name)}`] : [`WHEN ${condition} THEN ${dialect.text(name)}`];
  });
  return ['CASE', ...rows.map((row) => `      ${row}`), '    END'].join('\n');
}

function conditionOf(when: Exclude<Rule['when'], string>, { text }: Dialect): string {
  const truth = (column: string, wanted: boolean | undefined) => (wanted === undefined ? [] : [wanted ? column : `NOT ${column}`]);
  const among = (column: string, wanted: readonly string[] | undefined) =>
    wanted === undefined
      ? []
      : [wanted.length === 1 ? `${column} = ${text(wanted[0] ?? '')}` : `${column} IN (${wanted.map(text).join(', ')})`];
  return [
    ...truth('unreadable', when.unreadable),
    ...truth('failed', when.failed),
    ...among('caller', when.caller === undefined ? undefined : [when.caller]),
    ...among('operation', when.operation),
    ...among('object', when.object),
    ...truth('has_trail', when.trail),
  ].join(' AND ');
}
