import { type AnswerOptions, answerOf, type BillAnswer } from '../billed/answer.js';
import { billScenario } from '../billed/scenario.js';
import type { BillTotals } from '../billed/totals.js';
import type { BucketFacts, Facts } from './facts.js';
import type { LogKey } from './log-key.js';
import { known, said } from './rules/found.js';

/**
 * What a bill says. The key and the bucket that other files name make it say more: which Decrypts can be of log reads, and the GETs.
 *
 * @param origin as a remark names it
 */
export function billFound(totals: BillTotals, options: AnswerOptions, origin: string): { facts: Partial<Facts>; answer: BillAnswer } {
  const answer = answerOf(totals, options);
  const { keys, bucket, book } = options;
  const account = said(ownerOf(answer, bucket), `${origin}: who pays its S3 requests`);
  const isKeyAbsent = answer.logReads.limits.includes('key-not-on-bill');
  return {
    answer,
    facts: {
      bills: answer.months.length === 0 ? [] : [{ origin, scenario: billScenario(answer, { keys, bucket, book }) }],
      buckets: bucket === undefined ? [] : [known<BucketFacts>({ name: bucket, account })],
      warnings: [
        `${origin} does not say who reads log files, how many there are, nor since when they are encrypted.`,
        ...(isKeyAbsent ? [`${origin} has no request under the key of the logs that other files name.`] : []),
        ...answer.otherCurrencies.map(({ currency }) => `${origin} has rows in ${currency} too, which are left out.`),
      ],
    },
  };
}

/** S3 requests are billed to the bucket's owner. */
function ownerOf({ bucket: asked, groups }: BillAnswer, bucket: string | undefined): string | undefined {
  if (bucket === undefined || asked === undefined) return undefined;
  const accounts = new Set(groups.filter(({ service }) => service === 's3').map(({ account }) => account));
  const [only] = accounts.size === 1 ? accounts : [];
  return only !== undefined && /^\d{12}$/.test(only) ? only : undefined;
}

/** Ids or ARNs by which a bill's rows can be of the key: bills have no aliases. */
export function billedKeys(key: LogKey | undefined): string[] {
  return key === undefined || !/^(?:arn:[\w-]+:kms:[\w-]+:\d{12}:key\/)?[\w-]{8,}$/.test(key.id) ? [] : [key.id];
}
