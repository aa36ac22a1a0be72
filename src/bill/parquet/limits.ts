import type { Limit } from './message.js';

const MIB = 1024 * 1024;

/** Of the process that reads. Sound bills take a tenth of it; those that have a million rows to a page, a third. */
export const MOST_MEMORY_BYTES = 3072 * MIB;

/**
 * What a piece of the work may take at the least, such as a page, before it is done: many times what it takes. Time is that of the
 * processor, so that a slow disk or a busy machine stops nothing.
 */
const MIN_PIECE_MS = 1000;
const MIN_PIECE_BYTES = 512 * MIB;
/** Large pieces may take more. Real machines read 20 times as fast, and values take a few times the bytes of their page. */
const PIECE_BYTES_A_MS = 2000;
const MEMORY_TIMES_PIECE = 16;

/** Processor time that a piece of so many bytes may take. */
export function mostMs(pieceBytes: number): number {
  return MIN_PIECE_MS + pieceBytes / PIECE_BYTES_A_MS;
}

/** So many bytes may be added to the process's memory by a piece of so many bytes. */
export function mostAddedBytes(pieceBytes: number): number {
  return MIN_PIECE_BYTES + pieceBytes * MEMORY_TIMES_PIECE;
}

/** What is said where reading a file would not end within a limit. */
export const LIMIT_TEXTS: Record<Limit, string> = {
  time: 'takes too long to read: it is damaged, or its pages are far too large',
  memory: 'takes too much memory to read: it is damaged, or its row groups are far too large',
};
