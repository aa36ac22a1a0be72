import { parentPort, workerData } from 'node:worker_threads';
import type { LogFile } from './log-file.js';
import { readFiles, type Settings } from './task.js';

const settings = workerData as Settings;

/** Tasks are done one after the other, though reading an archive waits. */
let last = Promise.resolve();

parentPort?.on('message', (files: LogFile[]) => {
  last = last.then(() => answer(files));
});

async function answer(files: LogFile[]): Promise<void> {
  const result = await readFiles(files, settings);
  parentPort?.postMessage(result, [result.batch.findings.buffer]);
}
