import { keysOf } from '../base/records.js';
import type { DiscountedService, PriceMetric } from '../prices/book.js';
import { keyAccount, ownRecordingAccounts } from '../scenario/accounts.js';
import type { Scenario } from '../scenario/schema.js';

type Recording = Scenario['recording'];

/** What of the recording decides whether something is charged, in whatever kind of number the rest is. */
type Switches = Pick<Recording, 'guardDuty'> & { consumers: readonly unknown[] };

/** All facts about a kind of cost. */
interface Row {
  /** What reports call it. */
  name: string;
  /** What is charged: KMS requests beyond what is free, or some of the month's quantities. */
  counts: 'requests' | 'recorded-requests' | 'key-months' | 'gets';
  /** What recorded or analysed events are called; absent where something else is charged. */
  events?: string;
  /** Where each of some trails charges for every event: the number of these trails. */
  trails?: 'paidCopies' | 'insightsTrails' | 'dataEventCopies';
  /** Whether it is charged at all, where that is not a number of trails. */
  isOn?(recording: Switches): boolean;
  /** Whether trails that exclude KMS events spare it. */
  isSparedByExclusion?: true;
  /** Of recorded requests: whether CloudTrail's own are charged too, or only where the scenario says so. */
  ownEvents?: 'always' | 'if-billed';
  /** Whether it is the same in every strategy; all others come with SSE-KMS. */
  isAlike: boolean;
  /** Whether there is no answer without its price; any other price that is missing only leaves its charge out. */
  isRequired: boolean;
  /** The account that pays, undefined where the scenario does not say; or each one in which an event is recorded, for its own. */
  payer: ((scenario: Scenario, reader: string) => string | undefined) | 'where-recorded';
  /** What it is as the cause of a difference to SSE-S3, for a sentence. */
  cause: string;
}

/** A charge on AWS's bill. */
export interface AwsChargeRow extends Row {
  /** The price that it is made at. */
  metric: PriceMetric;
  /** The service that bills it. */
  service: DiscountedService;
}

/** A charge that is not AWS's, at prices that only the scenario has. */
export interface OwnChargeRow extends Row {
  metric?: never;
  service?: never;
}

export type ChargeRow = AwsChargeRow | OwnChargeRow;

const trailOwner = ({ recording, bucket }: Scenario) => recording.account ?? bucket.account;
const readerAccount = ({ readers }: Scenario, reader: string) => readers.find(({ name }) => name === reader)?.account;

const AWS_ROWS = {
  'kms-requests': {
    name: 'KMS requests',
    metric: 'kms-request',
    service: 'kms',
    counts: 'requests',
    isAlike: false,
    isRequired: true,
    payer: readerAccount,
    cause: 'Decrypt requests',
  },
  'kms-keys': {
    name: 'KMS keys',
    metric: 'kms-key-month',
    service: 'kms',
    counts: 'key-months',
    isAlike: false,
    isRequired: true,
    payer: keyAccount,
    cause: 'the KMS key',
  },
  'cloudtrail-copies': {
    name: 'CloudTrail paid copies',
    metric: 'cloudtrail-paid-copy',
    service: 'cloudtrail',
    counts: 'recorded-requests',
    events: 'paid copies of events',
    trails: 'paidCopies',
    isSparedByExclusion: true,
    ownEvents: 'if-billed',
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
    events: 'events analysed',
    trails: 'insightsTrails',
    isSparedByExclusion: true,
    ownEvents: 'always',
    isAlike: false,
    isRequired: false,
    payer: trailOwner,
    cause: 'CloudTrail Insights on the KMS events',
  },
  'guardduty-events': {
    name: 'GuardDuty events',
    metric: 'guardduty-management-event',
    service: 'guardduty',
    counts: 'recorded-requests',
    events: 'events analysed',
    isOn: ({ guardDuty }) => guardDuty === true,
    ownEvents: 'always',
    isAlike: false,
    isRequired: false,
    payer: 'where-recorded',
    cause: 'GuardDuty on the KMS events',
  },
  'cloudtrail-data-events': {
    name: 'CloudTrail data events',
    metric: 'cloudtrail-data-event',
    service: 'cloudtrail',
    counts: 'gets',
    events: 'data events',
    trails: 'dataEventCopies',
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
} satisfies Record<string, AwsChargeRow>;

const OWN_ROWS = {
  'event-consumers': {
    name: 'Event consumers',
    counts: 'recorded-requests',
    events: 'events received',
    isOn: ({ consumers }) => consumers.length > 0,
    isSparedByExclusion: true,
    ownEvents: 'always',
    isAlike: false,
    isRequired: false,
    payer: trailOwner,
    cause: 'consumers of the KMS events',
  },
} satisfies Record<string, OwnChargeRow>;

/** A kind of cost on AWS's bill. */
export type AwsCharge = keyof typeof AWS_ROWS;
type OwnCharge = keyof typeof OWN_ROWS;
/** A kind of cost. */
export type Charge = AwsCharge | OwnCharge;

/** The kinds of cost. */
export const CHARGE: Readonly<Record<AwsCharge, AwsChargeRow> & Record<OwnCharge, OwnChargeRow>> = { ...AWS_ROWS, ...OWN_ROWS };

/** The same in the order of reports and lines. */
export const CHARGES = keysOf(CHARGE);

/** Those on AWS's bill. */
export const AWS_CHARGES = keysOf<AwsCharge>(AWS_ROWS);

/** Whether a charge is on AWS's bill. */
export function isAwsCharge(charge: Charge): charge is AwsCharge {
  return CHARGE[charge].metric !== undefined;
}

/**
 * How often every event is charged: by each of some trails, or once where something is on.
 *
 * @param trails the number of these trails
 * @param none zero, in the same kind of number
 */
export function timesCharged<N>(
  { isOn, isSparedByExclusion }: ChargeRow,
  recording: Switches & Pick<Recording, 'excludeKmsEvents'>,
  trails: N,
  none: N,
): N {
  const isSpared = isSparedByExclusion === true && recording.excludeKmsEvents;
  return isSpared || isOn?.(recording) === false ? none : trails;
}

/** The accounts whose records of CloudTrail's own requests are charged; one element for each event. */
export function ownChargedAccounts({ ownEvents }: ChargeRow, scenario: Scenario): (string | undefined)[] {
  const isCharged = ownEvents === 'always' || (ownEvents === 'if-billed' && scenario.recording.deliveryEventsBilled);
  return isCharged ? ownRecordingAccounts(scenario) : [];
}

/** The charge that a line or a share of lines names. */
export function chargeNamed(name: string): ChargeRow | undefined {
  const charge = CHARGES.find((each) => each === name);
  return charge && CHARGE[charge];
}

/** Some charges in a sentence. */
export function chargesText(charges: readonly Charge[]): string {
  return charges.map((charge) => CHARGE[charge].name).join(' and ');
}
