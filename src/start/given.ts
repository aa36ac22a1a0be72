import { TrailcostError } from '../base/errors.js';
import { isObject } from '../base/records.js';

/** Where a value comes from, for messages. */
export interface Source {
  /** As a remark names it: `describe-trails in trails.json`. */
  origin: string;
  /** What to do about a value that is not as it should be. */
  remedy: string;
}

/** A group of fields of somebody's JSON or YAML. What is absent or null is `undefined`; another type is an error that says where. */
export class Given {
  readonly source: Source;
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;

  /**
   * @param place where the group is in its file, such as `trailList[0]`; empty for the file itself
   *
   * @throws TrailcostError for what is no group of fields
   */
  constructor(value: unknown, source: Source, place = '') {
    this.source = source;
    this.#place = place;
    if (!isObject(value) || Array.isArray(value)) throw unfit(source, place, value, 'a group of fields');
    this.#fields = value;
  }

  /** Whether the field is there, be it null. */
  has(field: string): boolean {
    return Object.hasOwn(this.#fields, field);
  }

  text(field: string): string | undefined {
    return this.#typed(field, isText, 'text');
  }

  flag(field: string): boolean | undefined {
    return this.#typed(field, isFlag, 'true or false');
  }

  number(field: string): number | undefined {
    return this.#typed(field, isNumber, 'a number');
  }

  list(field: string): readonly unknown[] | undefined {
    return this.#typed(field, isList, 'a list');
  }

  group(field: string): Given | undefined {
    const value = this.value(field);
    return value === undefined ? undefined : new Given(value, this.source, this.#at(field));
  }

  groups(field: string): Given[] | undefined {
    return this.list(field)?.map((value, index) => new Given(value, this.source, `${this.#at(field)}[${index}]`));
  }

  texts(field: string): string[] | undefined {
    return this.list(field)?.map((value, index) => {
      if (!isText(value)) throw unfit(this.source, `${this.#at(field)}[${index}]`, value, 'text');
      return value;
    });
  }

  /** A list of single values as text: YAML takes a bare true for more than a word. */
  words(field: string): string[] | undefined {
    return this.list(field)?.map((value, index) => {
      if (isText(value)) return value;
      if (!isFlag(value) && !isNumber(value)) throw unfit(this.source, `${this.#at(field)}[${index}]`, value, 'text');
      return String(value);
    });
  }

  numbers(field: string): number[] | undefined {
    return this.list(field)?.map((value, index) => {
      if (!isNumber(value)) throw unfit(this.source, `${this.#at(field)}[${index}]`, value, 'a number');
      return value;
    });
  }

  /** The field as it is. */
  value(field: string): unknown {
    return this.has(field) ? (this.#fields[field] ?? undefined) : undefined;
  }

  #typed<T>(field: string, fits: (value: unknown) => value is T, type: string): T | undefined {
    const value = this.value(field);
    if (value === undefined || fits(value)) return value;
    throw unfit(this.source, this.#at(field), value, type);
  }

  #at(field: string): string {
    return this.#place === '' ? field : `${this.#place}.${field}`;
  }
}

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function unfit({ origin, remedy }: Source, place: string, value: unknown, type: string): TrailcostError {
  const what = `${place === '' ? 'the content' : place} is ${typeName(value)} and should be ${type}`;
  return new TrailcostError('file-unreadable', { where: origin, what, remedy });
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
