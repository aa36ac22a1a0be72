import type { PriceMetric } from '../book.js';
import { FREE_TIER_USAGE, isUsageType, type RegionName, USAGE_NAMES } from '../usage-types.js';
import type { ListedPrice } from './listed.js';

/**
 * How AWS's price lists name what a metric is the price of. All of it must match, also the whole usage type: others begin or end the same
 * way.
 */
interface Offer {
  metric: PriceMetric | 'kms-free-requests';
  service: string;
  /** Empty where the product has none or it is not known: then service, usage type and unit decide. */
  family: string;
  /** Of some services only. */
  group?: string;
  /** What a price book calls its units. */
  unit: string;
}

/** Entries of the services' price lists. Source: public price lists and bills; the free tier is a product of its own. */
export const OFFERS: readonly Offer[] = [
  { metric: 'kms-request', service: 'awskms', family: 'API Request', group: 'awskms-APIRequest-All', unit: 'requests' },
  { metric: 'kms-key-month', service: 'awskms', family: 'Encryption Key', unit: 'key-months' },
  { metric: 'kms-free-requests', service: 'awskms', family: '', group: 'awskms-Requests', unit: 'requests' },
  { metric: 's3-get', service: 'AmazonS3', family: 'API Request', group: 'S3-API-Tier2', unit: 'requests' },
  { metric: 's3-put', service: 'AmazonS3', family: 'API Request', group: 'S3-API-Tier1', unit: 'requests' },
  {
    metric: 'cloudtrail-paid-copy',
    service: 'AWSCloudTrail',
    family: 'Management Tools - AWS CloudTrail Paid Events Recorded',
    unit: 'events',
  },
  {
    metric: 'cloudtrail-data-event',
    service: 'AWSCloudTrail',
    family: 'Management Tools - AWS CloudTrail Data Events Recorded',
    unit: 'events',
  },
  { metric: 'cloudtrail-insights', service: 'AWSCloudTrail', family: 'Management Tools - AWS CloudTrail Insights Events', unit: 'events' },
  { metric: 'guardduty-management-event', service: 'AmazonGuardDuty', family: '', unit: 'events' },
  { metric: 'athena-scanned', service: 'AmazonAthena', family: 'Athena Queries', unit: 'TB' },
];

/** How well a listed price matches one that is needed: exactly, or by its usage type alone. */
export interface OfferMatch {
  offer: Offer;
  isExact: boolean;
}

/** What a listed price is the price of; undefined for anything else. */
export function offerOf(listed: ListedPrice, region: RegionName): OfferMatch | undefined {
  const offer = OFFERS.find(({ metric, service }) => service === listed.service && hasUsageType(listed, metric, region));
  if (offer === undefined) return undefined;
  const { metric, family, group = listed.group } = offer;
  const isFamily = family === '' || family === listed.family;
  const { unit } = USAGE_NAMES[metric === 'kms-free-requests' ? 'kms-request' : metric];
  return { offer, isExact: isFamily && group === listed.group && unit === listed.unit };
}

function hasUsageType({ usageType }: ListedPrice, metric: Offer['metric'], region: RegionName): boolean {
  return metric === 'kms-free-requests' ? usageType === FREE_TIER_USAGE : isUsageType(usageType, metric, region);
}

/** Whether a product can be one that is needed, in whatever Region; of a service that is not known yet, whether one of some service can. */
export function mayBeNeeded(service: string | undefined, usageType: string): boolean {
  return ENDINGS.some((ending) => (service === undefined || service === ending.service) && usageType.endsWith(ending.usageType));
}

const ENDINGS = OFFERS.map(({ metric, service }) => ({
  service,
  usageType: metric === 'kms-free-requests' ? FREE_TIER_USAGE : USAGE_NAMES[metric].suffix,
}));
