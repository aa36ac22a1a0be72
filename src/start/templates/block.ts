import { TrailcostError } from '../../base/errors.js';
import { isObject } from '../../base/records.js';
import type { Source } from '../given.js';

/** Stands for a value that is known only when a template is applied. */
export const UNKNOWN = Symbol('unknown');

/** A value of a template: null where it is known to be absent, undefined where it is known only when the template is applied. */
export type Planned<T> = T | null | undefined;

/** A group of settings in a template, some of which may be known only when it is applied. */
export class Block {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;
  readonly #source: Source;

  constructor(value: unknown, source: Source, place: string) {
    if (!isObject(value) || Array.isArray(value)) throw unfit(source, place, 'a group of fields');
    this.#fields = value;
    this.#source = source;
    this.#place = place;
  }

  /** Whether the template has the field at all. */
  has(field: string): boolean {
    return Object.hasOwn(this.#fields, field);
  }

  /** Text; numbers and truth values are as templates write them. */
  text(field: string): Planned<string> {
    const value = this.#value(field);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (value === null || value === undefined || typeof value === 'string') return value;
    throw unfit(this.#source, `${this.#place}.${field}`, 'text');
  }

  flag(field: string): Planned<boolean> {
    const value = this.#value(field);
    if (value === 'true' || value === 'false') return value === 'true';
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    throw unfit(this.#source, `${this.#place}.${field}`, 'true or false');
  }

  /** A number above zero, since Terraform has a zero for what is absent. */
  number(field: string): Planned<number> {
    const value = this.#value(field);
    if (value === null || value === undefined || value === '') return value === '' ? null : value;
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
    if (Number.isFinite(number)) return number > 0 ? number : null;
    throw unfit(this.#source, `${this.#place}.${field}`, 'a number');
  }

  /** Text items, each known or not. */
  texts(field: string): Planned<string>[] | undefined {
    return this.#items(field)?.map((item, index) => {
      if (item === UNKNOWN) return undefined;
      if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return String(item);
      throw unfit(this.#source, `${this.#place}.${field}[${index}]`, 'text');
    });
  }

  /** Groups of a field, of which a template may have one alone; none where it is absent, undefined where they are not known. */
  blocks(field: string): Block[] | undefined {
    const items = this.#items(field);
    if (items === undefined || items.includes(UNKNOWN)) return undefined;
    return items.map((item, index) => new Block(item ?? {}, this.#source, `${this.#place}.${field}[${index}]`));
  }

  /** The first group of a field: null where there is none. */
  block(field: string): Planned<Block> {
    const blocks = this.blocks(field);
    return blocks === undefined ? undefined : (blocks[0] ?? null);
  }

  /** Whether the field is there and not empty; undefined where it is not known. */
  isSet(field: string): boolean | undefined {
    const items = this.#items(field);
    if (items === undefined) return undefined;
    if (items.includes(UNKNOWN)) return undefined;
    return items.some((item) => !isObject(item) || Object.keys(item).length > 0);
  }

  #items(field: string): unknown[] | undefined {
    const value = this.#value(field);
    if (value === undefined) return undefined;
    return value === null ? [] : [value].flat();
  }

  #value(field: string): unknown {
    const value = Object.hasOwn(this.#fields, field) ? (this.#fields[field] ?? null) : null;
    return value === UNKNOWN ? undefined : value;
  }
}

function unfit({ origin, remedy }: Source, place: string, type: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where: origin, what: `${place} should be ${type}`, remedy });
}
