import { parentPort, workerData } from 'node:worker_threads';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import { ParquetContent } from './content.js';
import type { Answer, Question, Slice } from './message.js';
import { Progress } from './progress.js';

/** Reads for the process whose main thread watches this one. */
const progress = new Progress(workerData);
let content: ParquetContent | undefined;
let slices: AsyncGenerator<Slice> | undefined;

parentPort?.on('message', async (question: Question) => {
  progress.step();
  const answer = await answerTo(question);
  const buffers = 'slice' in answer ? answer.slice.columns.map(({ at }) => at.buffer) : [];
  parentPort?.postMessage(answer, buffers);
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    return 'open' in question ? { header: await opened(question.open) } : await nextSlice(question.columns);
  } catch (thrown) {
    const error = unreadableBy(thrown);
    if (error instanceof Unreadable) return { unreadable: error.message };
    throw thrown;
  }
}

async function opened(place: string): Promise<string[]> {
  await content?.close();
  [content, slices] = [undefined, undefined];
  content = await ParquetContent.open(place, progress);
  return [...content.header];
}

async function nextSlice(columns: readonly number[]): Promise<Answer> {
  if (content === undefined) throw new TypeError('no file is open');
  slices ??= content.slices(columns);
  const next = await slices.next();
  return next.done === true ? { done: true } : { slice: next.value };
}
