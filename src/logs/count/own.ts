import { remembered } from '../../base/memo.js';
import { SECONDS_AN_HOUR } from '../../base/time.js';
import { isOwnName, OWN_NAME } from '../classify/tools.js';
import { writeTextHash } from '../read/keep/text-hash.js';
import { Sums } from './sums.js';

/** What this program itself reads, to count, of one reader: it does not come again by itself. */
export class OwnReads {
  /** By hour since 1970-01-01 UTC. */
  readonly gets = new Sums<number>();
  readonly decrypts = new Sums<number>();

  addGet(second: number): void {
    this.gets.add(Math.floor(second / SECONDS_AN_HOUR));
  }

  addDecrypt(second: number, times: number): void {
    this.decrypts.add(Math.floor(second / SECONDS_AN_HOUR), times);
  }

  absorb(other: OwnReads): void {
    this.gets.absorb(other.gets);
    this.decrypts.absorb(other.decrypts);
  }
}

const isNamedSo = remembered(isOwnName, { most: 1000 });
const session = new Uint32Array(2);
let isHashed = false;

/**
 * Whether a read is this program's own, as its tool, its session's name or its reader's says.
 *
 * @param name of the reader
 */
export function isOwn(tool: string, name: string, sessionHigh: number, sessionLow: number): boolean {
  if (tool === OWN_NAME) return true;
  if (!isHashed) writeTextHash(OWN_NAME, session, 0);
  isHashed = true;
  return (sessionHigh === session[0] && sessionLow === session[1]) || isNamedSo(name);
}
