import { ApiError, type ApiRequest, JsonApi } from './json-api.js';

/** A CloudTrail record, as Event history keeps it. */
export interface HistoryRecord {
  eventID: string;
  eventName: string;
  eventSource: string;
  eventTime: string;
  readOnly?: boolean;
}

interface Options {
  /** The records of each Region. */
  records: Readonly<Record<string, readonly HistoryRecord[]>>;
  /** How many requests a second a Region answers: 2 as CloudTrail, more where a test must be quick. */
  perSecond?: number;
  /** The time now in milliseconds. */
  clock?: () => number;
}

const MOST_RESULTS = 50;
const HISTORY_MS = 90 * 24 * 60 * 60 * 1000;

/** LookupEvents over records in memory: newest first, by 50, the last 90 days. */
export function lookupEventsStub({ records, perSecond = 2, clock = Date.now }: Options): JsonApi {
  const answered = new Map<string, number[]>();
  return new JsonApi(({ action, input, region }: ApiRequest) => {
    if (action !== 'LookupEvents') throw new ApiError('UnknownOperationException', action);
    const now = clock();
    const lately = (answered.get(region) ?? []).filter((time) => time > now - 1000);
    if (lately.length >= perSecond) throw new ApiError('ThrottlingException', 'Rate exceeded');
    answered.set(region, [...lately, now]);
    return page(records[region] ?? [], input, now);
  });
}

function page(records: readonly HistoryRecord[], input: ApiRequest['input'], now: number): object {
  const { MaxResults: size = MOST_RESULTS, NextToken: token, ...question } = input;
  if (!(Number(size) >= 1 && Number(size) <= MOST_RESULTS)) throw new ApiError('InvalidMaxResultsException', `MaxResults is ${size}`);
  const fitting = found(records, question, now);
  const asked = JSON.stringify(question);
  const start = token === undefined ? 0 : startOf(String(token), asked);
  const end = start + Number(size);
  const next = end < fitting.length && { NextToken: Buffer.from(JSON.stringify([asked, end])).toString('base64') };
  return { Events: fitting.slice(start, end).map(eventOf), ...next };
}

/** A token goes on with the question that it was given for, and with no other. */
function startOf(token: string, asked: string): number {
  const [question, start] = decoded(token);
  if (question !== asked) throw new ApiError('InvalidNextTokenException', 'Invalid NextToken');
  return Number(start);
}

function decoded(token: string): unknown[] {
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString());
  } catch {
    return [];
  }
}

function found(records: readonly HistoryRecord[], question: ApiRequest['input'], now: number): HistoryRecord[] {
  const { StartTime = 0, EndTime = now / 1000, LookupAttributes = [] } = question;
  const [start, end] = [Number(StartTime) * 1000, Number(EndTime) * 1000];
  if (start > end) throw new ApiError('InvalidTimeRangeException', 'The start time is after the end time');
  const fits = fitting(LookupAttributes);
  const oldest = Math.max(start, now - HISTORY_MS);
  return records
    .filter((record) => timeOf(record) >= oldest && timeOf(record) <= end && fits(record))
    .toSorted((one, other) => timeOf(other) - timeOf(one));
}

const timeOf = ({ eventTime }: HistoryRecord) => Date.parse(eventTime);

const ATTRIBUTES: Readonly<Record<string, (record: HistoryRecord) => string>> = {
  EventId: ({ eventID }) => eventID,
  EventName: ({ eventName }) => eventName,
  EventSource: ({ eventSource }) => eventSource,
  ReadOnly: ({ readOnly }) => String(readOnly),
};

/** CloudTrail takes one attribute, not more. */
function fitting(attributes: unknown): (record: HistoryRecord) => boolean {
  if (!Array.isArray(attributes) || attributes.length > 1)
    throw new ApiError('InvalidLookupAttributesException', 'More than one attribute');
  const [attribute] = attributes;
  if (attribute === undefined) return () => true;
  const textOf = ATTRIBUTES[attribute.AttributeKey];
  if (textOf === undefined) throw new ApiError('InvalidLookupAttributesException', `No attribute ${attribute.AttributeKey}`);
  return (record) => textOf(record) === attribute.AttributeValue;
}

function eventOf(record: HistoryRecord): object {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    EventSource: record.eventSource,
    EventTime: timeOf(record) / 1000,
    ReadOnly: String(record.readOnly),
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}
