import { rollup } from 'd3-array';
import { Decimal } from '../base/decimal.js';
import { monthsOf } from '../base/months.js';
import { hasRange } from '../base/range.js';
import { keysOf } from '../base/records.js';
import { listed, quantityText } from '../base/text.js';
import { DISCOUNTED_SERVICES, type DiscountedService } from '../prices/book.js';
import type { Quantity, Scenario } from '../scenario/schema.js';
import { type DefaultedField, defaultedFields, TRAIL_DEFAULTS } from '../scenario/trail-defaults.js';
import { bucketKeySinceOf } from './archive.js';
import { conversionText } from './conversion.js';
import { knownReaderTexts } from './known-readers.js';
import { PATTERNS, patternOf } from './patterns.js';
import { unknownPeaks } from './peaks.js';
import { bytesOf, recordedEvents } from './recorded.js';
import type { Volumes } from './volumes.js';
import type { Evidence } from './warning.js';
import { bytesText, count } from './wording.js';

/** What the figures assume and what they leave out, in sentences. */
export function assumptionsOf({ scenario, book, volumes }: Pick<Evidence, 'scenario' | 'book' | 'volumes'>): string[] {
  return [
    encryption(scenario),
    bucketKey(scenario),
    freeTier(scenario),
    ...trails(scenario),
    ...readers(scenario),
    ...knownReaderTexts(scenario),
    ...unknownPeaks({ scenario, book, volumes }),
    ...analysis(scenario),
    ...discount(scenario),
    hasRange(withoutBucketKey(scenario))
      ? 'Low and high take every range at its cheap or expensive end at the same time, so they are bounds.'
      : 'Only the numbers of the Bucket Key have a range, so low and high do not say how certain the others are.',
    notCounted(scenario, volumes),
  ];
}

function notCounted(scenario: Scenario, volumes: Volumes): string {
  const volume = scenario.recording.consumers.length > 0 ? '' : volumeText(scenario, volumes);
  return (
    'Not counted: tax, S3 storage and LIST requests, KMS use other than for reading these files, readers that are not in the ' +
    `scenario, failed Decrypts (AWS does not say whether it bills them)${volume}.`
  );
}

/** How much more a service receives that takes a trail's events by volume, such as CloudWatch Logs or a SIEM. */
function volumeText(scenario: Scenario, volumes: Volumes): string {
  const events = recordedEvents(scenario, volumes);
  const perMonth = (value: Decimal) => value.div(scenario.period.months);
  const number = perMonth(events.reader.plus(events.own));
  if (number.isZero() || scenario.recording.excludeKmsEvents) return '';
  return (
    `, and services that charge for the trail's events by volume (CloudWatch Logs, a SIEM): SSE-KMS adds ${count(number)} records a ` +
    `month, ${bytesText(perMonth(bytesOf(events)))} (recording.consumers)`
  );
}

/** What is assumed of services that analyse or receive the events. */
function analysis({ recording: { guardDuty, insightsTrails, consumers, excludeKmsEvents } }: Scenario): string[] {
  const analysts = [
    ...(insightsTrails === 0 || excludeKmsEvents ? [] : ['Insights']),
    ...(guardDuty === true ? ['GuardDuty'] : []),
    ...(excludeKmsEvents ? [] : consumers.map(({ name }) => name)),
  ];
  if (analysts.length === 0) return [];
  const isUnsure = guardDuty === true ? ' It is not confirmed that GuardDuty bills every Decrypt that S3 makes.' : '';
  return [
    `${listed(analysts, 5)} also ${analysts.length === 1 ? 'receives' : 'receive'} CloudTrail's own GenerateDataKey events.${isUnsure}`,
  ];
}

function encryption({ encryption: { sseKmsSince } }: Scenario): string {
  const decrypt = 'One GET of an SSE-KMS file is one Decrypt.';
  return sseKmsSince === 'always'
    ? `${decrypt} Every log file is assumed to be SSE-KMS, however old it is.`
    : `${decrypt} Files written before ${sseKmsSince} are not SSE-KMS and make none, so scans cost more as new files fill their window.`;
}

