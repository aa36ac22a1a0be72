import { MOST_MEMORY_BYTES, mostAddedBytes, mostMs } from './limits.js';
import type { Limit } from './message.js';

/** What a process has used so far. */
export interface Usage {
  /** Of the clock. */
  ms: number;
  /** Of processors. */
  processorMs: number;
  memoryBytes: number;
}

/** Sees whether work goes on, by looking at it from time to time. */
export class Watch {
  #steps = 0;
  #spentMs = 0;
  #before: Usage;
  #atStep: Usage;

  constructor(start: Usage) {
    this.#before = start;
    this.#atStep = start;
  }

  /** The limit that a piece of so many bytes goes beyond, after so many steps. */
  limitReached(usage: Usage, { steps, pieceBytes }: { steps: number; pieceBytes: number }): Limit | undefined {
    // Threads that collect garbage work beside the reading one, and count once.
    const ms = Math.min(usage.ms - this.#before.ms, usage.processorMs - this.#before.processorMs);
    // Before the first step nothing of a file is read.
    const isSamePiece = steps > 0 && steps === this.#steps;
    this.#spentMs = isSamePiece ? this.#spentMs + ms : 0;
    if (!isSamePiece) this.#atStep = usage;
    this.#steps = steps;
    this.#before = usage;
    const addedBytes = usage.memoryBytes - this.#atStep.memoryBytes;
    if (usage.memoryBytes > MOST_MEMORY_BYTES || addedBytes > mostAddedBytes(pieceBytes)) return 'memory';
    return this.#spentMs > mostMs(pieceBytes) ? 'time' : undefined;
  }
}
