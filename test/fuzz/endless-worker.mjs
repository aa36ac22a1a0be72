// A judge that never ends, and one whose thread does: for the court's own test.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ target }) => {
  if (target === 'throws') throw new Error('thrown outside of any judge');
  for (;;);
});
parentPort?.postMessage({ outcome: 'ready' });
