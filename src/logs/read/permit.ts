const FREE = 0;
const TAKEN = 1;

/** What workers share so that only one of them has a large file in its memory, however many they are. */
export type Permit = Int32Array<SharedArrayBuffer>;

export function newPermit(): Permit {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Does what only one may do at a time. A worker that waits has nothing else to do. */
export async function withPermit<T>(permit: Permit | undefined, work: () => Promise<T>): Promise<T> {
  if (permit === undefined) return await work();
  while (Atomics.compareExchange(permit, 0, FREE, TAKEN) !== FREE) Atomics.wait(permit, 0, TAKEN);
  try {
    return await work();
  } finally {
    Atomics.store(permit, 0, FREE);
    Atomics.notify(permit, 0, 1);
  }
}
