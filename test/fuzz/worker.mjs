// Judges one input after the other, in a thread that can be ended.
import { parentPort } from 'node:worker_threads';
import { TARGETS } from './targets.mjs';

parentPort?.on('message', async ({ number, target, input }) => {
  try {
    parentPort?.postMessage({ number, outcome: await TARGETS[target].judge(input) });
  } catch (error) {
    parentPort?.postMessage({ number, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

parentPort?.postMessage({ outcome: 'ready' });