function bucketKey({ encryption, period }: Scenario): string {
  const since = bucketKeySinceOf(encryption);
  const files = since === 'always' ? '' : ` for files written since ${since}`;
  const { bucketKeyWriteMinutes: write, bucketKeyReadMinutes: read } = encryption;
  return (
    `A Bucket Key saves at best ${percentOf(encryption.bucketKeyReduction)} of requests${files}; this comes from two reports about busy ` +
    `buckets. With few reads it saves less: one key is assumed to serve ${minutesText(write)} of writing and ${minutesText(read)} of ` +
    `reading. ${oldFiles(encryption, period)}AWS says up to 99% and publishes no time: measure before you rely on it. ` +
    'KMS events then name the bucket only; to know who read which file you need S3 data events.'
  );
}

/** Who turns a Bucket Key on leaves the files of before as they are, unless the scenario has a day for it. */
function oldFiles({ sseKmsSince, bucketKeySince = 'always' }: Scenario['encryption'], { start }: Scenario['period']): string {
  const isOlder = bucketKeySince === 'always' && (sseKmsSince === 'always' || sseKmsSince < `${start}-01`);
  return isOlder
    ? 'It is assumed to be on for all SSE-KMS files; if it is turned on later (bucketKeySince), older files stay as they are. '
    : '';
}

function minutesText(minutes: Quantity): string {
  return quantityText(minutes, (value) =>
    value % 1440 === 0 ? `${value / 1440} d` : value % 60 === 0 ? `${value / 60} h` : `${value} min`,
  );
}

function freeTier({ freeRequestsLeft }: Scenario): string {
  return freeRequestsLeft === 0
    ? 'None of the free tier is left for these reads: other KMS use of the payer family takes it.'
    : `${quantityText(freeRequestsLeft)} requests a month of the free tier are left for these reads; readers share them in proportion.`;
}

/** Which numbers of the trails are not the user's own. */
function trails({ trails }: Scenario): string[] {
  const byFields = rollup(
    trails,
    (alike) =>
      listed(
        alike.map(({ name }) => name),
        5,
      ),
    (trail) => defaultedFields(trail).map(defaultText).join('; '),
  );
  return [...byFields].flatMap(([fields, names]) =>
    fields === ''
      ? []
      : [`Trail ${names} uses defaults of trailcost: ${fields}. Your own numbers bring low and high closer to each other.`],
  );
}

function defaultText(field: DefaultedField): string {
  const { value, basis } = TRAIL_DEFAULTS[field];
  return `${field} ${quantityText(value)}, ${basis === 'measured' ? 'measured in other buckets' : basis}`;
}

function readers(scenario: Scenario): string[] {
  return keysOf(PATTERNS).flatMap((pattern) => {
    const own = scenario.readers.filter((reader) => reader.pattern === pattern);
    const bySentence = rollup(
      own,
      (alike) => alike.map(({ name }) => name).join(', '),
      (reader) => patternOf(reader).assumption?.(reader, scenario) ?? '',
    );
    return [...bySentence].filter(([sentence]) => sentence !== '').map(([sentence, names]) => sentence.replace('…', () => names));
  });
}

function discount({ discountPercent, serviceDiscountPercent, currency, period }: Scenario): string[] {
  const services = DISCOUNTED_SERVICES.flatMap((service) => {
    const own = serviceDiscountPercent[service];
    return own === undefined ? [] : [`${SERVICE_NAMES[service]} by ${quantityText(own)}%`];
  });
  const general =
    discountPercent === 0
      ? []
      : [`${services.length === 0 ? 'All list prices are reduced' : 'all others'} by ${quantityText(discountPercent)}%`];
  const parts = services.length === 0 ? general : [`List prices are reduced: ${[...services, ...general].join(', ')}`];
  return [
    ...parts.map((text) => `${text}.`),
    ...(currency === undefined ? [] : [conversionText(currency, monthsOf(period.start, period.months))]),
  ];
}

const SERVICE_NAMES: Record<DiscountedService, string> = { kms: 'KMS', s3: 'S3', cloudtrail: 'CloudTrail', guardduty: 'GuardDuty' };

function percentOf(share: Quantity): string {
  return quantityText(share, (value) => `${new Decimal(value).times(100)}%`);
}

function withoutBucketKey(scenario: Scenario): Scenario {
  const certain = { ...scenario.encryption, bucketKeyReduction: 0, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 };
  return { ...scenario, cases: [], encryption: certain, readers: scenario.readers.map((reader) => ({ ...reader, bucketKeyReduction: 0 })) };
}
