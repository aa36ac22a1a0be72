import type { Charge } from '../../model/lines.js';
import type { Region } from '../../prices/book.js';
import type { FocusRow } from './columns.js';

/** How a charge stands on AWS's bill. */
interface BilledAs {
  service: Pick<FocusRow, 'ServiceName' | 'ServiceCategory' | 'ServiceSubcategory'>;
  /** The unit of its price in AWS's price lists. */
  unit: string;
  /** What its usage types end in; what stands before it names the Region. */
  usage: string;
  region: 'id' | 'prefix' | 'prefix outside us-east-1';
}

const KMS: BilledAs['service'] = {
  ServiceName: 'AWS Key Management Service',
  ServiceCategory: 'Security',
  ServiceSubcategory: 'Secret Management',
};
const CLOUDTRAIL: BilledAs['service'] = {
  ServiceName: 'AWS CloudTrail',
  ServiceCategory: 'Management and Governance',
  ServiceSubcategory: 'Observability',
};
const S3: BilledAs['service'] = {
  ServiceName: 'Amazon Simple Storage Service',
  ServiceCategory: 'Storage',
  ServiceSubcategory: 'Object Storage',
};

/** Names, units and usage types of AWS's price lists and bills (awskms, AWSCloudTrail, AmazonS3); categories of FOCUS 1.2. */
export const BILLED_AS: Record<Charge, BilledAs> = {
  'kms-requests': { service: KMS, unit: 'Requests', usage: 'KMS-Requests', region: 'id' },
  'kms-keys': { service: KMS, unit: 'Keys', usage: 'KMS-Keys', region: 'id' },
  'cloudtrail-copies': { service: CLOUDTRAIL, unit: 'Events', usage: 'PaidEventsRecorded', region: 'prefix' },
  'cloudtrail-insights': { service: CLOUDTRAIL, unit: 'Events', usage: 'InsightsEvents', region: 'prefix' },
  'cloudtrail-data-events': { service: CLOUDTRAIL, unit: 'Events', usage: 'DataEventsRecorded', region: 'prefix' },
  's3-gets': { service: S3, unit: 'Requests', usage: 'Requests-Tier2', region: 'prefix outside us-east-1' },
};

/** The usage type under which AWS's price lists give the free tier away, whatever the Region. */
export const FREE_TIER_USAGE = 'Global-KMS-Requests';

/**
 * The usage type that a charge has on AWS's bill; undefined where the Region's prefix is not known.
 *
 * @example usageType('kms-requests', 'eu-west-1', undefined) // 'eu-west-1-KMS-Requests'
 * @example usageType('s3-gets', 'us-east-1', undefined) // 'Requests-Tier2'
 */
export function usageType(charge: Charge, regionId: string, region: Region | undefined): string | undefined {
  const { usage, region: named } = BILLED_AS[charge];
  if (named === 'id') return `${regionId}-${usage}`;
  if (named === 'prefix outside us-east-1' && regionId === 'us-east-1') return usage;
  return region === undefined || region.usagePrefix === '' ? undefined : `${region.usagePrefix}-${usage}`;
}
