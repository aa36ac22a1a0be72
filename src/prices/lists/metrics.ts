import type { PriceMetric, Region } from '../book.js';
import type { ListedPrice } from './listed.js';

/** How AWS's price lists name what a metric is the price of. Matched is all of it, the whole usage type too: others begin or end alike. */
interface Offer {
  metric: PriceMetric | 'kms-free-requests';
  service: string;
  family: string;
  /** Of some services only. */
  group?: string;
  isUsageType: (usageType: string, region: RegionName) => boolean;
  /** The unit of the list, and ours. */
  listUnit: string;
  unit: string;
}

type RegionName = Pick<Region, 'region' | 'usagePrefix'>;

const kms =
  (suffix: string) =>
  (usageType: string, { region }: RegionName) =>
    usageType === `${region}-${suffix}`;

/** Of a Region whose prefix is not known any one is; in us-east-1 S3 has none. */
const short =
  (suffix: string) =>
  (usageType: string, { region, usagePrefix }: RegionName) => {
    if (region === 'us-east-1' && usageType === suffix) return true;
    const prefix = usageType.endsWith(`-${suffix}`) ? usageType.slice(0, -suffix.length - 1) : '';
    return usagePrefix === '' ? /^[A-Z0-9]+$/.test(prefix) : prefix === usagePrefix;
  };

/** Entries of the four services' price lists. Source: public price lists and bills; the free tier stands in a product of its own. */
export const OFFERS: readonly Offer[] = [
  {
    metric: 'kms-request',
    service: 'awskms',
    family: 'API Request',
    group: 'awskms-APIRequest-All',
    isUsageType: kms('KMS-Requests'),
    listUnit: 'Requests',
    unit: 'requests',
  },
  {
    metric: 'kms-key-month',
    service: 'awskms',
    family: 'Encryption Key',
    isUsageType: kms('KMS-Keys'),
    listUnit: 'Keys',
    unit: 'key-months',
  },
  {
    metric: 'kms-free-requests',
    service: 'awskms',
    family: '',
    group: 'awskms-Requests',
    isUsageType: (usageType) => usageType === 'Global-KMS-Requests',
    listUnit: 'Requests',
    unit: 'requests',
  },
  {
    metric: 's3-get',
    service: 'AmazonS3',
    family: 'API Request',
    group: 'S3-API-Tier2',
    isUsageType: short('Requests-Tier2'),
    listUnit: 'Requests',
    unit: 'requests',
  },
  {
    metric: 's3-put',
    service: 'AmazonS3',
    family: 'API Request',
    group: 'S3-API-Tier1',
    isUsageType: short('Requests-Tier1'),
    listUnit: 'Requests',
    unit: 'requests',
  },
  ...(
    [
      ['cloudtrail-paid-copy', 'Paid Events Recorded', 'PaidEventsRecorded'],
      ['cloudtrail-data-event', 'Data Events Recorded', 'DataEventsRecorded'],
      ['cloudtrail-insights', 'Insights Events', 'InsightsEvents'],
    ] as const
  ).map(([metric, family, suffix]) => ({
    metric,
    service: 'AWSCloudTrail',
    family: `Management Tools - AWS CloudTrail ${family}`,
    isUsageType: short(suffix),
    listUnit: 'Events',
    unit: 'events',
  })),
  {
    metric: 'athena-scanned',
    service: 'AmazonAthena',
    family: 'Athena Queries',
    isUsageType: short('DataScannedInTB'),
    listUnit: 'Terabytes',
    unit: 'TB',
  },
];

/** How near a listed price comes to one that is needed: `exact`, or `alike` where only the usage type fits. */
export interface OfferMatch {
  offer: Offer;
  isExact: boolean;
}

/** What a listed price is the price of; undefined for anything else. */
export function offerOf(listed: ListedPrice, region: RegionName): OfferMatch | undefined {
  const offer = OFFERS.find(({ service, isUsageType }) => service === listed.service && isUsageType(listed.usageType, region));
  if (offer === undefined) return undefined;
  const { family, group = listed.group, listUnit } = offer;
  const isFamily = family === '' || family === listed.family;
  return { offer, isExact: isFamily && group === listed.group && listUnit === listed.unit };
}
