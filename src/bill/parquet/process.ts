import { Worker } from 'node:worker_threads';
import { builtFile } from '../../files/package-folder.js';
import type { Answer, Question } from './message.js';
import { Progress } from './progress.js';
import { type Usage, Watch } from './watch.js';

/*
 * A process of its own reads files that nobody vouches for: memory that runs out in a thread takes its whole process along. One thread does
 * the reading; this one watches it, and answers in its place where it would not.
 */

const LOOK_EVERY_MS = 50;

const progress = new Progress();
const watch = new Watch(usage());
const reader = new Worker(builtFile('bill/parquet/worker.cjs'), { workerData: progress.memory });
/** Whether an answer is due: each question has one. */
let isAsked = false;
/** What every question is answered once the reading thread has ended. */
let end: Answer | undefined;

reader.on('message', (answer: Answer) => send(answer));
reader.on('error', (error) => ended(answerOfError(error)));
reader.on('exit', (code) => ended({ defect: `the thread that reads Parquet ended with code ${code}` }));
process.on('message', (question: Question) => {
  isAsked = true;
  if (end === undefined) reader.postMessage(question);
  else send(end);
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Ctrl-C reaches every process of a terminal; whoever asks ends this one.
process.on('SIGINT', () => undefined);

setInterval(() => {
  const limit = watch.limitReached(usage(), progress);
  if (limit !== undefined) send({ limit });
}, LOOK_EVERY_MS);

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { ms: performance.now(), processorMs: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() };
}

/** The first that is told of the end says why. */
function ended(answer: Answer): void {
  end ??= answer;
  send(end);
}

/** V8 ends a thread whose heap is full. On a small machine, or under a limit of its user, that comes before this process's own limit. */
function answerOfError(error: unknown): Answer {
  if (!(error instanceof Error)) return { defect: String(error) };
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { limit: 'memory' };
  return { defect: error.stack ?? error.message };
}

function send(answer: Answer): void {
  if (isAsked) process.send?.(answer);
  isAsked = false;
}
