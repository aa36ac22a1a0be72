import { parentPort, workerData } from 'node:worker_threads';
import { readFiles, type Settings } from './task.js';

const settings = workerData as Settings;

parentPort?.on('message', (files: string[]) => {
  const outcome = readFiles(files, settings);
  parentPort?.postMessage(outcome, [outcome.batch.findings.buffer as ArrayBuffer]);
});
