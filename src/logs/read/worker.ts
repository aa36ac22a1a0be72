import { parentPort, workerData } from 'node:worker_threads';
import { filesOf, type Handover } from './handover.js';
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

parentPort?.on('message', (handover: Handover) => {
  last = last.then(() => answer(handover));
});

async function answer(handover: Handover): Promise<void> {
  const result = await readFiles(filesOf(handover), settings, { permit });
  parentPort?.postMessage(result, [result.batch.findings.buffer, result.batch.shared.buffer, result.batch.files.buffer]);
}
