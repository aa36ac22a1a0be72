import { rollup } from 'd3-array';
import { Decimal } from '../base/decimal.js';
import { hasRange } from '../base/range.js';
import { keysOf } from '../base/records.js';
import { listed, quantityText } from '../base/text.js';
import { DISCOUNTED_SERVICES, type DiscountedService } from '../prices/book.js';
import type { Quantity, Scenario } from '../scenario/schema.js';
import { bucketKeySinceOf } from './archive.js';
import { conversionText } from './conversion.js';
import { PATTERNS, patternOf } from './patterns.js';
import { bytesOf, recordedEvents } from './recorded.js';
import type { Volumes } from './volumes.js';
import { bytesText, count } from './wording.js';

/** What the figures rest on and what they do not hold, in sentences. */
export function assumptionsOf(scenario: Scenario, volumes: Volumes): string[] {
  return [
    encryption(scenario),
    bucketKey(scenario),
    freeTier(scenario),
    ...readers(scenario),
    ...analysis(scenario),
    ...discount(scenario),
    hasRange(withoutBucketKey(scenario))
      ? 'Low and high take every range at the end that makes it cheap, or expensive, at once: they are bounds.'
      : 'No input but those of the Bucket Key has a range, so low and high do not tell how sure the others are.',
    notCounted(scenario, volumes),
  ];
}

function notCounted(scenario: Scenario, volumes: Volumes): string {
  const volume = scenario.recording.consumers.length > 0 ? '' : volumeText(scenario, volumes);
  return (
    'Not counted: tax, S3 storage and LIST requests, KMS use for anything but reading these files, readers that the scenario does not ' +
    `name, failed Decrypts (AWS does not say whether it bills them)${volume}.`
  );
}

/** How much more whoever takes a trail's events by volume gets, such as CloudWatch Logs or a SIEM. */
function volumeText(scenario: Scenario, volumes: Volumes): string {
  const events = recordedEvents(scenario, volumes);
  const perMonth = (value: Decimal) => value.div(scenario.period.months);
  const number = perMonth(events.reader.plus(events.own));
  if (number.isZero() || scenario.recording.excludeKmsEvents) return '';
  return (
    `, and what takes the trail's events by volume (CloudWatch Logs, a SIEM): under SSE-KMS ${count(number)} more records a month, ` +
    `${bytesText(perMonth(bytesOf(events)))} (recording.consumers)`
  );
}

/** What is taken for granted of those who analyse or take the events. */
function analysis({ recording: { guardDuty, insightsTrails, consumers, excludeKmsEvents } }: Scenario): string[] {
  const analysts = [
    ...(insightsTrails === 0 || excludeKmsEvents ? [] : ['Insights']),
    ...(guardDuty === true ? ['GuardDuty'] : []),
    ...(excludeKmsEvents ? [] : consumers.map(({ name }) => name)),
  ];
  if (analysts.length === 0) return [];
  const isUnsure = guardDuty === true ? ' That GuardDuty bills every Decrypt that S3 makes is not confirmed.' : '';
  return [`${listed(analysts, 5)} ${analysts.length === 1 ? 'takes' : 'take'} CloudTrail's own GenerateDataKey events too.${isUnsure}`];
}

function encryption({ encryption: { sseKmsSince } }: Scenario): string {
  const decrypt = 'One GET of an SSE-KMS file is one Decrypt.';
  return sseKmsSince === 'always'
    ? `${decrypt} Every log file is taken as SSE-KMS, however old.`
    : `${decrypt} Files written before ${sseKmsSince} are not SSE-KMS and make none, so scans cost more as new files fill their window.`;
}

function bucketKey({ encryption, period }: Scenario): string {
  const since = bucketKeySinceOf(encryption);
  const files = since === 'always' ? '' : ` for files written since ${since}`;
  const { bucketKeyWriteMinutes: write, bucketKeyReadMinutes: read } = encryption;
  return (
    `A Bucket Key saves at best ${percentOf(encryption.bucketKeyReduction)} of requests${files}; that rests on two reports of dense ` +
    `traffic. Where reads are thin it saves less: a key is taken to serve ${minutesText(write)} of writing and ${minutesText(read)} of ` +
    `reading. ${oldFiles(encryption, period)}AWS says up to 99% and publishes no time: measure before relying on it. ` +
    'KMS events then name the bucket only, so who read which file must come from S3 data events.'
  );
}

/** Who turns a Bucket Key on leaves the files of before as they are, unless the scenario has a day for it. */
function oldFiles({ sseKmsSince, bucketKeySince = 'always' }: Scenario['encryption'], { start }: Scenario['period']): string {
  const isOlder = bucketKeySince === 'always' && (sseKmsSince === 'always' || sseKmsSince < `${start}-01`);
  return isOlder ? 'It is taken as on for all SSE-KMS files; turned on later (bucketKeySince) it leaves older ones as they are. ' : '';
}

function minutesText(minutes: Quantity): string {
  return quantityText(minutes, (value) =>
    value % 1440 === 0 ? `${value / 1440} d` : value % 60 === 0 ? `${value / 60} h` : `${value} min`,
  );
}

function freeTier({ freeRequestsLeft }: Scenario): string {
  return freeRequestsLeft === 0
    ? "None of the free tier is left for these reads: the payer family's other KMS use takes it."
    : `Of the free tier ${quantityText(freeRequestsLeft)} requests a month are left for these reads, shared out in proportion.`;
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

function discount({ discountPercent, serviceDiscountPercent, currency }: Scenario): string[] {
  const services = DISCOUNTED_SERVICES.flatMap((service) => {
    const own = serviceDiscountPercent[service];
    return own === undefined ? [] : [`${SERVICE_NAMES[service]} less ${quantityText(own)}%`];
  });
  const general =
    discountPercent === 0
      ? []
      : [
          `${services.length === 0 ? 'All prices are' : 'All others'} ` +
            `${services.length === 0 ? 'list prices ' : ''}less ${quantityText(discountPercent)}%`,
        ];
  const parts =
    services.length === 0 ? general : [`Prices are list prices: ${[...services, ...general.map((text) => text.toLowerCase())].join(', ')}`];
  return [...parts.map((text) => `${text}.`), ...(currency === undefined ? [] : [conversionText(currency)])];
}

const SERVICE_NAMES: Record<DiscountedService, string> = { kms: 'KMS', s3: 'S3', cloudtrail: 'CloudTrail', guardduty: 'GuardDuty' };

function percentOf(share: Quantity): string {
  return quantityText(share, (value) => `${new Decimal(value).times(100)}%`);
}

function withoutBucketKey(scenario: Scenario): Scenario {
  const certain = { ...scenario.encryption, bucketKeyReduction: 0, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 };
  return { ...scenario, cases: [], encryption: certain, readers: scenario.readers.map((reader) => ({ ...reader, bucketKeyReduction: 0 })) };
}
