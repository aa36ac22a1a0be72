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
      const place = index % MOST_EXPECTED;
      if (place === 0) this.#recordings.expect(findings, at + AT.id, STRIDE, Math.min(MOST_EXPECTED, all - index));
      const file = entryAt(files, word(findings, at + AT.file));
      const one = entryAt(shared, word(findings, at + AT.shared));
      const hour = Math.max(deliveredHour, Math.floor(word(findings, at + AT.time) / 3600));
      if (!this.#take(findings, at, place, one, file, hour)) continue;
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

  #take(words: Uint32Array, at: number, place: number, { isRecorded, recipient }: CountedShared, file: CountedFile, hour: number): boolean {
    const account = recipient === 0 ? file.account : recipient;
    const isNew = this.#isNew(words, at, place, file.isAgain, account, isRecorded ? file.mark : 0, hour);
    if (isRecorded && !(isNew && hasId(words, at + AT.id))) this.#takeAgain(place, isNew, account, file.mark, hour);
    return isNew;
  }

  /** An event by its identifier; a GET also by S3's id of the request, which access logs and data events share. */
  #isNew(words: Uint32Array, at: number, place: number, isFileAgain: boolean, account: number, mark: number, hour: number): boolean {
    const isNamed = hasId(words, at + AT.id);
    const hasRequestId = words[at + AT.requestId] !== 0 || words[at + AT.requestId + 1] !== 0;
    if (!isNamed && !hasRequestId && isFileAgain) return false;
    if (!isNamed && !hasRequestId) this.#intake.withoutId += 1;
    if (isNamed && !this.#recordings.isNew(place, account, mark, hour)) return false;
    return !hasRequestId || this.#requestIds.add(requestIdOf(words, at), 0, hour);
  }

  /** One more recording of an event, or one of an event without an identifier. */
  #takeAgain(place: number, isNew: boolean, account: number, mark: number, hour: number): void {
    const recording = this.#recordings.again(place, account, mark, hour);
    if (isNew) return;
    if (recording === 'first') this.#intake.firstCopies += 1;
    if (recording === 'paid') this.#intake.paidCopies += 1;
    if (recording === 'untold') this.#intake.untoldCopies += 1;
  }
}

function hasId(words: Uint32Array, at: number): boolean {
  return words[at] !== 0 || words[at + 1] !== 0 || words[at + 2] !== 0 || words[at + 3] !== 0;
}

const requestId = new Uint32Array(ID_WORDS);

/** S3's id of a request, in the form of an event's identifier. */
function requestIdOf(words: Uint32Array, at: number): Uint32Array {
  requestId[0] = word(words, at + AT.requestId);
  requestId[1] = word(words, at + AT.requestId + 1);
  return requestId;
}
