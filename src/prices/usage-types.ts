import type { PriceMetric, Region } from './book.js';

/** How AWS's price lists and bills name and count what a metric is the price of. */
interface UsageName {
  /** How its usage types end; what comes before names the Region. */
  suffix: string;
  region: 'id' | 'prefix' | 'prefix outside us-east-1';
  unit: string;
}

/** Usage types and units of the services of `OFFERS`. Source: AWS's public price lists and bills. */
export const USAGE_NAMES: Record<PriceMetric, UsageName> = {
  'kms-request': { suffix: 'KMS-Requests', region: 'id', unit: 'Requests' },
  'kms-key-month': { suffix: 'KMS-Keys', region: 'id', unit: 'Keys' },
  's3-get': { suffix: 'Requests-Tier2', region: 'prefix outside us-east-1', unit: 'Requests' },
  's3-put': { suffix: 'Requests-Tier1', region: 'prefix outside us-east-1', unit: 'Requests' },
  'cloudtrail-paid-copy': { suffix: 'PaidEventsRecorded', region: 'prefix', unit: 'Events' },
  'cloudtrail-data-event': { suffix: 'DataEventsRecorded', region: 'prefix', unit: 'Events' },
  'cloudtrail-insights': { suffix: 'InsightsEvents', region: 'prefix', unit: 'Events' },
  'guardduty-management-event': { suffix: 'PaidEventsAnalyzed', region: 'prefix', unit: 'Events' },
  'athena-scanned': { suffix: 'DataScannedInTB', region: 'prefix', unit: 'Terabytes' },
};

/** The usage type under which AWS gives the free tier away, whatever the Region. */
export const FREE_TIER_USAGE = 'Global-KMS-Requests';

export type RegionName = Pick<Region, 'region' | 'usagePrefix'>;

/**
 * The usage type of a metric in a Region; undefined where the Region's prefix is not known.
 *
 * @example usageTypeOf('kms-request', { region: 'eu-west-1', usagePrefix: 'EU' }) // 'eu-west-1-KMS-Requests'
 * @example usageTypeOf('s3-get', { region: 'us-east-1', usagePrefix: 'USE1' }) // 'Requests-Tier2'
 */
export function usageTypeOf(metric: PriceMetric, { region, usagePrefix }: RegionName): string | undefined {
  const { suffix, region: named } = USAGE_NAMES[metric];
  if (named === 'id') return `${region}-${suffix}`;
  if (named === 'prefix outside us-east-1' && region === 'us-east-1') return suffix;
  return usagePrefix === '' ? undefined : `${usagePrefix}-${suffix}`;
}

/** Whether a whole usage type is a metric's in a Region; where the Region's prefix is not known any one is taken for it. */
export function isUsageType(usageType: string, metric: PriceMetric, region: RegionName): boolean {
  const known = usageTypeOf(metric, region);
  if (known !== undefined) return usageType === known;
  const ending = `-${USAGE_NAMES[metric].suffix}`;
  return usageType.endsWith(ending) && /^[A-Z0-9]+$/.test(usageType.slice(0, -ending.length));
}
