import { allOf, anyOf, type Maybe, opposite } from './maybe.js';

/** An advanced event selector: all of its conditions have to hold. */
export interface AdvancedSelector {
  conditions: readonly FieldCondition[];
}

/** What an event's field has to be; an operator whose values are not known is undefined. */
export interface FieldCondition {
  field: string;
  operators: Readonly<Partial<Record<OperatorName, readonly string[] | undefined>>>;
}

/** What is known of an event's fields; a field that is not here depends on who calls. */
type EventFields = Readonly<Record<string, string>>;

/** A Decrypt that a read makes. */
export const DECRYPT: EventFields = {
  eventCategory: 'Management',
  eventSource: 'kms.amazonaws.com',
  eventName: 'Decrypt',
  eventType: 'AwsApiCall',
  readOnly: 'true',
};

/** A read of a log file. */
export const GET_OBJECT: EventFields = {
  eventCategory: 'Data',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventType: 'AwsApiCall',
  readOnly: 'true',
  'resources.type': 'AWS::S3::Object',
};

export const OPERATORS = {
  Equals: { of: 'Equals', isNot: false },
  StartsWith: { of: 'StartsWith', isNot: false },
  EndsWith: { of: 'EndsWith', isNot: false },
  NotEquals: { of: 'Equals', isNot: true },
  NotStartsWith: { of: 'StartsWith', isNot: true },
  NotEndsWith: { of: 'EndsWith', isNot: true },
} as const;

export type OperatorName = keyof typeof OPERATORS;
type Comparison = (typeof OPERATORS)[OperatorName]['of'];

const COMPARED: Readonly<Record<Comparison, (text: string, value: string) => boolean>> = {
  Equals: (text, value) => text === value,
  StartsWith: (text, value) => text.startsWith(value),
  EndsWith: (text, value) => text.endsWith(value),
};

/** Whether a selector lets an event of the log bucket through. */
export function matches({ conditions }: AdvancedSelector, event: EventFields, bucket: string | undefined): Maybe {
  return allOf(
    conditions.map(({ field, operators }) => allOf(namesOf(operators).map((name) => holds(field, name, operators[name], event, bucket)))),
  );
}

/** Whether a selector is for data events. */
export function selectsObjects({ conditions }: AdvancedSelector): boolean {
  return conditions.some(({ field }) => field === 'resources.type');
}

function namesOf(operators: FieldCondition['operators']): OperatorName[] {
  const names: OperatorName[] = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'];
  return names.filter((name) => name in operators);
}

function holds(
  field: string,
  name: OperatorName,
  values: readonly string[] | undefined,
  event: EventFields,
  bucket: string | undefined,
): Maybe {
  if (values === undefined) return undefined;
  const { of, isNot } = OPERATORS[name];
  const any = anyOf(values.map((value) => compared(field, of, value, event, bucket)));
  return isNot ? opposite(any) : any;
}

function compared(field: string, of: Comparison, value: string, event: EventFields, bucket: string | undefined): Maybe {
  if (field === 'resources.ARN') return LOG_FILE[of](value.replace(/^arn:[a-z-]+:s3:::/, S3), bucket);
  const text = event[field];
  return text === undefined ? undefined : COMPARED[of](text, value);
}

const S3 = 'arn:aws:s3:::';
const ENDING = '.json.gz';

/** The same for the ARN of any log file, whose bucket may be known and whose key is not. */
const LOG_FILE: Readonly<Record<Comparison, (value: string, bucket: string | undefined) => Maybe>> = {
  Equals: (value, bucket) => (bucket === undefined || value.startsWith(`${S3}${bucket}/`) ? undefined : false),
  StartsWith: (value, bucket) => {
    if (S3.startsWith(value)) return true;
    if (bucket === undefined) return undefined;
    const own = `${S3}${bucket}/`;
    return own.startsWith(value) || (value.startsWith(own) ? undefined : false);
  },
  EndsWith: (value) => ENDING.endsWith(value) || (value.endsWith(ENDING) ? undefined : false),
};
