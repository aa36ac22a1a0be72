// Loaded before the program: sends it a signal as it is about to take a step with a file; both are in STOP_AT, as `rename SIGKILL`.

import { once } from 'node:events';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { parentPort } from 'node:worker_threads';

const [step, signal] = process.env.STOP_AT.split(' ');

/** The first thread hears the signal, and tells the thread of a command where there is one. */
async function stop() {
  if (parentPort === null) {
    // A process that only waits for a signal would end.
    const waiting = setInterval(() => undefined, 1000);
    process.kill(process.pid, signal);
    await once(process, signal);
    clearInterval(waiting);
    return;
  }
  const told = once(parentPort, 'message');
  // A thread that only waits for this would end.
  parentPort.ref();
  process.kill(process.pid, signal);
  await told;
  parentPort.unref();
}

function stopBefore(owner) {
  const { [step]: original } = owner;
  owner[step] = async function stopping(...given) {
    await stop();
    return original.apply(this, given);
  };
}

async function fileHandlePrototype() {
  const file = await promises.open('/dev/null');
  await file.close();
  return Object.getPrototypeOf(file);
}

if (step === 'rename') stopBefore(promises);
if (step === 'sync') stopBefore(await fileHandlePrototype());
if (step === 'rmSync') fs.rmSync = () => process.kill(process.pid, signal);
if (step === 'writeFile') {
  // Half of the content is there already.
  const prototype = await fileHandlePrototype();
  const { writeFile } = prototype;
  prototype.writeFile = async function stopping(content, options) {
    const bytes = Buffer.from(content);
    const half = bytes.length >> 1;
    await writeFile.call(this, bytes.subarray(0, half));
    await stop();
    await writeFile.call(this, bytes.subarray(half), options);
  };
}
syncBuiltinESMExports();
