// Cases of the classifier: tried on it, and on the SQL that is made of its rules.
import { readFileSync } from 'node:fs';
import type { RequestClass } from '../../../src/logs/classify/rules.js';
import {
  ARCHIVE,
  BUCKET,
  decrypt,
  delivery,
  fileKey,
  foreignIdentity,
  objectArn,
  otherKms,
  otherObject,
  roleIdentity,
  SECURITY,
  TRAIL,
  userIdentity,
} from '../events.mjs';

/** A record of any shape. */
export interface AnyRecord {
  [field: string]: unknown;
}

/** AWS's published examples of the three uses of the key: https://docs.aws.amazon.com/kms/latest/developerguide/services-cloudtrail.html */
const { Records: published } = JSON.parse(readFileSync(new URL('../fixtures/events-2015.json', import.meta.url), 'utf8')) as {
  Records: [AnyRecord, AnyRecord, AnyRecord];
};
const [check2015, delivery2015, read2015] = published;

export { read2015 };

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const LOG = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const DIGEST = fileKey({ kind: 'CloudTrail-Digest', ms: MS, unique: '', organization: undefined });
const ofKind = (kind: string) => fileKey({ kind, ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
const READER = roleIdentity({ role: 'siem-forwarder', session: 'forwarder', invokedBy: 'AWS Internal' });
export const CLOUDTRAIL = { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' };

/** A present-day record with some fields changed; a field given as undefined is taken away. */
const changed = (record: AnyRecord, fields: AnyRecord) => JSON.parse(JSON.stringify({ ...record, ...fields })) as AnyRecord;

export const read = (given: { key?: string; arn?: string; trail?: string | null; identity?: object } = {}, fields: AnyRecord = {}) => {
  const { key = LOG, arn = objectArn(key), trail = TRAIL, identity = READER } = given;
  return changed(decrypt({ id: 'a', ms: MS, key, arn, trail: trail as string, identity, extra: {} }), fields);
};

const write = (given: { key?: string; arn?: string; trail?: string } = {}, fields: AnyRecord = {}) => {
  const { key = LOG, arn = objectArn(key), trail = TRAIL } = given;
  return changed(delivery({ id: 'a', ms: MS, key, arn, trail, extra: {} }), fields);
};

const withContext = (record: AnyRecord, encryptionContext: unknown) =>
  changed(record, { requestParameters: { ...(record['requestParameters'] as object), encryptionContext } });

const inChina = (record: AnyRecord) => JSON.parse(JSON.stringify(record).replaceAll('arn:aws:', 'arn:aws-cn:')) as AnyRecord;

/** What it is about, the record, and what the classifier makes of it. */
export type Row = [name: string, record: AnyRecord, requestClass: RequestClass, rule: string];

export const PUBLISHED: Row[] = [
  ['2015: a trail is configured', check2015, 'cloudtrail-configuration-check', 'configuration-check'],
  ['2015: a log file is delivered', delivery2015, 'cloudtrail-delivery', 'delivery-of-file'],
  ['2015: a log file is read', read2015, 'log-file-read', 'read-of-log-file'],
];

export const DELIVERIES: Row[] = [
  ['log file', write(), 'cloudtrail-delivery', 'delivery-of-file'],
  ['digest file', write({ key: DIGEST }), 'cloudtrail-delivery', 'delivery-of-file'],
  ['Insight file', write({ key: ofKind('CloudTrail-Insight') }), 'cloudtrail-delivery', 'delivery-of-file'],
  [
    'log file, data key without plaintext',
    write({}, { eventName: 'GenerateDataKeyWithoutPlaintext' }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  [
    'empty account in the ARN of the trail',
    write({ trail: 'arn:aws:cloudtrail:us-east-1::trail/org' }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  [
    "2015's assumed role with an instance as its session, in another Region's account",
    changed(delivery2015, {
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::444455556666:assumed-role/AWSCloudTrail/i-0example',
        accountId: SECURITY,
        invokedBy: 'internal.amazonaws.com',
      },
    }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  [
    "2015's role by its own ARN",
    changed(delivery2015, { userIdentity: { arn: 'arn:aws:iam::444455556666:role/AWSCloudTrail', invokedBy: 'internal.amazonaws.com' } }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  ['China', inChina(write()), 'cloudtrail-delivery', 'delivery-of-file'],
  [
    "China, by the service's name there",
    changed(inChina(write()), { userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com.cn' } }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  ['under a Bucket Key', write({ arn: BUCKET_ARN }), 'cloudtrail-delivery', 'delivery-under-bucket-key'],
  ['configuration check', write({ key: `AWSLogs/${ARCHIVE}/` }), 'cloudtrail-configuration-check', 'configuration-check'],
  [
    'configuration check that ends in CloudTrail/',
    write({ key: `prefix/AWSLogs/${ARCHIVE}/CloudTrail/` }),
    'cloudtrail-configuration-check',
    'configuration-check',
  ],
  [
    'configuration check of an organization',
    write({ key: `AWSLogs/o-exampleorgid/${ARCHIVE}/CloudTrail/` }),
    'cloudtrail-configuration-check',
    'configuration-check',
  ],
  [
    'configuration check with the ARN of a log file is free as a delivery is',
    write({ key: LOG }),
    'cloudtrail-delivery',
    'delivery-of-file',
  ],
  ['an object of unknown form, with a trail', write({ key: 'elsewhere/a.json' }), 'cloudtrail-delivery', 'delivery-elsewhere'],
  ['no object at all, with a trail', withContext(write(), { 'aws:cloudtrail:arn': TRAIL }), 'cloudtrail-delivery', 'delivery-elsewhere'],
  ['a malformed object, with a trail', write({ arn: 's3://bucket/key' }), 'cloudtrail-delivery', 'delivery-elsewhere'],
];

export const READS: Row[] = [
  ['log file', read(), 'log-file-read', 'read-of-log-file'],
  ['log file without a trail in the context', read({ trail: null }), 'log-file-read', 'read-of-log-file'],
  ['log file under a prefix', read({ key: `logs/of/org/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  [
    'log file of an organization',
    read({ key: fileKey({ ms: MS, unique: 'u', organization: 'o-exampleorgid' }) }),
    'log-file-read',
    'read-of-log-file',
  ],
  ['log file in China', inChina(read()), 'log-file-read', 'read-of-log-file'],
  ['log file in GovCloud', read({ arn: objectArn(LOG).replace('arn:aws:', 'arn:aws-us-gov:') }), 'log-file-read', 'read-of-log-file'],
  [
    'log file, empty account in the ARN of the trail',
    read({ trail: 'arn:aws:cloudtrail:us-east-1::trail/org' }),
    'log-file-read',
    'read-of-log-file',
  ],
  ["a user's", read({ identity: userIdentity({ user: 'alice', invokedBy: 'AWS Internal' }) }), 'log-file-read', 'read-of-log-file'],
  [
    "in another account's trail, which has no names",
    read({ identity: foreignIdentity({ principalId: 'AROAEXAMPLE:s', accountId: SECURITY, invokedBy: 'AWS Internal' }) }),
    'log-file-read',
    'read-of-log-file',
  ],
  [
    'a user of your own with the name that CloudTrail had in 2015',
    read({ identity: userIdentity({ user: 'AWSCloudTrail', invokedBy: 'AWS Internal' }) }),
    'log-file-read',
    'read-of-log-file',
  ],
  [
    'a role of your own with that name',
    read({ identity: roleIdentity({ role: 'AWSCloudTrail', session: 's', invokedBy: 'AWS Internal' }) }),
    'log-file-read',
    'read-of-log-file',
  ],
  [
    'a role whose name only begins so, by the inner address of 2015',
    changed(read2015, {
      userIdentity: { arn: 'arn:aws:sts::111122223333:assumed-role/AWSCloudTrailReader/s', invokedBy: 'internal.amazonaws.com' },
    }),
    'log-file-read',
    'read-of-log-file',
  ],
  [
    'another service of AWS',
    read({}, { userIdentity: { type: 'AWSService', invokedBy: 'athena.amazonaws.com' } }),
    'log-file-read',
    'read-of-log-file',
  ],
  [
    'CloudTrail with a role of a customer',
    read({}, { userIdentity: { type: 'AssumedRole', invokedBy: 'cloudtrail.amazonaws.com' } }),
    'read-through-your-role',
    'read-through-your-role',
  ],
  [
    'a service whose name only contains the name',
    read({}, { userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com.example.com' } }),
    'log-file-read',
    'read-of-log-file',
  ],
  ['without an identity', read({}, { userIdentity: undefined }), 'log-file-read', 'read-of-log-file'],
  ['identity that is null', read({}, { userIdentity: null }), 'log-file-read', 'read-of-log-file'],
  ['digest file', read({ key: DIGEST }), 'digest-file-read', 'read-of-digest-file'],
  ['Insight file', read({ key: ofKind('CloudTrail-Insight') }), 'other-cloudtrail-file-read', 'read-of-other-cloudtrail-file'],
  [
    'NetworkActivity file',
    read({ key: ofKind('CloudTrail-NetworkActivity') }),
    'other-cloudtrail-file-read',
    'read-of-other-cloudtrail-file',
  ],
  ['Aggregated file', read({ key: ofKind('CloudTrail-Aggregated') }), 'other-cloudtrail-file-read', 'read-of-other-cloudtrail-file'],
  [
    'a file of somebody else in the folder of log files',
    read({ key: `AWSLogs/${ARCHIVE}/CloudTrail/us-east-1/notes.txt` }),
    'other-cloudtrail-file-read',
    'read-of-other-cloudtrail-file',
  ],
  ['an object of unknown form, with a trail', read({ key: 'elsewhere/a.json' }), 'other-cloudtrail-file-read', 'read-of-object-of-trail'],
  ['the bucket alone, with a trail', read({ arn: BUCKET_ARN }), 'bucket-key-read', 'read-under-bucket-key-of-trail'],
  ['the bucket alone', read({ arn: BUCKET_ARN, trail: null }), 'bucket-key-read', 'read-under-bucket-key'],
  ['the bucket alone, with a slash', read({ arn: `${BUCKET_ARN}/`, trail: null }), 'bucket-key-read', 'read-under-bucket-key'],
  ['by CloudTrail itself', read({}, { userIdentity: CLOUDTRAIL }), 'cloudtrail-read', 'read-by-cloudtrail'],
  [
    'by CloudTrail itself, under a Bucket Key',
    read({ arn: BUCKET_ARN }, { userIdentity: CLOUDTRAIL }),
    'cloudtrail-read',
    'read-by-cloudtrail',
  ],
  [
    "by CloudTrail itself, in 2015's shape",
    changed(read2015, { userIdentity: delivery2015['userIdentity'] }),
    'cloudtrail-read',
    'read-by-cloudtrail',
  ],
];

export const UNRELATED: Row[] = [
  [
    'copy by replication',
    write({}, { userIdentity: roleIdentity({ role: 's3-replication', session: 's3-replication', invokedBy: 'AWS Internal' }) }),
    'other-kms-use',
    'copy-of-cloudtrail-file',
  ],
  [
    'copy by replication that encrypts',
    write({}, { eventName: 'Encrypt', userIdentity: READER }),
    'other-kms-use',
    'copy-of-cloudtrail-file',
  ],
  ['copy by CopyObject of a digest file', write({ key: DIGEST }, { userIdentity: READER }), 'other-kms-use', 'copy-of-cloudtrail-file'],
  ['an S3 object of other data', otherObject({ id: 'a', ms: MS, number: 1 }), 'other-s3-object', 'other-object'],
  [
    'other data, written',
    changed(otherObject({ id: 'a', ms: MS, number: 1 }), { eventName: 'GenerateDataKey' }),
    'other-s3-object',
    'other-object',
  ],
  [
    "another service's log under AWSLogs",
    read({ key: `AWSLogs/${ARCHIVE}/elasticloadbalancing/us-east-1/2026/11/02/a.log.gz`, trail: null }),
    'other-s3-object',
    'other-object',
  ],
  [
    'other data, written under a Bucket Key',
    changed(withContext(write(), { 'aws:s3:arn': 'arn:aws:s3:::example-data-lake' }), { userIdentity: READER }),
    'other-s3-object',
    'other-write-under-bucket-key',
  ],
  ...[0, 1, 2, 3, 4].map(
    (number): Row => [
      `another service's context, ${number}`,
      otherKms({ id: 'a', ms: MS, number, extra: {} }),
      'other-kms-use',
      'other-use',
    ],
  ),
  ['no context', withContext(read(), undefined), 'other-kms-use', 'other-use'],
  ['context null', withContext(read(), null), 'other-kms-use', 'other-use'],
  ['context that is text', withContext(read(), 'aws:s3:arn'), 'other-kms-use', 'other-use'],
  ['context that is a list', withContext(read(), [{ 'aws:s3:arn': objectArn(LOG) }]), 'other-kms-use', 'other-use'],
  ['no parameters', read({}, { requestParameters: null }), 'other-kms-use', 'other-use'],
  ['object that is no text', withContext(read(), { 'aws:s3:arn': 7 }), 'other-kms-use', 'other-use'],
  [
    'an access point, whatever trail is named',
    read({ arn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a' }),
    'other-s3-object',
    'other-arn',
  ],
  ['DescribeKey by CloudTrail', write({}, { eventName: 'DescribeKey', requestParameters: { keyId: 'k' } }), 'other-kms-use', 'other-use'],
];

export const FAILED: Row[] = [
  ['refused read of a log file', read({}, { errorCode: 'AccessDenied' }), 'failed-request', 'failed-on-cloudtrail-file'],
  [
    'throttled read of a digest file',
    read({ key: DIGEST }, { errorCode: 'ThrottlingException' }),
    'failed-request',
    'failed-on-cloudtrail-file',
  ],
  ['failed delivery', write({}, { errorCode: 'KMSInvalidStateException' }), 'failed-request', 'failed-on-cloudtrail-file'],
  ['an empty error code is one too', read({}, { errorCode: '' }), 'failed-request', 'failed-on-cloudtrail-file'],
  ['refused under a Bucket Key', read({ arn: BUCKET_ARN }, { errorCode: 'AccessDenied' }), 'failed-request', 'failed-elsewhere'],
  ['refused, no context', read({}, { errorCode: 'AccessDenied', requestParameters: null }), 'failed-request', 'failed-elsewhere'],
  ['an error code that is null is none', read({}, { errorCode: null }), 'log-file-read', 'read-of-log-file'],
];

export const UNKNOWN: Row[] = [
  ['malformed object', read({ arn: 's3://bucket/key', trail: null }), 'unclassified', 'no-rule'],
  ['requestParameters that are no object', read({}, { requestParameters: 'cut of' }), 'unclassified', 'unreadable-field'],
  ['userIdentity that is a list', read({}, { userIdentity: [] }), 'unclassified', 'unreadable-field'],
  ['empty object', read({ arn: '' }), 'unclassified', 'no-rule'],
  ['no eventName', read({}, { eventName: undefined }), 'unclassified', 'no-operation'],
  ['eventName that is no text', read({}, { eventName: 7 }), 'unclassified', 'no-operation'],
  ['another operation on a log file', read({}, { eventName: 'ReEncrypt' }), 'unclassified', 'no-rule'],
  ['operations are matched whole', read({}, { eventName: 'decrypt' }), 'unclassified', 'no-rule'],
  ["a trail alone, in somebody's read", withContext(read(), { 'aws:cloudtrail:arn': TRAIL }), 'unclassified', 'no-rule'],
  ['a read of a folder of a trail', read({ key: `AWSLogs/${ARCHIVE}/CloudTrail/` }), 'unclassified', 'no-rule'],
];

/** Names that were made to mislead whoever reads them. */
export const HOSTILE: Row[] = [
  ['a line end within the key', read({ key: `a\nb/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['a line end after the key', read({ key: `${LOG}\n` }), 'log-file-read', 'read-of-log-file'],
  ['a line end after the name of the bucket', read({ arn: `${BUCKET_ARN}\n`, trail: null }), 'bucket-key-read', 'read-under-bucket-key'],
  ['quotes and a semicolon', read({ key: `'; DROP TABLE logs; --"/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['a backslash', read({ key: `a\\'/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['signs of a pattern', read({ key: `(.*$^[/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['signs beyond 16 bits', read({ key: `\u{1f4a5}/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['an account of other digits', read({ key: LOG.replaceAll(ARCHIVE, '١١١١٢٢٢٢٣٣٣٣'), trail: null }), 'other-s3-object', 'other-object'],
  ['an account of eleven digits', read({ key: LOG.replace(ARCHIVE, '11112222333'), trail: null }), 'other-s3-object', 'other-object'],
  ['a folder whose name only ends so', read({ key: `x${LOG}`, trail: null }), 'other-s3-object', 'other-object'],
  ['a trail within a trail', read({ key: `AWSLogs/${SECURITY}/elsewhere/${LOG}` }), 'log-file-read', 'read-of-log-file'],
  ['a bucket without a name', read({ arn: `arn:aws:s3:::/${LOG}`, trail: null }), 'other-s3-object', 'other-arn'],
  ['an ARN in capitals', read({ arn: objectArn(LOG).toUpperCase(), trail: null }), 'unclassified', 'no-rule'],
  [
    'CloudTrail with a line end after its name',
    read({}, { userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com\n' } }),
    'log-file-read',
    'read-of-log-file',
  ],
  ['a trail that is empty text', read({ key: 'elsewhere/a.json', trail: '' }), 'other-s3-object', 'other-object'],
  ['parameters that are text of JSON', read({}, { requestParameters: '{"keyId":"k"}' }), 'other-kms-use', 'other-use'],
];

/** The classifier's cases, which SQL has to decide alike. */
export const ALL = [...PUBLISHED, ...DELIVERIES, ...READS, ...UNRELATED, ...FAILED, ...UNKNOWN, ...HOSTILE];
