import { type Decimal, sum } from '../base/decimal.js';
import { findPrice, type PriceBook, unitPrice } from '../prices/book.js';
import { type Figure, figureOf, inNameOrder, type NamedFigure, named } from './figures.js';
import { type Billed, isUsage } from './totals.js';

/** S3 requests of one bucket, and what its GETs would cost as Decrypts. */
export interface BucketAnswer {
  bucket: string;
  /** GetObject requests: with SSE-KMS and no Bucket Key each makes at most one Decrypt. */
  gets: Figure;
  getsBy: {
    month: readonly NamedFigure[];
    /** The account that S3 bills: the bucket owner, or with Requester Pays who asked. */
    account: readonly NamedFigure[];
  };
  /** PutObject requests; CloudTrail's own deliveries are not billed to the bucket's owner. */
  puts: Figure;
  /** Other billed requests of the bucket, such as LIST, HEAD and copies. */
  others: Figure;
  /** The GETs' Decrypts at the price of their Region and month, before the free tier; undefined where a price is not known. */
  decryptCost: { amount: Decimal; currency: string } | undefined;
}

/**
 * What a bill with resource ids says of a bucket; undefined where it has no S3 request of it. Before the switch to SSE-KMS the GETs are the
 * forecast of the Decrypts, and an upper limit: a Bucket Key saves some, and files that are not encrypted with SSE-KMS make none.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function bucketAnswer(groups: readonly Billed[], bucket: string, book: PriceBook): BucketAnswer | undefined {
  const own = groups.filter((group) => group.service === 's3' && isUsage(group) && isRequest(group));
  if (own.length === 0) return undefined;
  const gets = own.filter(isGet);
  return {
    bucket,
    gets: figureOf(gets),
    getsBy: { month: named(gets, ({ month }) => month).sort(inNameOrder), account: named(gets, ({ account }) => account) },
    puts: figureOf(own.filter(isPut)),
    others: figureOf(own.filter((group) => !isGet(group) && !isPut(group))),
    decryptCost: decryptCostOf(gets, book),
  };
}

/** Whether a bucket's requests are reads of objects, by the operation or, where the bill has none, by the price. */
export function isGet({ operation, metric }: Billed): boolean {
  return operation === 'GetObject' || (operation === undefined && metric === 's3-get');
}

function isPut({ operation, metric }: Billed): boolean {
  return operation === 'PutObject' || (operation === undefined && metric === 's3-put');
}

function decryptCostOf(gets: readonly Billed[], book: PriceBook): BucketAnswer['decryptCost'] {
  const costs = gets.map(({ quantity, region = '', month }) => {
    const price = findPrice(book, 'kms-request', region, month);
    return price === undefined ? undefined : { amount: quantity.times(unitPrice(price)), currency: price.currency };
  });
  const known = costs.filter((cost) => cost !== undefined);
  const [first] = known;
  if (first === undefined || known.length < costs.length || known.some(({ currency }) => currency !== first.currency)) return undefined;
  return { amount: sum(known.map(({ amount }) => amount)), currency: first.currency };
}

/** Storage and transfer are of a bucket too. */
function isRequest({ usageType, metric }: Billed): boolean {
  return metric !== undefined || /Requests-/.test(usageType ?? '');
}
