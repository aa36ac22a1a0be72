import { remembered } from '../../base/memo.js';
import { recordOf } from '../../base/records.js';
import type { PriceMetric, Region } from '../../prices/book.js';
import { USAGE_NAMES } from '../../prices/usage-types.js';
import { canonicalName } from './names.js';
import { BILLED_SERVICES, type BilledService } from './row.js';

/** What of a service's usage bears on the cost of encrypted logs and has a price in the price book. */
const METRICS: Record<BilledService, readonly PriceMetric[]> = {
  kms: ['kms-request', 'kms-key-month'],
  s3: ['s3-put', 's3-get'],
  cloudtrail: ['cloudtrail-paid-copy', 'cloudtrail-data-event', 'cloudtrail-insights'],
  guardduty: ['guardduty-management-event'],
  athena: [],
  other: [],
};

/** As CUR's product code, FOCUS's `x_ServiceCode` and FOCUS's `ServiceName` call the services: letters and digits alone. */
const SERVICES: ReadonlyMap<string, BilledService> = new Map([
  ['awskms', 'kms'],
  ['awskeymanagementservice', 'kms'],
  ['awskeymanagementservicekms', 'kms'],
  ['awskeymanagementserviceawskms', 'kms'],
  ['amazons3', 's3'],
  ['amazonsimplestorageservice', 's3'],
  ['amazonsimplestorageservices3', 's3'],
  ['awscloudtrail', 'cloudtrail'],
  ['amazonguardduty', 'guardduty'],
  ['amazonathena', 'athena'],
]);

/** What a usage type says. */
export interface Usage {
  metric: PriceMetric | undefined;
  region: string | undefined;
  /** Whether it has the form of AWS's usage types: then it is of something, priced here or not. */
  isUsageType: boolean;
  /** The free tier's own usage types name no Region (`Global-KMS-Requests`). */
  isGlobal: boolean;
}

type UsageOf = (usageType: string) => Usage;

export const UNKNOWN: Usage = { metric: undefined, region: undefined, isUsageType: false, isGlobal: false };
const REGION_ID = /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/;
const SHORT_CODE = /^[A-Z]{1,4}\d{0,2}$/;
/** What comes before the name of a usage type. */
const ANY_PREFIX = /^(?:[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}|[A-Z]{1,4}\d{0,2}|Global)-./;
const WITHOUT_CASE = /^(?:[^a-z]+|[^A-Z]+)$/;
/** S3 alone writes usage types of us-east-1 without a prefix. */
const S3_HOME = 'us-east-1';
const FREE_TIER_PREFIX = 'Global';
const MOST_SERVICES = 1000;
/** Of each service; those of `other` may be more. */
const MOST_USAGE_TYPES = 20_000;

/** S3's usage types of us-east-1 begin with anything. */
function isOfS3(service: BilledService, usageType: string): boolean {
  return service === 's3' && /^\S+$/.test(usageType);
}

/** The service that a product code or service name stands for. */
export const serviceOf = remembered((name: string): BilledService => SERVICES.get(canonicalName(name)) ?? 'other', { most: MOST_SERVICES });

/**
 * Reads usage types. KMS's carry the Region's id (`eu-west-1-KMS-Requests`), those of S3, CloudTrail and GuardDuty a short code
 * (`EU-Requests-Tier2`).
 * Source: docs.aws.amazon.com/general/latest/gr/rande.html (billing codes) and the price lists of the services.
 */
export class UsageTypes {
  readonly #regions = new Map<string, string>();
  readonly #prefixes = new Map<string, string>();
  readonly #usageOf: Readonly<Record<BilledService, UsageOf>>;

  constructor(regions: readonly Region[]) {
    for (const { region, usagePrefix } of regions) {
      this.#regions.set(region, region);
      if (usagePrefix !== '') this.#regions.set(usagePrefix, region);
    }
    for (const prefix of [...this.#regions.keys(), FREE_TIER_PREFIX]) this.#prefixes.set(prefix.toLowerCase(), prefix);
    const usageOf = (service: BilledService) =>
      remembered((usageType: string) => this.#read(service, usageType), { most: MOST_USAGE_TYPES });
    this.#usageOf = recordOf(BILLED_SERVICES, usageOf);
  }

  /**
   * @example usageOf('kms', 'eu-west-1-KMS-Requests') // { metric: 'kms-request', region: 'eu-west-1', isGlobal: false }
   * @example usageOf('kms', 'eu-west-1-KMS-Requests-Asymmetric') // no metric: another price
   */
  usageOf(service: BilledService, usageType: string): Usage {
    return this.#usageOf[service](usageType);
  }

  #read(service: BilledService, written: string): Usage {
    const usageType = this.#cased(service, written);
    for (const metric of METRICS[service]) {
      const { suffix, region } = USAGE_NAMES[metric];
      if (usageType === suffix)
        return region === 'prefix outside us-east-1' ? { metric, region: S3_HOME, isUsageType: true, isGlobal: false } : UNKNOWN;
      if (!usageType.endsWith(`-${suffix}`)) continue;
      const prefix = usageType.slice(0, -suffix.length - 1);
      if (prefix === FREE_TIER_PREFIX) return { metric, region: undefined, isUsageType: true, isGlobal: true };
      if (this.#isPrefix(prefix)) return { metric, region: this.#regions.get(prefix), isUsageType: true, isGlobal: false };
    }
    const region = this.#leadingRegion(usageType);
    return { ...UNKNOWN, region, isUsageType: region !== undefined || ANY_PREFIX.test(usageType) || isOfS3(service, usageType) };
  }

  /** The usual letters of a usage type that some tool has written in small or large ones throughout. */
  #cased(service: BilledService, usageType: string): string {
    if (!WITHOUT_CASE.test(usageType)) return usageType;
    const lower = usageType.toLowerCase();
    const names = METRICS[service].map((metric) => USAGE_NAMES[metric].suffix);
    const name = names.find((suffix) => lower === suffix.toLowerCase() || lower.endsWith(`-${suffix.toLowerCase()}`));
    if (name === undefined || lower.length === name.length) return name ?? usageType;
    const prefix = lower.slice(0, -name.length - 1);
    return `${this.#prefixes.get(prefix) ?? (REGION_ID.test(prefix) ? prefix : prefix.toUpperCase())}-${name}`;
  }

  /** A Region newer than the price book is a Region nevertheless; anything else before the name makes it another usage type. */
  #isPrefix(prefix: string): boolean {
    return this.#regions.has(prefix) || REGION_ID.test(prefix) || SHORT_CODE.test(prefix);
  }

  #leadingRegion(usageType: string): string | undefined {
    for (let end = usageType.indexOf('-'); end >= 0; end = usageType.indexOf('-', end + 1)) {
      const region = this.#regions.get(usageType.slice(0, end));
      if (region !== undefined) return region;
    }
    return undefined;
  }
}
