import { gzipSync } from 'node:zlib';

const lines = (parts: readonly unknown[], end = '\n') => parts.map((part) => `${JSON.stringify(part)}${end}`).join('');

/** An event as EventBridge hands it on. Source: docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const event = (detail: unknown, index: number) => ({
  version: '0',
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.kms',
  account: '111122223333',
  time: '2026-11-02T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

/** Source: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html */
const filtered = (record: unknown, index: number) => ({
  logStreamName: '111122223333_CloudTrail_us-east-1',
  timestamp: 1793577600000 + index,
  message: JSON.stringify(record),
  ingestionTime: 1793577700000,
  eventId: `${index}`,
});

/** Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const subscription = (records: readonly object[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'CloudTrail/logs',
  logStream: '111122223333_CloudTrail_us-east-1',
  subscriptionFilters: ['Destination'],
  logEvents: records.map((record, index) => ({ id: `${index}`, timestamp: 1793577600000, message: JSON.stringify(record) })),
});

const CONTROL = {
  messageType: 'CONTROL_MESSAGE',
  logEvents: [{ id: '', message: 'CWL CONTROL MESSAGE: Checking health of destination.' }],
};
const packed = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64');
const STREAM = '111122223333_CloudTrail_us-east-1';

/** How others wrap records, AWS's own services first: the text of a file with these. */
export const WRAPPINGS: Readonly<Record<string, (records: readonly object[]) => string>> = {
  'in EventBridge events, one a line': (records) => lines(records.map(event)),
  'in EventBridge events, one after the other': (records) => lines(records.map(event), ''),
  'in a list of EventBridge events': (records) => JSON.stringify(records.map(event), undefined, 2),
  'in EventBridge events whose detail is text': (records) => lines(records.map((record, index) => event(JSON.stringify(record), index))),
  'in EventBridge events, the last first': (records) => lines(records.map(event).toReversed(), '\r\n'),
  'in an export of CloudWatch Logs': (records) => records.map((record) => `2026-11-02T00:00:00.000Z ${JSON.stringify(record)}\n`).join(''),
  'in an export of CloudWatch Logs, among other lines': (records) =>
    records.map((record) => `2026-11-02T00:00:00.000Z ${JSON.stringify(record)}\r\n2026-11-02T00:00:00.000Z {START} [x]\n\n`).join(''),
  'in an export of CloudWatch Logs, within EventBridge events': (records) =>
    records.map((record, index) => `2026-11-02T00:00:00.000Z ${JSON.stringify(event(record, index))}\n`).join(''),
  'as aws logs tail prints them': (records) =>
    records.map((record) => `2026-11-02T00:00:00.123000+00:00 ${STREAM} ${JSON.stringify(record)}\n`).join(''),
  'as aws logs tail --format json prints them': (records) =>
    records.map((record) => `2026-11-02T00:00:00.123000+00:00 ${STREAM} ${JSON.stringify(record, undefined, 4)}\n`).join(''),
  'as aws logs filter-log-events writes them': (records) =>
    JSON.stringify({ events: records.map(filtered), searchedLogStreams: [] }, undefined, 4),
  'as aws logs filter-log-events writes them, page by page': (records) =>
    lines(records.map((record, index) => ({ nextToken: 'x', events: [filtered(record, index)] }))),
  'in messages of a subscription': (records) => `${JSON.stringify(CONTROL)}${JSON.stringify(subscription(records))}`,
  'in messages of a subscription, as Lambda is given them': (records) =>
    JSON.stringify({ awslogs: { data: packed(subscription(records)) } }),
  'in messages of a subscription, as Kinesis gives them': (records) =>
    JSON.stringify({ Records: [{ SequenceNumber: '1', Data: packed(subscription(records)), PartitionKey: 'x' }], MillisBehindLatest: 0 }),
  'in results of CloudWatch Logs Insights': (records) =>
    JSON.stringify({
      results: records.map((record) => [
        { field: '@timestamp', value: '2026-11-02 00:00:00.000' },
        { field: '@message', value: JSON.stringify(record) },
      ]),
      status: 'Complete',
    }),
  'in rows of CloudWatch Logs Insights': (records) =>
    JSON.stringify(records.map((record) => ({ '@timestamp': '2026-11-02 00:00:00.000', '@message': record }))),
  'in messages of a queue about a topic': (records) =>
    JSON.stringify({
      Messages: records.map((record, index) => ({
        MessageId: `${index}`,
        Body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(event(record, index)) }),
      })),
    }),
  'as Splunk exports them': (records) =>
    lines(records.map((record) => ({ preview: false, result: { _raw: JSON.stringify(record), sourcetype: 'aws:cloudtrail' } }))),
  'as Elasticsearch finds them': (records) => JSON.stringify({ took: 1, hits: { hits: records.map((record) => ({ _source: record })) } }),
};
