import { recordOf } from '../base/records.js';

/** How log files are encrypted. SSE-S3 is the base of every comparison: it makes no KMS requests. */
export const STRATEGIES = ['sse-s3', 'sse-kms', 'sse-kms-bucket-key'] as const;

export type Strategy = (typeof STRATEGIES)[number];

export const KMS_STRATEGIES = ['sse-kms', 'sse-kms-bucket-key'] as const;

export type KmsStrategy = (typeof KMS_STRATEGIES)[number];

/** Whether KMS is asked under a strategy. */
export function isKmsStrategy(strategy: Strategy): strategy is KmsStrategy {
  return strategy !== 'sse-s3';
}

/** Something for each of some strategies. */
export function byStrategy<S extends Strategy, V>(strategies: readonly S[], compute: (strategy: S) => V): Record<S, V> {
  return recordOf(strategies, compute);
}

/** What reports call the strategies. */
export const STRATEGY_NAMES: Record<Strategy, string> = { 'sse-s3': 'SSE-S3', 'sse-kms': 'SSE-KMS', 'sse-kms-bucket-key': 'Bucket Key' };

/** The strategy as the subject of a sentence with an amount: what a Bucket Key saves is an assumption. */
export function costedName(strategy: KmsStrategy): string {
  return strategy === 'sse-kms' ? strategyName(strategy) : `${strategyName(strategy)} (not measured)`;
}

/** The strategy as the subject of a sentence. */
export function strategyName(strategy: KmsStrategy): string {
  return strategy === 'sse-kms' ? STRATEGY_NAMES[strategy] : 'SSE-KMS with a Bucket Key';
}
