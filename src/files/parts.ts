import { readlink, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { namesIn } from './folders.js';
import { isSystemError } from './system-errors.js';

/** A process, so that no other one is meant, be it of another host that shares the folder. */
interface Writer {
  host: string;
  /** Of process ids, on Linux: containers can share the name of their host and a folder, and do not see each other's processes. */
  namespace: string;
  pid: number;
}

/** A file that an output is written to until it is whole, or a folder of what a run needs, and whose it is. */
export interface Part {
  place: string;
  writer: Writer;
}

/** Of a file's name in the name of its part; with all that follows it, that stays within the 255 bytes that a name may have. */
const MAX_NAME_BYTES = 100;
const MAX_HOST_NAME = 60;

/** Where an output is written until it is whole: beside its place, so that it can be renamed, under a name that tells who writes it. */
export async function newPart(place: string): Promise<string> {
  const { host, namespace, pid } = await thisProcess();
  // The module would be loaded at every start, where the global one is when it is used.
  const chance = Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex');
  return join(dirname(place), `${nameStart(place)}${host}-${namespace}-${pid}-${chance}.part`);
}

/**
 * Deletes the parts of an output whose process is gone: one that was killed could not.
 *
 * @returns parts of the same output that stay, since their process runs, or is not of this host, or they may not be deleted
 */
export async function clearParts(place: string): Promise<Part[]> {
  const own = await thisProcess();
  const stay: Part[] = [];
  for (const part of await partsOf(place)) {
    const { host, namespace, pid } = part.writer;
    const isGone = host === own.host && namespace === own.namespace && !isRunning(pid);
    if (!isGone || !(await isDeleted(part.place))) stay.push(part);
  }
  return stay;
}

async function partsOf(place: string): Promise<Part[]> {
  const start = nameStart(place);
  const folder = dirname(place);
  return (await namesIn(folder)).flatMap((name) => {
    const rest = name.startsWith(start) ? name.slice(start.length) : '';
    const [, host, namespace, pid] = /^([^-]+)-(\d+)-(\d+)-[0-9a-f]{16}\.part$/.exec(rest) ?? [];
    if (host === undefined || namespace === undefined) return [];
    return [{ place: join(folder, name), writer: { host, namespace, pid: Number(pid) } }];
  });
}

function nameStart(place: string): string {
  return `${Buffer.from(basename(place)).subarray(0, MAX_NAME_BYTES).toString()}.trailcost-`;
}

async function thisProcess(): Promise<Writer> {
  const host = hostname()
    .replaceAll(/[^\w.]/g, '_')
    .slice(0, MAX_HOST_NAME);
  return { host, namespace: await namespaceOfPids(), pid: process.pid };
}

/** 0 where the system has none. */
async function namespaceOfPids(): Promise<string> {
  try {
    return (await readlink('/proc/self/ns/pid')).replaceAll(/\D/g, '');
  } catch (error) {
    if (isSystemError(error)) return '0';
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user, it runs and may not be sent a signal.
    if (isSystemError(error)) return error.code !== 'ESRCH';
    throw error;
  }
}

async function isDeleted(place: string): Promise<boolean> {
  try {
    await rm(place, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
