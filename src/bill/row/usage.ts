import { remembered } from '../../base/memo.js';
import { recordOf } from '../../base/records.js';
import type { PriceMetric, Region } from '../../prices/book.js';
import { USAGE_NAMES } from '../../prices/usage-types.js';
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

/** As CUR's product code, FOCUS's `x_ServiceCode` and FOCUS's `ServiceName` call the services. */
const SERVICES: ReadonlyMap<string, BilledService> = new Map([
  ['awskms', 'kms'],
  ['aws key management service', 'kms'],
  ['amazons3', 's3'],
  ['amazon simple storage service', 's3'],
  ['awscloudtrail', 'cloudtrail'],
  ['aws cloudtrail', 'cloudtrail'],
  ['amazonguardduty', 'guardduty'],
  ['amazon guardduty', 'guardduty'],
  ['amazonathena', 'athena'],
  ['amazon athena', 'athena'],
]);

/** What a usage type says. */
export interface Usage {
  metric: PriceMetric | undefined;
  region: string | undefined;
  /** The free tier's own usage types name no Region (`Global-KMS-Requests`). */
  isGlobal: boolean;
}

type UsageOf = (usageType: string) => Usage;

const UNKNOWN: Usage = { metric: undefined, region: undefined, isGlobal: false };
const REGION_ID = /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/;
const SHORT_CODE = /^[A-Z]{1,4}\d{0,2}$/;
/** S3 alone writes usage types of us-east-1 without a prefix. */
const S3_HOME = 'us-east-1';
const FREE_TIER_PREFIX = 'Global';
const MOST_SERVICES = 1000;
/** Of each service; those of `other` may be more. */
const MOST_USAGE_TYPES = 20_000;

/** The service that a product code or service name stands for. */
export const serviceOf = remembered((name: string): BilledService => SERVICES.get(name.toLowerCase()) ?? 'other', { most: MOST_SERVICES });

/**
 * Reads usage types. KMS's carry the Region's id (`eu-west-1-KMS-Requests`), those of S3, CloudTrail and GuardDuty a short code
 * (`EU-Requests-Tier2`).
 * Source: docs.aws.amazon.com/general/latest/gr/rande.html (billing codes) and the price lists of the services.
 */
export class UsageTypes {
  readonly #regions = new Map<string, string>();
  readonly #usageOf: Readonly<Record<BilledService, UsageOf>>;

  constructor(regions: readonly Region[]) {
    for (const { region, usagePrefix } of regions) {
      this.#regions.set(region, region);
      if (usagePrefix !== '') this.#regions.set(usagePrefix, region);
    }
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

  #read(service: BilledService, usageType: string): Usage {
    for (const metric of METRICS[service]) {
      const { suffix, region } = USAGE_NAMES[metric];
      if (usageType === suffix) return region === 'prefix outside us-east-1' ? { metric, region: S3_HOME, isGlobal: false } : UNKNOWN;
      if (!usageType.endsWith(`-${suffix}`)) continue;
      const prefix = usageType.slice(0, -suffix.length - 1);
      if (prefix === FREE_TIER_PREFIX) return { metric, region: undefined, isGlobal: true };
      if (this.#isPrefix(prefix)) return { metric, region: this.#regions.get(prefix), isGlobal: false };
    }
    return { ...UNKNOWN, region: this.#leadingRegion(usageType) };
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
