import type { Decimal } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { KmsStrategy, Strategy } from './strategies.js';

/** Where an amount lies in a simulation: nine digits of it are good. */
export interface Quantiles {
  p10: Decimal;
  p50: Decimal;
  p90: Decimal;
  mean: Decimal;
}

/** The same over the period and by month; each quantile on its own, so months do not add up to the period. */
export interface LikelyAmount extends Quantiles {
  months: readonly ({ month: Month } & Quantiles)[];
}

/** What a scenario likely costs, as a seeded simulation of its ranges has it; the same scenario and prices give the same. */
export interface Likely {
  draws: number;
  seed: number;
  totals: Readonly<Record<Strategy, LikelyAmount>>;
  /** More than SSE-S3 in the same draw. */
  comparison: Readonly<Record<KmsStrategy, LikelyAmount>>;
}
