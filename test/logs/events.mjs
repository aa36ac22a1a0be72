// CloudTrail records of today's shapes (and the 2015 documentation's), made for tests, samples and benchmarks. Account ids are AWS's
// documentation ids, everything else is made up.
import { createHash } from 'node:crypto';

export const ARCHIVE = '111122223333';
export const SECURITY = '444455556666';
export const BUCKET = 'example-trail-logs';
export const REGION = 'us-east-1';
export const TRAIL = `arn:aws:cloudtrail:${REGION}:${ARCHIVE}:trail/org`;
export const KEY = `arn:aws:kms:${REGION}:${ARCHIVE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Repeatable pseudo-random numbers (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any text as a UUID: the same text gives the same one. */
export function uuidOf(text) {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Milliseconds as CloudTrail writes a time. */
export const timeText = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The key of a log or digest file as CloudTrail names it; an organization trail has the organization's id in it. */
export function fileKey({ kind = 'CloudTrail', account = ARCHIVE, region = REGION, ms, unique, prefix = '', trail = 'org', organization }) {
  const stamp = new Date(ms).toISOString();
  const compact = stamp.replace(/[-:]/g, '');
  const day = stamp.slice(0, 10).replaceAll('-', '/');
  const name =
    kind === 'CloudTrail-Digest'
      ? `${account}_CloudTrail-Digest_${region}_${trail}_${region}_${compact.slice(0, 15)}Z.json.gz`
      : `${account}_${kind}_${region}_${compact.slice(0, 13)}Z_${unique}.json.gz`;
  return `${prefix}AWSLogs/${organization === undefined ? '' : `${organization}/`}${account}/${kind}/${region}/${day}/${name}`;
}

export const objectArn = (key, bucket = BUCKET) => `arn:aws:s3:::${bucket}/${key}`;

/** A role's session, as `userIdentity` has it. */
export function roleIdentity({ account = SECURITY, role, session, invokedBy }) {
  const unique = `AROA${createHash('md5').update(`${account}/${role}`).digest('hex').slice(0, 16).toUpperCase()}`;
  return {
    type: 'AssumedRole',
    principalId: `${unique}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: unique, arn: `arn:aws:iam::${account}:role/${role}`, accountId: account, userName: role },
      attributes: { creationDate: '2026-11-01T00:00:00Z', mfaAuthenticated: 'false' },
    },
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

