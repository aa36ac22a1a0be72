import { Worker } from 'node:worker_threads';
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
const reader = new Worker(new URL('worker.js', import.meta.url), { workerData: progress.memory });
/** Whether an answer is due: each question has one. */
let isAsked = false;

reader.on('message', (answer: Answer) => send(answer));
reader.on('error', (error: Error) => send({ defect: error.stack ?? error.message }));
process.on('message', (question: Question) => {
  isAsked = true;
  reader.postMessage(question);
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

function send(answer: Answer): void {
  if (isAsked) process.send?.(answer);
  isAsked = false;
}
