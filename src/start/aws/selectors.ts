import { keysOf } from '../../base/records.js';
import type { Facts } from '../facts.js';
import type { Given } from '../given.js';
import { type AdvancedSelector, type FieldCondition, OPERATORS, type OperatorName } from '../rules/advanced.js';
import { type BasicSelector, selectorsFound } from '../rules/selectors.js';
import type { BucketOf } from './kind.js';
import { trailNameIn } from './trails.js';

/** What `get-event-selectors` says of its trail. */
export function eventSelectorsFound(given: Given, origin: string, bucketOf: BucketOf): Partial<Facts> {
  const arn = given.text('TrailARN');
  if (arn === undefined)
    return { warnings: [`${origin} does not name the trail whose event selectors it has, so that they were left out.`] };
  const name = trailNameIn(arn);
  const selectors = {
    basic: given.groups('EventSelectors')?.map(basicIn),
    advanced: given.groups('AdvancedEventSelectors')?.map(advancedIn),
  };
  const { says, warnings } = selectorsFound(selectors, name, bucketOf(arn), origin);
  return { trails: [{ name, arn, ...says }], warnings };
}

/** A basic selector of an answer or a template, which have the same names. */
function basicIn(given: Given): BasicSelector {
  return {
    readWrite: given.text('ReadWriteType'),
    hasManagement: given.flag('IncludeManagementEvents'),
    excluded: given.texts('ExcludeManagementEventSources') ?? [],
    data: (given.groups('DataResources') ?? []).map((one) => ({ type: one.text('Type'), values: one.texts('Values') })),
  };
}

function advancedIn(given: Given): AdvancedSelector {
  return { conditions: (given.groups('FieldSelectors') ?? []).map(conditionIn) };
}

function conditionIn(given: Given): FieldCondition {
  const operators: Partial<Record<OperatorName, string[]>> = {};
  for (const name of keysOf(OPERATORS)) {
    const values = given.words(name);
    if (values !== undefined && values.length > 0) operators[name] = values;
  }
  return { field: given.text('Field') ?? '', operators };
}

/** What `get-insight-selectors` says of its trail. */
export function insightSelectorsFound(given: Given, origin: string): Partial<Facts> {
  const arn = given.text('TrailARN');
  const selectors = given.groups('InsightSelectors');
  if (arn === undefined || selectors === undefined)
    return { warnings: [`${origin} names no trail, or no list of Insights, so that it was left out.`] };
  const analysed = selectors.some(analysesDecrypts);
  return { trails: [{ name: trailNameIn(arn), arn, hasErrorInsights: { value: analysed, origin } }] };
}

/** The API call rate is that of write events, and a Decrypt is none; without categories, management events are analysed. */
function analysesDecrypts(given: Given): boolean {
  return given.text('InsightType') === 'ApiErrorRateInsight' && (given.texts('EventCategories') ?? ['Management']).includes('Management');
}