export function userIdentity({ account = ARCHIVE, user, invokedBy }) {
  return {
    type: 'IAMUser',
    principalId: `AIDA${createHash('md5').update(`${account}/${user}`).digest('hex').slice(0, 16).toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${user}`,
    accountId: account,
    accessKeyId: 'AKIAEXAMPLEEXAMPLE01',
    userName: user,
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

/** What a principal looks like in the trail of another account: no ARN, no name. */
export function foreignIdentity({ principalId, accountId, invokedBy }) {
  return { type: 'AWSAccount', principalId, accountId, ...(invokedBy === undefined ? {} : { invokedBy }) };
}

function kmsRecord({ id, ms, eventName, identity, context, recipient, extra, region = REGION }) {
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: timeText(ms),
    eventSource: 'kms.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: identity.invokedBy ?? '198.51.100.7',
    userAgent: identity.invokedBy ?? 'aws-sdk-go/1.44',
    requestParameters: context,
    responseElements: null,
    additionalEventData: { keyMaterialId: createHash('sha256').update('key material').digest('hex') },
    requestID: uuidOf(`request ${id}`),
    eventID: uuidOf(`${id} ${recipient}`),
    readOnly: true,
    resources: [{ accountId: ARCHIVE, type: 'AWS::KMS::Key', ARN: KEY }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: recipient,
    sharedEventID: uuidOf(`shared ${id}`),
    eventCategory: 'Management',
    ...extra,
  };
}

/** CloudTrail's own GenerateDataKey at the delivery of an object; a key that ends in `/` makes it a configuration check. */
export function delivery({ id, ms, key, trail = TRAIL, bucket = BUCKET, recipient = ARCHIVE, arn = objectArn(key, bucket), extra }) {
  return kmsRecord({
    id,
    ms,
    eventName: 'GenerateDataKey',
    identity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    context: { keySpec: 'AES_256', encryptionContext: { 'aws:cloudtrail:arn': trail, 'aws:s3:arn': arn }, keyId: KEY },
    recipient,
    extra,
  });
}

/** The Decrypt that S3 makes for a GET; a `trail` of null leaves the trail out of the context. */
export function decrypt({
  id,
  ms,
  key,
  identity,
  trail = TRAIL,
  bucket = BUCKET,
  recipient = ARCHIVE,
  arn = objectArn(key, bucket),
  extra,
}) {
  return kmsRecord({
    id,
    ms,
    eventName: 'Decrypt',
    identity: { invokedBy: 'AWS Internal', ...identity },
    context: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { ...(trail === null ? {} : { 'aws:cloudtrail:arn': trail }), 'aws:s3:arn': arn },
    },
    recipient,
    extra,
  });
}

const OTHER_CONTEXTS = [
  [
    'Decrypt',
    'secretsmanager.amazonaws.com',
    (n) => ({ SecretARN: `arn:aws:secretsmanager:${REGION}:${ARCHIVE}:secret:app/${n}`, SecretVersionId: uuidOf(`${n}`) }),
  ],
  ['Decrypt', 'ssm.amazonaws.com', (n) => ({ PARAMETER_ARN: `arn:aws:ssm:${REGION}:${ARCHIVE}:parameter/app/${n}` })],
  ['Decrypt', 'lambda.amazonaws.com', (n) => ({ 'aws:lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ARCHIVE}:function:worker-${n}` })],
  ['Encrypt', 'acm.amazonaws.com', (n) => ({ 'aws:acm:arn': `arn:aws:acm:${REGION}:${ARCHIVE}:certificate/${uuidOf(`acm ${n}`)}` })],
  ['GenerateDataKey', 'dynamodb.amazonaws.com', (n) => ({ 'aws:dynamodb:tableName': `table-${n}`, 'aws:dynamodb:subscriberId': ARCHIVE })],
];

/** KMS use of another service. */
export function otherKms({ id, ms, number, recipient = ARCHIVE, extra }) {
  const [eventName, service, contextOf] = OTHER_CONTEXTS[number % OTHER_CONTEXTS.length];
  return kmsRecord({
    id,
    ms,
    eventName,
    identity: roleIdentity({ account: ARCHIVE, role: `service-${number % 7}`, session: 'app', invokedBy: service }),
    context: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext: contextOf(number % 40) },
    recipient,
    extra,
  });
}

/** A Decrypt of an S3 object that is no CloudTrail file. */
export function otherObject({
  id,
  ms,
  number,
  recipient = ARCHIVE,
  identity = roleIdentity({ account: ARCHIVE, role: 'etl', session: 'job' }),
}) {
  return decrypt({ id, ms, trail: null, key: `tables/part-${number}.parquet`, bucket: 'example-data-lake', identity, recipient });
}

/** An S3 data event GetObject, or another operation. */
export function getObject({
  id,
  ms,
  key,
  identity,
  bucket = BUCKET,
  recipient = ARCHIVE,
  userAgent = 'aws-sdk-go-v2/1.30',
  requestId,
  extra,
  eventName = 'GetObject',
}) {
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: timeText(ms),
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: REGION,
    sourceIPAddress: '198.51.100.7',
    userAgent: `[${userAgent}]`,
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${REGION}.amazonaws.com`, key },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': createHash('sha256').update(id).digest('base64'),
      bytesTransferredOut: 2048,
    },
    requestID: requestId ?? requestIdOf(id),
    eventID: uuidOf(`${id} ${recipient}`),
    readOnly: true,
    resources: [
      { type: 'AWS::S3::Object', ARN: objectArn(key, bucket) },
      { accountId: ARCHIVE, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: recipient,
    sharedEventID: uuidOf(`shared ${id}`),
    eventCategory: 'Data',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${bucket}.s3.${REGION}.amazonaws.com`,
    },
    ...extra,
  };
}

/** S3's own request id, as data events and access logs have it. */
export const requestIdOf = (id) => createHash('md5').update(`s3 ${id}`).digest('hex').slice(0, 16).toUpperCase();

const NOISE = [
  [
    'ec2.amazonaws.com',
    'DescribeInstances',
    () => ({
      instancesSet: { items: [{ instanceId: 'i-0abcd1234efgh5678' }] },
      filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: 'vpc-0example' }] } }] },
    }),
  ],
  [
    'sts.amazonaws.com',
    'AssumeRole',
    (n) => ({
      roleArn: `arn:aws:iam::${ARCHIVE}:role/deploy-${n}`,
      roleSessionName: `build-${n}`,
      externalId: 'made "quoted" \\ text, é',
      durationSeconds: 3600,
    }),
  ],
  [
    'logs.amazonaws.com',
    'CreateLogStream',
    (n) => ({ logGroupName: `/aws/lambda/worker-${n}`, logStreamName: `2026/11/01/[$LATEST]${uuidOf(`log ${n}`)}` }),
  ],
  ['s3.amazonaws.com', 'GetBucketAcl', () => ({ bucketName: BUCKET, acl: '', Host: `${BUCKET}.s3.amazonaws.com` })],
  ['iam.amazonaws.com', 'ListAttachedRolePolicies', (n) => ({ roleName: `service-${n}`, maxItems: 100, marker: null })],
  [
    'events.amazonaws.com',
    'PutRule',
    (n) => ({
      name: `rule-${n}`,
      eventPattern: '{"source":["aws.kms"],"detail":{"eventSource":["kms.amazonaws.com"],"eventName":["Decrypt"]}}',
    }),
  ],
];

/** A record of another service. */
export function noise({ id, ms, number, recipient = ARCHIVE, region = REGION }) {
  const [eventSource, eventName, parametersOf] = NOISE[number % NOISE.length];
  return {
    eventVersion: '1.11',
    userIdentity: roleIdentity({
      account: recipient,
      role: `service-${number % 11}`,
      session: `i-${(number % 97).toString(16).padStart(8, '0')}`,
    }),
    eventTime: timeText(ms),
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: `203.0.113.${number % 250}`,
    userAgent:
      `aws-sdk-java/2.25.${number % 60} Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.10 Java/17.0.10 ` +
      'vendor/Amazon io/sync http/Apache cfg/retry-mode/standard',
    requestParameters: parametersOf(number % 40),
    responseElements:
      number % 6 === 1 ? { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE02', expiration: 'Nov 1, 2026, 1:00:00 AM' } } : null,
    requestID: uuidOf(`request ${id}`),
    eventID: uuidOf(`${id} ${recipient}`),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: recipient,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${eventSource.replace('.amazonaws', `.${region}.amazonaws`)}`,
    },
  };
}
