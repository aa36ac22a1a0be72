// Loaded before the program: sends it a signal as it is about to take a step with a file; both are in STOP_AT, as `rename SIGKILL`.

import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [step, signal] = process.env.STOP_AT.split(' ');

async function stop() {
  process.kill(process.pid, signal);
  // A process that only waits for a signal would end.
  const alive = setInterval(() => undefined, 1000);
  await new Promise((resolve) => process.once(signal, resolve));
  clearInterval(alive);
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
