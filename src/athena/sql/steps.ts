import { CLOUDTRAIL_OF_2015, CLOUDTRAIL_SERVICE, INNER_ADDRESS } from '../../logs/classify/classify.js';
import { GET, KMS, S3 } from '../../logs/classify/log-record.js';
import { DIGEST_FOLDER, LOG_FOLDER, LOG_MARK, OTHER_ARN, PATH, S3_ARN } from '../../logs/classify/objects.js';
import { PRINCIPAL_ARN, UNIQUE_ID } from '../../logs/classify/principal.js';
import { OWN_NAME, OWN_PRODUCT } from '../../logs/classify/tools.js';
import { LATEST_DAYS } from '../../logs/read/find/file-records.js';
import { GET_RULE } from './columns.js';
import type { Dialect } from './dialect.js';
import { AGENT_COMMAND, AGENT_PRODUCT, BEFORE_SESSION, DELIVERY_STAMP, EVENT_TIME, NAME_IN_PATH, SESSION_ARN } from './patterns.js';
import { billableRules, dayRules, hourRules, ruleCase } from './rule-case.js';

/** What a step adds to the columns of the one before it. */
export type Step = readonly (readonly [name: string, of: string])[];

/** Seconds since 1970-01-01 UTC that a query asks for. */
export interface Span {
  since: number;
  until: number;
}

/** What kind of record it is, and when it was. */
export function recordStep(dialect: Dialect): Step {
  const { text, matches, dayNumber, extracted } = dialect;
  const isKms = `coalesce(event_source = ${text(KMS)}, FALSE)`;
  const isGet = `coalesce(event_source = ${text(S3)} AND event_name = ${text(GET)}, FALSE)`;
  const part = (from: number, length: number) => `CAST(substr(event_time, ${from}, ${length}) AS BIGINT)`;
  const second = `${dayNumber('substr(event_time, 1, 10)')} * 86400 + ${part(12, 2)} * 3600 + ${part(15, 2)} * 60 + ${part(18, 2)}`;
  return [
    ['is_kms', isKms],
    ['is_get', isGet],
    ['is_request', `(event_category IS NULL OR event_category = CASE WHEN ${isKms} THEN ${text('Management')} ELSE ${text('Data')} END)`],
    ['event_second', `CASE WHEN ${matches('event_time', EVENT_TIME)} THEN ${second} END`],
    ['delivered_stamp', extracted('path', DELIVERY_STAMP, 1)],
    ['delivered_name', extracted('path', NAME_IN_PATH, 1)],
    ['path_account', extracted('path', PATH, 1)],
  ];
}

/** What the parameters of those that can count have, and when their file was delivered. */
export function parameterStep(dialect: Dialect): Step {
  const { textIn, isJsonObject, text, matches } = dialect;
  const context = (name: string) => textIn('parameters', ['encryptionContext', name]);
  const broken = (json: string) => `(${json} IS NOT NULL AND trim(${json}) NOT IN ('', 'null') AND NOT ${isJsonObject(json)})`;
  const isService = matches('invoked_by', CLOUDTRAIL_SERVICE);
  return [
    ['trail', `CASE WHEN is_kms THEN ${context('aws:cloudtrail:arn')} END`],
    ['object_text', `CASE WHEN is_kms THEN ${context('aws:s3:arn')} WHEN is_get THEN object_arn END`],
    ['parameter_bucket', `CASE WHEN is_get THEN ${textIn('parameters', ['bucketName'])} END`],
    ['parameter_key', `CASE WHEN is_get THEN ${textIn('parameters', ['key'])} END`],
    ['unreadable', `CASE WHEN is_kms THEN ${broken('identity')} OR ${broken('parameters')} ELSE FALSE END`],
    [
      'caller',
      `CASE WHEN NOT (is_kms OR is_get) THEN ${text('other')}` +
        ` WHEN identity_type = ${text('AWSService')} AND ${isService} THEN ${text('cloudtrail')}` +
        ` WHEN coalesce(identity_type, '') <> ${text('AWSService')} AND invoked_by = ${text(INNER_ADDRESS)}` +
        ` AND ${matches('arn', CLOUDTRAIL_OF_2015)} THEN ${text('cloudtrail')}` +
        ` WHEN ${isService} THEN ${text('through-role')} ELSE ${text('other')} END`,
    ],
    ['delivered_day', dialect.dayNumber(stampDay('delivered_stamp'))],
  ];
}

/** The bucket and the key that it is about. */
export function objectStep({ extracted, matches, text }: Dialect): Step {
  const key = extracted('object_text', S3_ARN, 2);
  return [
    ['object_bucket', `CASE WHEN is_kms OR ${key} IS NOT NULL THEN ${extracted('object_text', S3_ARN, 1)} ELSE parameter_bucket END`],
    ['object_key', `CASE WHEN is_kms OR ${key} IS NOT NULL THEN ${key} ELSE parameter_key END`],
    [
      'arn_kind',
      `CASE WHEN object_text IS NULL THEN ${text('none')} WHEN ${matches('object_text', S3_ARN)} THEN ${text('object')}` +
        ` WHEN ${matches('object_text', OTHER_ARN)} THEN ${text('no-object')} ELSE ${text('malformed')} END`,
    ],
  ];
}

