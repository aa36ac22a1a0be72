// The objects that are looked into, and their fields that are looked for.

import { addField, emptyFields } from './fields';

/** Tables of fields. */
export const RECORD: i32 = 0;
export const PARAMETERS: i32 = 1;
export const CONTEXT: i32 = 2;
export const RESOURCE: i32 = 3;

export const SOURCE: i32 = 0;
export const NAME: i32 = 1;
export const TIME: i32 = 2;
export const REGION: i32 = 3;
export const EVENT_ID: i32 = 4;
export const SHARED_ID: i32 = 5;
export const REQUEST_ID: i32 = 6;
export const ERROR: i32 = 7;
export const RECIPIENT: i32 = 8;
export const AGENT: i32 = 9;
export const IDENTITY: i32 = 10;
export const PARAMETERS_OF: i32 = 11;
export const CATEGORY: i32 = 12;
export const ADDENDUM: i32 = 13;
export const RESOURCES: i32 = 14;

export const CONTEXT_OF: i32 = 0;
export const TRAIL_ARN: i32 = 0;
export const S3_ARN: i32 = 1;
export const TYPE: i32 = 0;
export const ARN: i32 = 1;

for (let table = RECORD; table <= RESOURCE; table += 1) emptyFields(table);
addField(RECORD, SOURCE, 'eventSource');
addField(RECORD, NAME, 'eventName');
addField(RECORD, TIME, 'eventTime');
addField(RECORD, REGION, 'awsRegion');
addField(RECORD, EVENT_ID, 'eventID');
addField(RECORD, SHARED_ID, 'sharedEventID');
addField(RECORD, REQUEST_ID, 'requestID');
addField(RECORD, ERROR, 'errorCode');
addField(RECORD, RECIPIENT, 'recipientAccountId');
addField(RECORD, AGENT, 'userAgent');
addField(RECORD, IDENTITY, 'userIdentity');
addField(RECORD, PARAMETERS_OF, 'requestParameters');
addField(RECORD, CATEGORY, 'eventCategory');
addField(RECORD, ADDENDUM, 'addendum');
addField(RECORD, RESOURCES, 'resources');
addField(PARAMETERS, CONTEXT_OF, 'encryptionContext');
addField(CONTEXT, TRAIL_ARN, 'aws:cloudtrail:arn');
addField(CONTEXT, S3_ARN, 'aws:s3:arn');
addField(RESOURCE, TYPE, 'type');
addField(RESOURCE, ARN, 'ARN');
