import { deserialize, serialize } from 'node:v8';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { word } from '../../base/hash.js';
import { isObject, keysOf } from '../../base/records.js';
import type { Failure } from '../../files/unreadable.js';
import { GET } from '../classify/finding.js';
import { RULES } from '../classify/rules.js';
import { filesOf, type Handover, handoverOf } from '../read/handover.js';
import { AT, type Batch, FILE_AT, FILE_STRIDE, SHARED_AT, SHARED_STRIDE, STRIDE } from '../read/keep/batch.js';
import { type Intake, nothingRead } from '../read/keep/intake.js';
import type { TaskResult } from '../read/task.js';
import { MOST_FRAME_BYTES } from './frames.js';

/** That a portion is whole: all its results come before. */
export interface WholePortion {
  name: string;
  fingerprint: string;
  results: number;
  failures: Failure[];
}

interface KeptResult {
  batch: Batch;
  bytes: number;
  files: Handover;
}

export function packedResult({ batch, bytes, files }: TaskResult): Buffer {
  const handover = handoverOf(files);
  // Where they were read may be gone, and is nobody's to know.
  const folders = handover.folders.map(({ path }) => ({ path, place: path }));
  return packed({ batch, bytes, files: { ...handover, folders } } satisfies KeptResult);
}

/** Undefined where it is none. */
export function resultIn(content: Buffer): TaskResult | undefined {
  const value = unpacked(content);
  return isKeptResult(value) ? { batch: value.batch, bytes: value.bytes, files: filesOf(value.files) } : undefined;
}

export function packedPortion(portion: WholePortion): Buffer {
  return packed(portion);
}

/** Undefined where it is none. */
export function portionIn(content: Buffer): WholePortion | undefined {
  const value = unpacked(content);
  return isWholePortion(value) ? value : undefined;
}

function packed(value: unknown): Buffer {
  return deflateRawSync(serialize(value), { level: constants.Z_BEST_SPEED });
}

/** Whatever it is, or undefined where it is nothing. */
function unpacked(content: Buffer): unknown {
  try {
    return deserialize(inflateRawSync(content, { maxOutputLength: MOST_FRAME_BYTES }));
  } catch {
    return undefined;
  }
}

function isWholePortion(value: unknown): value is WholePortion {
  if (!isObject(value)) return false;
  const { name, fingerprint, results, failures } = value;
  return isText(name) && isText(fingerprint) && isCount(results) && isListOf(failures, isFailure);
}

function isKeptResult(value: unknown): value is KeptResult {
  return isObject(value) && isCount(value['bytes']) && isHandover(value['files']) && isBatch(value['batch'], value['files'].names.length);
}

function isHandover(value: unknown): value is Handover {
  if (!isObject(value)) return false;
  const { folders, at, names, minutes } = value;
  if (!isListOf(folders, isFolder) || !isListOf(names, isText) || !isListOf(at, isCount) || !isListOf(minutes, isMinute)) return false;
  return at.length === names.length && minutes.length === names.length && at.every((folder) => folder < folders.length);
}

function isBatch(value: unknown, taskFiles: number): value is Batch {
  if (!isObject(value)) return false;
  const { intake, otherGets, findings, shared, files, members, principals, trace } = value;
  if (!isIntake(intake) || !isWords(findings, STRIDE) || !isWords(shared, SHARED_STRIDE) || !isWords(files, FILE_STRIDE)) return false;
  if (!isListOf(members, isNamedFile) || !isListOf(principals, isPrincipal)) return false;
  const areNames = [value['regions'], value['buckets'], value['trails'], value['tools']].every((names) => isListOf(names, isText));
  const areOthers = isListOf(otherGets, isOtherGet) && isListOf(trace, isTraceRow);
  const knownFiles = files.length / FILE_STRIDE;
  const knownShared = shared.length / SHARED_STRIDE;
  return (
    areNames &&
    areOthers &&
    eachIn(files, FILE_STRIDE, (at) => word(files, at + FILE_AT.index) < taskFiles && word(files, at + FILE_AT.member) <= members.length) &&
    eachIn(findings, STRIDE, (at) => word(findings, at + AT.file) < knownFiles && word(findings, at + AT.shared) < knownShared) &&
    eachIn(shared, SHARED_STRIDE, (at) => {
      const rule = word(shared, at + SHARED_AT.rule);
      return word(shared, at + SHARED_AT.principal) < principals.length && (rule < RULES.length || rule === GET);
    })
  );
}

function eachIn(words: Uint32Array, stride: number, isSound: (at: number) => boolean): boolean {
  for (let at = 0; at < words.length; at += stride) if (!isSound(at)) return false;
  return true;
}

/** Each field as nothing read has it: a number, a set, a map, a list. */
function isIntake(value: unknown): value is Intake {
  if (!isObject(value)) return false;
  const nothing = nothingRead();
  return keysOf(nothing).every((field) => Object.prototype.toString.call(value[field]) === Object.prototype.toString.call(nothing[field]));
}

function isWords(value: unknown, stride: number): value is Uint32Array {
  return value instanceof Uint32Array && value.length % stride === 0;
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isMinute(value: unknown): value is number | undefined {
  return value === undefined || Number.isSafeInteger(value);
}

function hasTexts(value: unknown, fields: readonly string[]): value is Record<string, string> {
  return isObject(value) && fields.every((field) => isText(value[field]));
}

const isFolder = (value: unknown): value is Handover['folders'][number] => hasTexts(value, ['path', 'place']);
const isFailure = (value: unknown): value is Failure => hasTexts(value, ['file', 'reason']);
const isPrincipal = (value: unknown): value is Batch['principals'][number] => hasTexts(value, ['account', 'name', 'uniqueId', 'session']);
const isNamedFile = (value: unknown): value is Batch['members'][number] =>
  isObject(value) && isText(value['path']) && isMinute(value['minute']);
const isOtherGet = (value: unknown): value is Batch['otherGets'][number] =>
  isObject(value) && isText(value['bucket']) && isPrincipal(value['principal']);
const isTraceRow = (value: unknown): value is Batch['trace'][number] =>
  isObject(value) && isCount(value['finding']) && isCount(value['recordIndex']) && hasTexts(value, ['file', 'eventId', 'object']);
