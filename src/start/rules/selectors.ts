import type { TrailFacts } from '../facts.js';
import { type AdvancedSelector, DECRYPT, GET_OBJECT, matches, selectsObjects } from './advanced.js';
import { type Found, known, said } from './found.js';
import { allOf, anyOf, type Maybe, opposite } from './maybe.js';

/** A basic event selector as a file gives it. */
export interface BasicSelector {
  /** `All`, `ReadOnly`, `WriteOnly`. */
  readWrite: string | undefined;
  hasManagement: Maybe;
  /** Undefined where a plan does not know yet. */
  excluded: readonly string[] | undefined;
  data: readonly { type: string | undefined; values: readonly string[] | undefined }[];
}

/** A trail's event selectors: it has either basic or advanced ones. Undefined for a list that a file does not have. */
export interface Selectors {
  basic: readonly BasicSelector[] | undefined;
  advanced: readonly AdvancedSelector[] | undefined;
}

const KMS = 'kms.amazonaws.com';

/**
 * What a trail's event selectors keep of reads of log files.
 *
 * @param trail its name, for warnings
 * @param bucket the log bucket; undefined where it is not known
 */
export function selectorsFound(
  selectors: Selectors,
  trail: string,
  bucket: string | undefined,
  origin: string,
): Found<Partial<TrailFacts>> {
  const { basic = [], advanced = [] } = selectors;
  if (basic.length === 0 && advanced.length === 0) return withoutSelectors(selectors, trail, origin);
  const recordsDecrypts = anyOf([...basic.map(keepsDecrypts), ...advanced.map((selector) => matches(selector, DECRYPT, bucket))]);
  const recordsGets = anyOf([
    ...basic.map((selector) => keepsGets(selector, bucket)),
    ...advanced.map((selector) => matches(selector, GET_OBJECT, bucket)),
  ]);
  return {
    says: known<Partial<TrailFacts>>({ recordsDecrypts: said(recordsDecrypts, origin), recordsGets: said(recordsGets, origin) }),
    warnings: [
      ...(recordsDecrypts === true ? [] : [decryptWarning(trail, recordsDecrypts, reasonsOf(basic, advanced), origin)]),
      ...(recordsGets === undefined ? [getsWarning(trail, bucket, origin)] : []),
    ],
  };
}

/** What a template says of a trail that is switched off, whatever its selectors are. */
export function switchedOff(trail: string, origin: string): Found<Partial<TrailFacts>> {
  const none = { value: false, origin };
  return {
    says: { recordsDecrypts: none, recordsGets: none, hasErrorInsights: none },
    warnings: [`By ${origin} trail ${trail} is not logging: it delivers no files and records nothing.`],
  };
}

/** A trail without selectors of its own records all management events and no data events. */
function withoutSelectors({ basic, advanced }: Selectors, trail: string, origin: string): Found<Partial<TrailFacts>> {
  if (basic === undefined || advanced === undefined)
    return { says: {}, warnings: [`${origin} has no event selectors of trail ${trail}: which events it records is not known.`] };
  return {
    says: { recordsDecrypts: { value: true, origin }, recordsGets: { value: false, origin } },
    warnings: [
      `${origin} gives trail ${trail} no event selectors. That is taken for CloudTrail's default: ` +
        'all management events, no data events.',
    ],
  };
}

function keepsDecrypts({ readWrite, hasManagement, excluded }: BasicSelector): Maybe {
  const keepsReads = readWrite === undefined ? undefined : readWrite !== 'WriteOnly';
  return allOf([hasManagement, keepsReads, excluded === undefined ? undefined : !excluded.includes(KMS)]);
}

function keepsGets({ readWrite, data }: BasicSelector, bucket: string | undefined): Maybe {
  const keepsReads = readWrite === undefined ? undefined : readWrite !== 'WriteOnly';
  return allOf([keepsReads, anyOf(data.map((one) => coversObjects(one, bucket)))]);
}

function coversObjects({ type, values }: BasicSelector['data'][number], bucket: string | undefined): Maybe {
  if (type !== 'AWS::S3::Object') return type === undefined ? undefined : false;
  return values === undefined ? undefined : anyOf(values.map((value) => coversLogs(value, bucket)));
}

/** The ARN of S3 alone is for all buckets; a bucket's ARN ends with a slash. */
function coversLogs(value: string, bucket: string | undefined): Maybe {
  const match = /^arn:[a-z-]+:s3(?::::(.*))?$/s.exec(value);
  if (match === null) return undefined;
  const [, path = ''] = match;
  if (path === '') return true;
  if (bucket === undefined) return undefined;
  const [name = '', ...keys] = path.split('/');
  if (name !== bucket) return bucket.startsWith(name) && keys.length === 0 ? undefined : false;
  return keys.join('') === '' ? true : undefined;
}

/** Why nothing keeps a Decrypt, in words. */
function reasonsOf(basic: readonly BasicSelector[], advanced: readonly AdvancedSelector[]): string[] {
  const reasons = [
    ...basic.flatMap(({ readWrite, hasManagement, excluded }) => [
      ...(hasManagement === false ? [REASONS.management] : []),
      ...(readWrite === 'WriteOnly' ? [REASONS.writes] : []),
      ...(excluded?.includes(KMS) ? [REASONS.excluded] : []),
    ]),
    ...advanced.filter((selector) => !selectsObjects(selector)).flatMap(advancedReasons),
  ];
  return [...new Set(reasons.length === 0 ? [REASONS.management] : reasons)];
}

const REASONS = {
  management: 'it records no management events',
  writes: 'it records write events only, and a Decrypt is a read-only event',
  excluded: `it excludes the events of ${KMS}`,
  names: 'its event names leave Decrypt out',
};

const REASON_BY_FIELD: Readonly<Record<string, string>> = {
  readOnly: REASONS.writes,
  eventSource: REASONS.excluded,
  eventName: REASONS.names,
};

function advancedReasons({ conditions }: AdvancedSelector): string[] {
  const failing = conditions.filter((condition) => opposite(matches({ conditions: [condition] }, DECRYPT, undefined)) === true);
  if (failing.some(({ field }) => field === 'eventCategory')) return [];
  return failing.flatMap(({ field }) => REASON_BY_FIELD[field] ?? []);
}

function decryptWarning(trail: string, recordsDecrypts: Maybe, reasons: readonly string[], origin: string): string {
  if (recordsDecrypts === undefined)
    return `By ${origin} it is not known whether trail ${trail} records each Decrypt: a value that is not known, or who calls, decides.`;
  const end = 'It makes no paid copies of them, and a count of its logs sees none.';
  return `By ${origin} trail ${trail} records no Decrypt: ${reasons.join('; ')}. ${end}`;
}

function getsWarning(trail: string, bucket: string | undefined, origin: string): string {
  const end = bucket === undefined ? 'the log bucket is not known here' : `they take a part of bucket ${bucket}, or depend on who reads`;
  return `By ${origin} it is not known whether the data events of trail ${trail} include reads of log files: ${end}.`;
}