/** Which file of CloudTrail's that is. */
export function fileStep({ extracted, text }: Dialect): Step {
  const whenFile = (of: string) => `CASE WHEN substr(object_key, length(object_key), 1) <> '/' THEN ${of} END`;
  const folder = extracted('object_key', PATH, 2);
  return [
    ['file_account', whenFile(extracted('object_key', PATH, 1))],
    [
      'file_kind',
      whenFile(
        `CASE WHEN ${folder} IS NULL THEN NULL WHEN ${folder} = ${text(DIGEST_FOLDER)} THEN ${text('digest-file')}` +
          ` WHEN ${folder} = ${text(LOG_FOLDER)} AND position(${text(LOG_MARK)} IN ${extracted('object_key', PATH, 3)}) > 0` +
          ` THEN ${text('log-file')} ELSE ${text('other-cloudtrail-file')} END`,
      ),
    ],
    ['object_stamp', extracted('object_key', DELIVERY_STAMP, 1)],
  ];
}

/** The traits that rules look at which are not there yet, and what a file's name says. */
export function traitStep(dialect: Dialect): Step {
  const { text } = dialect;
  const minute = `${dialect.dayNumber(stampDay('object_stamp'))} * 1440 + ${minuteOfDay('object_stamp')}`;
  return [
    [
      'object',
      `CASE WHEN arn_kind <> ${text('object')} THEN arn_kind WHEN object_key IS NULL THEN ${text('bucket')}` +
        ` WHEN substr(object_key, length(object_key), 1) = '/' THEN ${text('configuration-path')}` +
        ` ELSE coalesce(file_kind, ${text('other-object')}) END`,
    ],
    ['operation', `coalesce(event_name, '')`],
    ['failed', 'error_code IS NOT NULL'],
    ['has_trail', 'trail IS NOT NULL'],
    ['file_minute', `CASE WHEN file_kind IS NOT NULL THEN ${minute} END`],
  ];
}

/** The rule that decides, and whether the record is a finding at all. */
export function ruleStep(dialect: Dialect): Step {
  const { text } = dialect;
  return [
    ['rule', `CASE WHEN is_kms THEN ${ruleCase(dialect)} WHEN is_get THEN ${text(GET_RULE)} END`],
    [
      'finding',
      `CASE WHEN is_kms AND is_request THEN ${text('request')}` +
        ` WHEN is_get AND is_request AND NOT failed AND caller <> ${text('cloudtrail')}` +
        ` THEN CASE WHEN file_kind IS NULL THEN ${text('other-get')} WHEN event_second IS NOT NULL THEN ${text('get')} END END`,
    ],
  ];
}

/** Who it is, in as few different rows as `principalOf` tells apart, and which record of the same event it may be. */
export function findingStep(dialect: Dialect, { since, until }: Span): Step {
  const { text, matches, extracted } = dialect;
  const isIssuer = matches('issuer_arn', PRINCIPAL_ARN);
  const isNamed = `(${isIssuer} OR ${matches('arn', PRINCIPAL_ARN)})`;
  const id = extracted('principal_id', BEFORE_SESSION, 1);
  const isService = `coalesce(identity_type, '') = ${text('AWSService')}`;
  const agent = 'substr(user_agent, 1, 400)';
  const inList = (rules: readonly string[]) => `rule IN (${rules.map(text).join(', ')})`;
  return [
    ['is_within', `coalesce(event_second >= ${since} AND event_second < ${until}, FALSE)`],
    [
      'starts',
      `CASE WHEN ${inList([...hourRules, GET_RULE])} THEN substr(event_time, 1, 13)` +
        ` WHEN ${inList(dayRules)} THEN substr(event_time, 1, 10) ELSE substr(event_time, 1, 7) END`,
    ],
    ['who_id', `CASE WHEN NOT ${isService} AND ${matches('principal_id', UNIQUE_ID)} THEN ${id} END`],
    [
      'who_arn',
      `CASE WHEN ${isService} THEN NULL WHEN ${isIssuer} THEN issuer_arn` +
        ` WHEN ${matches('arn', PRINCIPAL_ARN)} THEN coalesce(${extracted('arn', SESSION_ARN, 1)}, arn) END`,
    ],
    ['who_name', `CASE WHEN ${isService} OR ${isNamed} THEN NULL ELSE user_name END`],
    ['who_invoked', `CASE WHEN ${isService} THEN invoked_by END`],
    [
      'agent',
      `CASE WHEN is_get AND ${matches(agent, OWN_PRODUCT)} THEN ${text(`${OWN_NAME}/`)}` +
        ` WHEN is_get THEN coalesce(${extracted(agent, AGENT_PRODUCT, 1)}, '') ||` +
        ` coalesce(' command/' || ${extracted(agent, AGENT_COMMAND, 1)}, '') END`,
    ],
    ['record_id', `coalesce(shared_id, original_id, event_id)`],
    [
      'recorded_by',
      `CASE WHEN ${inList(billableRules)} AND original_id IS NULL THEN substr(coalesce(recipient, substr(delivered_name, 1, 12), '') ||` +
        ` '            ', 1, 12) END`,
    ],
    ['file_name', 'coalesce(delivered_name, path)'],
    [
      'plausible_second',
      `CASE WHEN delivered_day IS NULL OR (event_second >= (delivered_day - ${LATEST_DAYS}) * 86400` +
        ' AND event_second < (delivered_day + 2) * 86400) THEN event_second END',
    ],
  ];
}

/** `2026-11-02` of a stamp such as 20261102T0005. */
export function stampDay(stamp: string): string {
  return `substr(${stamp}, 1, 4) || '-' || substr(${stamp}, 5, 2) || '-' || substr(${stamp}, 7, 2)`;
}

function minuteOfDay(stamp: string): string {
  return `CAST(substr(${stamp}, 10, 2) AS BIGINT) * 60 + CAST(substr(${stamp}, 12, 2) AS BIGINT)`;
}
