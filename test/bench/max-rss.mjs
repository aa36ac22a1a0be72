// Preloaded with --import: tells the peak memory of the process, workers included, on any system.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Workers inherit the preload, but the peak is the whole process's.
if (isMainThread) process.on('exit', () => writeSync(2, `\nmaxRSS ${process.resourceUsage().maxRSS}\n`));
