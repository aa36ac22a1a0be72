import { parentPort, workerData } from 'node:worker_threads';
import type { LogFile } from './log-file.js';
import { readFiles, type Settings } from './task.js';

const settings = workerData as Settings;

parentPort?.on('message', (files: LogFile[]) => {
  const result = readFiles(files, settings);
  parentPort?.postMessage(result, [result.batch.findings.buffer]);
});
