import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { GET } from '../classify/finding.js';
import { type Batch, SHARED_AT, SHARED_STRIDE } from '../read/keep/batch.js';
import { isOwn } from './own.js';
import type { Reader } from './reader.js';
import { USES, type Use } from './uses.js';

/** What findings of a batch have in common, as the count sees it. */
export interface CountedShared {
  reader: Reader;
  /** Of the rule; undefined for GETs. */
  use: Use | undefined;
  /** Of the rule, or {@link GET}. */
  number: number;
  region: string;
  bucket: string;
  trail: string;
  tool: string;
  sessionHigh: number;
  sessionLow: number;
  /** Index in `KINDS`. */
  kind: number;
  /** The account whose trail recorded them, in 32 bits; 0 where it is the file's. */
  recipient: number;
  /** Whether each further recording of them is one: what tells of an event anew is no further trail's. */
  isRecorded: boolean;
  /** Whether they are this program's own reads. */
  isOwn: boolean;
}

/** By the index in the batch. */
export function countedShared(batch: Batch, readers: readonly Reader[]): CountedShared[] {
  const words = batch.shared;
  return Array.from({ length: words.length / SHARED_STRIDE }, (_, index) => {
    const at = index * SHARED_STRIDE;
    const number = word(words, at + SHARED_AT.rule);
    const use = number === GET ? undefined : entryAt(USES, number);
    const reader = entryAt(readers, word(words, at + SHARED_AT.principal));
    const tool = batch.tools[word(words, at + SHARED_AT.tool)] ?? '';
    const sessionHigh = word(words, at + SHARED_AT.session);
    const sessionLow = word(words, at + SHARED_AT.session + 1);
    return {
      reader,
      use,
      number,
      region: batch.regions[word(words, at + SHARED_AT.region)] ?? '',
      bucket: batch.buckets[word(words, at + SHARED_AT.bucket)] ?? '',
      trail: batch.trails[word(words, at + SHARED_AT.trail)] ?? '',
      tool,
      sessionHigh,
      sessionLow,
      kind: word(words, at + SHARED_AT.kind),
      recipient: word(words, at + SHARED_AT.recipient),
      isRecorded: use?.isBillable === true && word(words, at + SHARED_AT.restates) === 0,
      isOwn: isOwn(tool, reader.principal.name, sessionHigh, sessionLow),
    };
  });
}
