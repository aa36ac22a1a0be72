import { parentPort, workerData } from 'node:worker_threads';
import type { LogFile } from './log-file.js';
import type { Permit } from './permit.js';
import { readFiles, type Settings } from './task.js';

/** What a worker starts with. */
export interface WorkerData {
  settings: Settings;
  permit: Permit;
}

const { settings, permit } = workerData as WorkerData;

/** Tasks are done one after the other, though reading an archive waits. */
let last = Promise.resolve();

parentPort?.on('message', (files: LogFile[]) => {
  last = last.then(() => answer(files));
});

async function answer(files: LogFile[]): Promise<void> {
  const result = await readFiles(files, settings, { permit });
  parentPort?.postMessage(result, [result.batch.findings.buffer]);
}
