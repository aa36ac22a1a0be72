import { keysOf } from '../base/records.js';
import type { DiscountedService, PriceMetric } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';

/** All that is to know of a kind of cost. */
export interface ChargeRow {
  /** What reports call it. */
  name: string;
  /** The price that it is made at. */
  metric: PriceMetric;
  /** The service that bills it. */
  service: DiscountedService;
  /** What is charged: KMS requests beyond what is free, or some of the month's quantities. */
  counts: 'requests' | 'recorded-requests' | 'key-months' | 'gets';
  /** Where it is charged by each of some trails: the number of these, and what their events are called. */
  times?: { trails: 'paidCopies' | 'insightsTrails' | 'dataEventCopies'; events: string };
  /** Whether every strategy has it alike; all others come with SSE-KMS. */
  isAlike: boolean;
  /** Whether there is no answer without its price; any other price that is missing only leaves its charge out. */
  isRequired: boolean;
  /** The account that pays; undefined where the scenario does not say. */
  payer(scenario: Scenario, reader: string): string | undefined;
  /** What it is as the cause of a difference to SSE-S3, for a sentence. */
  cause: string;
}

const keyOwner = ({ keys, bucket }: Scenario) => keys.account ?? bucket.account;
const trailOwner = ({ recording, bucket }: Scenario) => recording.account ?? bucket.account;

const ROWS = {
  'kms-requests': {
    name: 'KMS requests',
    metric: 'kms-request',
    service: 'kms',
    counts: 'requests',
    isAlike: false,
    isRequired: true,
    payer: ({ readers }, reader) => readers.find(({ name }) => name === reader)?.account,
    cause: 'Decrypt requests',
  },
  'kms-keys': {
    name: 'KMS keys',
    metric: 'kms-key-month',
    service: 'kms',
    counts: 'key-months',
    isAlike: false,
    isRequired: true,
    payer: keyOwner,
    cause: 'the KMS key itself',
  },
  'cloudtrail-copies': {
    name: 'CloudTrail paid copies',
    metric: 'cloudtrail-paid-copy',
    service: 'cloudtrail',
    counts: 'recorded-requests',
    times: { trails: 'paidCopies', events: 'paid copies of events' },
    isAlike: false,
    isRequired: false,
    payer: trailOwner,
    cause: 'paid CloudTrail copies of the Decrypt events',
  },
  'cloudtrail-insights': {
    name: 'CloudTrail Insights',
    metric: 'cloudtrail-insights',
    service: 'cloudtrail',
    counts: 'recorded-requests',
    times: { trails: 'insightsTrails', events: 'events analysed' },
    isAlike: false,
    isRequired: false,
    payer: trailOwner,
    cause: 'CloudTrail Insights on the Decrypt events',
  },
  'cloudtrail-data-events': {
    name: 'CloudTrail data events',
    metric: 'cloudtrail-data-event',
    service: 'cloudtrail',
    counts: 'gets',
    times: { trails: 'dataEventCopies', events: 'data events' },
    isAlike: true,
    isRequired: false,
    payer: trailOwner,
    cause: 'S3 data events',
  },
  's3-gets': {
    name: 'S3 GETs',
    metric: 's3-get',
    service: 's3',
    counts: 'gets',
    isAlike: true,
    isRequired: false,
    payer: ({ bucket }) => bucket.account,
    cause: 'S3 GETs',
  },
} satisfies Record<string, ChargeRow>;

export type Charge = keyof typeof ROWS;

/** The kinds of cost. */
export const CHARGE: Readonly<Record<Charge, ChargeRow>> = ROWS;

/** The same in the order of reports and lines. */
export const CHARGES = keysOf(CHARGE);

/** The charge that a line or a share of lines names. */
export function chargeNamed(name: string): ChargeRow | undefined {
  const charge = CHARGES.find((each) => each === name);
  return charge && CHARGE[charge];
}

/** Some charges in a sentence. */
export function chargesText(charges: readonly Charge[]): string {
  return charges.map((charge) => CHARGE[charge].name).join(' and ');
}
