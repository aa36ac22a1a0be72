import { forgetNames, type ScanModule } from './module.js';

/** Of 100; a file has room for its own names in what is left. */
const FULL = 75;

let era = 0;
const regions = new Map<number, string>();

/** While it lasts, the module's numbers mean the same; it ends, with a number for nothing, when the module knows too many names. */
export function currentEra(scan: ScanModule): number {
  if (scan.namesFullness() > FULL) {
    forgetNames(scan);
    regions.clear();
    era += 1;
  }
  return era;
}

/** The text that the module has a number for. */
export function regionOf(scan: ScanModule, name: number): string {
  const known = regions.get(name);
  if (known !== undefined) return known;
  const text = Buffer.from(scan.memory.buffer, scan.nameStart(name), scan.nameBytes(name)).toString();
  regions.set(name, text);
  return text;
}
