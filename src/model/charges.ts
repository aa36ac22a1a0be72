import type { PriceMetric } from '../prices/book.js';

/** Kinds of cost, in the order of reports. */
export const CHARGES = [
  'kms-requests',
  'kms-keys',
  'cloudtrail-copies',
  'cloudtrail-insights',
  'cloudtrail-data-events',
  's3-gets',
] as const;

export type Charge = (typeof CHARGES)[number];

/** What reports call the charges. */
export const CHARGE_NAMES: Record<Charge, string> = {
  'kms-requests': 'KMS requests',
  'kms-keys': 'KMS keys',
  'cloudtrail-copies': 'CloudTrail paid copies',
  'cloudtrail-insights': 'CloudTrail Insights',
  'cloudtrail-data-events': 'CloudTrail data events',
  's3-gets': 'S3 GETs',
};

/** Some charges in a sentence. */
export function chargesText(charges: readonly Charge[]): string {
  return charges.map((charge) => CHARGE_NAMES[charge]).join(' and ');
}

/** Charges that every strategy has alike; all others come with SSE-KMS. */
export const ALIKE_CHARGES: readonly Charge[] = ['cloudtrail-data-events', 's3-gets'];

/** The price that each charge is made at. */
export const METRIC_OF: Record<Charge, PriceMetric> = {
  'kms-requests': 'kms-request',
  'kms-keys': 'kms-key-month',
  'cloudtrail-copies': 'cloudtrail-paid-copy',
  'cloudtrail-data-events': 'cloudtrail-data-event',
  'cloudtrail-insights': 'cloudtrail-insights',
  's3-gets': 's3-get',
};
