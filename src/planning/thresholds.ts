import { rollup } from 'd3-array';
import { Decimal, ONE, sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { caseNumbers } from '../model/case-numbers.js';
import type { Estimate } from '../model/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../model/strategies.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';

/** How far what is left of the free tier reaches, in the expected case. */
export interface FreeTierReach {
  strategy: KmsStrategy;
  /** Requests a month that are left for these readers. */
  requestsLeft: Decimal;
  /** Reads of SSE-KMS files a month until they are used up; undefined where reads make no request at all. */
  reads: Decimal | undefined;
  /** KMS requests of the readers in the month with most of them. */
  mostRequests: Decimal;
  /** Months that use more than is left, in their order. */
  usedUpIn: readonly Month[];
}

/**
 * Reads a month until the free tier is used up: one request a read under SSE-KMS, and with a Bucket Key what its reduction leaves.
 * Replication makes two requests a file.
 */
export function freeTierReach({ scenario, lines }: Estimate): FreeTierReach[] {
  const { freeRequestsLeft: free, reduction } = caseNumbers(scenario);
  const freeRequestsLeft = free.expected;
  return KMS_STRATEGIES.map((strategy) => {
    const requestsPerRead = strategy === 'sse-kms' ? ONE : ONE.minus(reduction.expected);
    const own = lines.filter((line) => line.strategy === strategy && line.charge === 'kms-requests' && line.reader !== CLOUDTRAIL);
    const requests = rollup(
      own,
      (ofMonth) => sum(ofMonth.map(({ quantity }) => quantity.expected)),
      ({ month }) => month,
    );
    const usedUpIn = [...requests].filter(([, made]) => made.gt(freeRequestsLeft)).map(([month]) => month);
    return {
      strategy,
      requestsLeft: freeRequestsLeft,
      reads: requestsPerRead.isZero() ? undefined : freeRequestsLeft.div(requestsPerRead).floor(),
      mostRequests: Decimal.max(ZERO, ...requests.values()),
      usedUpIn,
    };
  });
}
