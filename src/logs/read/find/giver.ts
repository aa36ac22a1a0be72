import { isObject } from '../../../base/records.js';
import { canCount } from '../../classify/log-record.js';
import { recordOf } from './record.js';
import type { Sink } from './sink.js';
import { whyUntaken } from './untaken.js';
import { isMention, type JsonKind, MAX_RECORD_BYTES, MAX_WRAPPINGS, meaningOf, parsed, strongest, wrappedText } from './wrapped.js';

/** Gives the records in text that is too long to be parsed as a whole. */
export type GiveLong = (text: string, level: number) => JsonKind;

/** Finds the records in values that were parsed, whatever wraps them. */
export class Giver {
  readonly #sink: Sink;
  readonly #giveLong: GiveLong;

  constructor(sink: Sink, giveLong: GiveLong) {
    this.#sink = sink;
    this.#giveLong = giveLong;
  }

  /** @param level how many objects, lists and texts are around the value */
  give(value: unknown, level: number): JsonKind {
    if (!isObject(value) || level > MAX_WRAPPINGS) return 'other';
    if (Array.isArray(value)) return this.#giveAll(value, level);
    const meaning = meaningOf(value);
    if (meaning === 'record') return this.#giveRecord(value);
    if (meaning === 'list') return this.give(value['Records'], level);
    if (meaning === 'empty list') return 'records';
    if (meaning === 'digest') return 'digest';
    return this.untakenOr(value, new Set(Object.keys(value).map((name) => this.giveField(name, value[name], level + 1))));
  }

  /** The same of a field of an object, or, with an empty name, of an element of a list. */
  giveField(name: string, value: unknown, level: number): JsonKind {
    if (typeof value !== 'string') return name !== '' && isMention(value) ? 'other' : this.give(value, level);
    const text = name === 'CloudTrailEvent' ? value : wrappedText(value);
    if (text === undefined) return 'other';
    return text.length > MAX_RECORD_BYTES ? this.#giveLong(text, level) : this.give(parsed(text), level);
  }

  /**
   * What an object is whose fields were given: one that should be a record itself, where they hold none, cannot be taken.
   *
   * @param kinds what its fields are
   */
  untakenOr(value: Readonly<Record<string, unknown>>, kinds: ReadonlySet<JsonKind>): JsonKind {
    const reason = kinds.has('records') ? undefined : whyUntaken(value);
    if (reason === undefined) return strongest(kinds);
    this.#sink.untaken(reason);
    return 'records';
  }

  #giveAll(elements: readonly unknown[], level: number): JsonKind {
    return strongest(new Set(elements.map((element) => this.giveField('', element, level + 1))));
  }

  #giveRecord(value: unknown): JsonKind {
    const record = recordOf(value);
    this.#sink.record(record.eventTime, record.region, canCount(record.eventSource, record.eventName) ? record : undefined);
    return 'records';
  }
}
