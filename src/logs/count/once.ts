import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { ID_WORDS } from '../../files/hash.js';
import { AT, STRIDE } from '../read/keep/batch.js';
import type { Intake } from '../read/keep/intake.js';
import type { CountedFile } from './file-names.js';
import { Identifiers } from './identifiers.js';
import { MOST_EXPECTED, Recordings } from './recordings.js';
import type { CountedShared } from './shared.js';

/** Lets each request through once; what comes again is counted as such in the intake. */
export class Once {
  readonly #intake: Intake;
  readonly #recordings = new Recordings();
  readonly #requestIds = new Identifiers();

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  /**
   * The indices of a batch's findings that are new.
   *
   * @param deliveredHour of the last of the files, in hours since 1970-01-01 UTC
   */
  newOf(findings: Uint32Array, shared: readonly CountedShared[], files: readonly CountedFile[], deliveredHour: number): number[] {
    const news: number[] = [];
    const all = findings.length / STRIDE;
    for (let index = 0; index < all; index += 1) {
      const at = index * STRIDE;
      if (placeOf(index) === 0) this.#recordings.expect(findings, at + AT.id, STRIDE, Math.min(MOST_EXPECTED, all - index));
      const file = entryAt(files, word(findings, at + AT.file));
      const one = entryAt(shared, word(findings, at + AT.shared));
      const hour = Math.max(deliveredHour, Math.floor(word(findings, at + AT.time) / 3600));
      if (!this.#take(findings, index, one, file, hour)) continue;
      file.news += 1;
      news.push(index);
    }
    this.#intake.duplicates += all - news.length;
    return news;
  }

  retire(hour: number): void {
    this.#recordings.retire(hour);
    this.#requestIds.retire(hour);
  }

  #take(findings: Uint32Array, index: number, one: CountedShared, file: CountedFile, hour: number): boolean {
    const isNew = this.#isNew(findings, index, one, file, hour);
    if (one.isRecorded && !(isNew && hasId(findings, index * STRIDE))) this.#takeAgain(index, one, file, isNew, hour);
    return isNew;
  }

  /** An event by its identifier; a GET also by S3's id of the request, which access logs and data events share. */
  #isNew(findings: Uint32Array, index: number, one: CountedShared, file: CountedFile, hour: number): boolean {
    const at = index * STRIDE;
    const isNamed = hasId(findings, at);
    const hasRequestId = findings[at + AT.requestId] !== 0 || findings[at + AT.requestId + 1] !== 0;
    if (!isNamed && !hasRequestId && file.isAgain) return false;
    if (!isNamed && !hasRequestId) this.#intake.withoutId += 1;
    const mark = one.isRecorded ? file.mark : 0;
    if (isNamed && !this.#recordings.isNew(placeOf(index), accountOf(one, file), mark, hour)) return false;
    return !hasRequestId || this.#requestIds.add(requestIdOf(findings, at), 0, hour);
  }

  /** One more recording of an event, or one of an event without an identifier. */
  #takeAgain(index: number, one: CountedShared, file: CountedFile, isNew: boolean, hour: number): void {
    const recording = this.#recordings.again(placeOf(index), accountOf(one, file), file.mark, hour);
    if (isNew) return;
    if (recording === 'first') this.#intake.firstCopies += 1;
    if (recording === 'paid') this.#intake.paidCopies += 1;
    if (recording === 'untold') this.#intake.untoldCopies += 1;
  }
}

/** Of a finding, its place among those whose identifiers are looked up together. */
function placeOf(index: number): number {
  return index % MOST_EXPECTED;
}

/** In 32 bits: the account whose trail recorded a finding, or that its file is of. */
function accountOf({ recipient }: CountedShared, { account }: CountedFile): number {
  return recipient === 0 ? account : recipient;
}

function hasId(findings: Uint32Array, at: number): boolean {
  const id = at + AT.id;
  return findings[id] !== 0 || findings[id + 1] !== 0 || findings[id + 2] !== 0 || findings[id + 3] !== 0;
}

const requestId = new Uint32Array(ID_WORDS);

/** S3's id of a request, in the form of an event's identifier. */
function requestIdOf(findings: Uint32Array, at: number): Uint32Array {
  requestId[0] = word(findings, at + AT.requestId);
  requestId[1] = word(findings, at + AT.requestId + 1);
  return requestId;
}
