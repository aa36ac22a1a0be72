import type { PriceMetric } from './book.js';

/**
 * AWS's SKUs of prices, as far as they are published; what is not here is not known. Sources: offer files of AWSKMS and AmazonS3 as
 * `pricing/prices.csv` cites them, and real rows of AWS's FOCUS export (FOCUS-1.0 sample data, CC BY 4.0).
 */
const SKUS: Partial<Record<PriceMetric, Readonly<Record<string, string>>>> = {
  'kms-request': { 'us-east-1': 'MFEBZPX8NHM5FY7Z', 'us-west-2': 'SE9KXT6M6JTP7E4W' },
  'kms-key-month': {
    'eu-central-1': 'PK7D6SUW8TP3XWZU',
    'us-east-1': 'U553K98XGDXCYHWS',
    'us-east-2': 'FEMX7ZQ4DJ6QE2KP',
    'us-west-2': 'S8HBXBVJKWKDP9AS',
  },
  's3-get': { 'ap-northeast-1': '9C7873KU3ZQBD6BJ', 'us-west-2': 'E77AQEM2DC4VV3FC' },
  'cloudtrail-data-event': { 'il-central-1': 'BTY5KZ6BGX64ARHX' },
};

/** The free tier of KMS requests, one for all Regions (`pricing/quotas.csv`). */
const FREE_TIER_SKU = 'VTFSAGP364M6QE4A';

/** Terms of AWS's price lists: on demand, and given away. The rate code behind them is that of real rows of AWS's FOCUS export. */
const ON_DEMAND = 'JRTCKXETXF.6YS6EN2CT7';
const GIVEN_AWAY = 'A429C66SYZ.6YS6EN2CT7';

/** A SKU, and its price as AWS's FOCUS rows name it: SKU, term and rate code. */
export interface Sku {
  id: string;
  priceId: string;
}

/**
 * The SKU of a metric in a Region; undefined where none is known.
 *
 * @example skuOf('kms-request', 'us-east-1')?.priceId // 'MFEBZPX8NHM5FY7Z.JRTCKXETXF.6YS6EN2CT7'
 */
export function skuOf(metric: PriceMetric, region: string): Sku | undefined {
  const id = SKUS[metric]?.[region];
  return id === undefined ? undefined : { id, priceId: `${id}.${ON_DEMAND}` };
}

/** What KMS requests of the free tier are sold as. */
export const FREE_TIER: Sku = { id: FREE_TIER_SKU, priceId: `${FREE_TIER_SKU}.${GIVEN_AWAY}` };
