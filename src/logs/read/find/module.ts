import { getRandomValues } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TrailcostError } from '../../../base/errors.js';
import { builtFile } from '../../../files/package-folder.js';

/** As far as it is used here: Node's types lack it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
  CompileError: new () => Error;
};

/** A number that the module holds. */
interface Held {
  readonly value: number;
}

/** What `logs/scan` gives; each is described there. */
export interface ScanModule {
  memory: { readonly buffer: ArrayBuffer };
  INPUT: Held;
  TEXT: Held;
  REGIONS: Held;
  TIME_SLOTS: Held;
  reserve(bytes: number): void;
  mark(): void;
  afterBlanks(at: number): number;
  endOfValue(at: number, depth: number): number;
  begin(isDated: boolean, lowTime: number, highTime: number): void;
  takeRecords(at: number, isList: boolean, depth: number, mostBytes: number): number;
  rowsStart(): number;
  count: Held;
  elementStart: Held;
  elementEnd: Held;
  next: Held;
  isOver: Held;
  firstTime: Held;
  lastTime: Held;
  regions: Held;
  timeSlots: Held;
  rows: Held;
  forgetNames(chance: bigint): void;
  namesFullness(): number;
  nameStart(name: number): number;
  nameBytes(name: number): number;
  hashOfText(bytes: number): bigint;
}

const FILE = 'logs/scan.wasm';

let loaded: ScanModule | undefined;

/**
 * The module that goes over the bytes of logs; each thread has one. There is no slower way beside it: WebAssembly's SIMD is part of every
 * Node.js that trailcost runs on, and of every 64-bit processor since about 2011, and a second way to read logs would have to be proved
 * equal for nobody.
 *
 * @throws TrailcostError `file-unreadable`
 */
export function scanModule(): ScanModule {
  loaded ??= load();
  return loaded;
}

function load(): ScanModule {
  const bytes = readFileSync(builtFile(FILE));
  try {
    const scan = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as ScanModule;
    forgetNames(scan);
    return scan;
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    const what = 'cannot be loaded: this processor lacks SIMD for WebAssembly, without which logs are not read';
    throw new TrailcostError('file-unreadable', { where: FILE, what, remedy: 'Count on another machine.' }, error);
  }
}

/** Forgets what the module has numbers for; nobody can know which it gives next. */
export function forgetNames(scan: ScanModule): void {
  const [chance = 0n] = getRandomValues(new BigUint64Array(1));
  scan.forgetNames(chance);
}
