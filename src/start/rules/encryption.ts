import type { BucketFacts, KeyFacts } from '../facts.js';
import { type Found, known, said } from './found.js';

/** A bucket's default encryption as a file gives it. */
export interface GivenEncryption {
  algorithm: string | undefined;
  /** Empty where it is known to name none. */
  key: string | undefined;
  hasBucketKey: boolean | undefined;
}

const S3_KEY = 'alias/aws/s3';
const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;

/** Whether a key's name is that of an AWS managed one; a key's ARN does not tell. */
export function isAwsManaged(key: string): boolean {
  return /(?:^|:)alias\/aws\//.test(key);
}

/** What a bucket's default encryption means for log files: a trail that names a key encrypts with that one. */
export function encryptionFound(given: GivenEncryption, origin: string): Found<Partial<BucketFacts>> & { keys: KeyFacts[] } {
  const encryption = ALGORITHMS.find((name) => name === given.algorithm);
  const isKms = encryption === 'aws:kms' || encryption === 'aws:kms:dsse';
  const key = isKms ? given.key || (given.key === '' ? S3_KEY : undefined) : undefined;
  const hasBucketKey = encryption === 'aws:kms:dsse' ? false : given.hasBucketKey;
  const isManaged = key !== undefined && isAwsManaged(key);
  return {
    says: known<Partial<BucketFacts>>({
      encryption: said(encryption, origin),
      key: said(key, origin),
      hasBucketKey: said(hasBucketKey, origin),
    }),
    keys: isManaged ? [{ id: key, isCustomerManaged: { value: false, origin } }] : [],
    warnings: [...timeWarnings(origin, encryption), ...oddities(given, encryption, origin), ...(isManaged ? [managedWarning(origin)] : [])],
  };
}

function timeWarnings(origin: string, encryption: string | undefined): string[] {
  if (encryption === undefined) return [];
  return [
    `${origin} shows how the bucket encrypts new objects: it does not say since when, and older files keep the encryption that they were ` +
      'written with.',
    `${origin} shows the bucket's default only: a trail with a key of its own encrypts its files with that key.`,
  ];
}

function managedWarning(origin: string): string {
  return `By ${origin} the bucket's default key is the AWS managed key aws/s3, whose requests are billed while its storage is free.`;
}

function oddities({ algorithm, hasBucketKey }: GivenEncryption, encryption: string | undefined, origin: string): string[] {
  if (encryption === undefined && algorithm !== undefined) return [`${origin} names an encryption that is not known here: ${algorithm}.`];
  if (encryption === 'aws:kms:dsse' && hasBucketKey === true)
    return [`${origin} has a Bucket Key with DSSE-KMS, which Amazon S3 does not support: none is taken.`];
  if (encryption === 'AES256' && hasBucketKey === true)
    return [`By ${origin} the Bucket Key is on while the default is SSE-S3: it serves only files of a trail with a key of its own.`];
  return hasBucketKey === undefined && encryption !== 'aws:kms:dsse' ? [`${origin} does not say whether the bucket has a Bucket Key.`] : [];
}
