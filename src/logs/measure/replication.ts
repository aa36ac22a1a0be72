import type { Reader } from '../count/reader.js';
import { FRESH_SHARE, freshShare, isSeenOnce, newestShare } from './infer.js';

/** Copies for each Decrypt by which a replication is known: one each, as far as the logs have both. */
const LEAST_COPIES = 0.5;
const MOST_COPIES = 2;

/**
 * Whether a reader is S3 replication: as files come, it decrypts each at the source and writes its copy at the destination, without a GET.
 * Who copies files of old, or once, is none.
 */
export function isReplicating({ decrypts, copies, gets }: Reader): boolean {
  if (copies.total < decrypts.total * LEAST_COPIES || copies.total > decrypts.total * MOST_COPIES) return false;
  if (decrypts.total === 0 || gets.total * 2 >= decrypts.total) return false;
  return newestShare(decrypts) >= FRESH_SHARE || (freshShare(decrypts) >= FRESH_SHARE && !isSeenOnce(decrypts));
}
