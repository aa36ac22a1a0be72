import { on, once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Longer than this no input may take. The processor's time counts, so that a busy machine makes no fault; of what only waits, six times as
 * much by the clock.
 */
const MOST_SECONDS = 5;
const LOOK_EVERY_MS = 250;
/** Every input is small: so much more at its peak comes of the program. */
const MOST_MEGABYTES = 600;

/** Has inputs judged in a thread of its own, so that one that never ends or takes all memory is a fault like any other. */
export class Court {
  #worker;
  #started;
  #mostSeconds;
  #asked = 0;

  constructor(worker = new URL('worker.mjs', import.meta.url), mostSeconds = MOST_SECONDS) {
    this.#worker = worker;
    this.#mostSeconds = mostSeconds;
  }

  /**
   * What came of an input, in a word.
   *
   * @param {string} target
   * @param {unknown} input
   * @returns {Promise<string>}
   * @throws Error where a judge finds a fault
   */
  async judge(target, input) {
    this.#started ??= startedWorker(this.#worker);
    const worker = await this.#started;
    const before = peakMegabytes();
    const limit = new AbortController();
    this.#asked += 1;
    const answer = answerOf(worker, this.#asked, limit.signal);
    worker.postMessage({ number: this.#asked, target, input });
    const over = watch(limit, this.#mostSeconds);
    const { outcome, fault } = await answer.catch(async (error) => {
      await this.close();
      return { fault: limit.signal.aborted ? `takes more than ${this.#mostSeconds} seconds` : `ends the thread: ${error.message}` };
    });
    clearInterval(over);
    if (fault !== undefined) throw new Error(fault);
    if (peakMegabytes() - before > MOST_MEGABYTES) throw new Error(`takes more than ${MOST_MEGABYTES} MB`);
    return outcome;
  }

  async close() {
    const worker = await this.#started;
    this.#started = undefined;
    await worker?.terminate();
  }
}

/** Of this question: one whose answer nobody waited for any more may still come first. */
async function answerOf(worker, asked, signal) {
  for await (const [{ number, ...answer }] of on(worker, 'message', { signal })) if (number === asked) return answer;
}

async function startedWorker(url) {
  const worker = new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } });
  await once(worker, 'message');
  return worker;
}

function watch(limit, mostSeconds) {
  const start = performance.now();
  const busy = process.cpuUsage();
  return setInterval(() => {
    const { user, system } = process.cpuUsage(busy);
    if (user + system > mostSeconds * 1e6 || performance.now() - start > mostSeconds * 6000) limit.abort();
  }, LOOK_EVERY_MS);
}

function peakMegabytes() {
  return process.resourceUsage().maxRSS / 1024;
}
