import { isObject } from '../../base/records.js';
import { allOf, anyOf, type Maybe, opposite } from '../rules/maybe.js';
import { UNKNOWN } from './block.js';
import { at } from './references.js';

/** Functions and conditions nest, and may refer to others; a circle is none that CloudFormation takes. */
const MOST_DEPTH = 100;
const MOST_STEPS = 200_000;
/** Stands for a setting that the template takes away. */
const NOTHING = Symbol('nothing');

/**
 * A CloudFormation template's functions and conditions, worked out with the defaults of its parameters, or with values given for them.
 * A resource is its name: a bucket that it gives a name is that, any other its logical id.
 */
export class Intrinsics {
  /** Parameters whose default was taken. */
  readonly defaulted = new Set<string>();
  readonly #template: unknown;
  readonly #parameters: Readonly<Record<string, string>>;
  #left = MOST_STEPS;

  constructor(template: unknown, parameters: Readonly<Record<string, string>>) {
    this.#template = template;
    this.#parameters = parameters;
  }

  /** A value with its functions worked out: what is known only at the deployment is `UNKNOWN`, what is taken away is not there. */
  resolved(value: unknown): unknown {
    const resolved = this.#value(value, 0);
    return resolved === NOTHING ? null : resolved;
  }

  /** Whether a condition holds: undefined where that is known only at the deployment. */
  condition(name: string): Maybe {
    return this.#condition({ Condition: name }, 0);
  }

  #value(value: unknown, depth: number): unknown {
    this.#left -= 1;
    if (depth > MOST_DEPTH || this.#left < 0) return UNKNOWN;
    if (Array.isArray(value)) return value.map((item) => this.#value(item, depth + 1)).filter((item) => item !== NOTHING);
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only !== undefined && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
      return this.#call(only[0], only[1], depth);
    const fields = entries.map(([key, inner]) => [key, this.#value(inner, depth + 1)] as const);
    return Object.fromEntries(fields.filter(([, inner]) => inner !== NOTHING));
  }

  #call(name: string, given: unknown, depth: number): unknown {
    if (name === 'Ref') return this.#ref(given, depth);
    if (name === 'Fn::GetAtt') return this.#attribute(given, depth);
    if (name === 'Fn::Sub') return this.#sub(given, depth);
    if (name === 'Fn::If') return this.#if(given, depth);
    if (name === 'Fn::Join') return this.#join(given, depth);
    if (name === 'Fn::FindInMap') return this.#found(given, depth);
    return UNKNOWN;
  }

  #ref(name: unknown, depth: number): unknown {
    if (typeof name !== 'string') return UNKNOWN;
    if (name === 'AWS::NoValue') return NOTHING;
    if (name === 'AWS::Partition') return 'aws';
    const given = Object.hasOwn(this.#parameters, name) ? this.#parameters[name] : undefined;
    if (given !== undefined) return given;
    const parameter = at(this.#template, 'Parameters', name);
    if (parameter !== undefined) return this.#default(name, parameter);
    return this.#resource(name, depth);
  }

  #default(name: string, parameter: unknown): unknown {
    const value = at(parameter, 'Default');
    // A parameter of Systems Manager's has a path for its default.
    if (value === undefined || String(at(parameter, 'Type')).startsWith('AWS::SSM::')) return UNKNOWN;
    this.defaulted.add(name);
    return at(parameter, 'Type') === 'CommaDelimitedList' && typeof value === 'string'
      ? value.split(',').map((item) => item.trim())
      : value;
  }

  #resource(name: string, depth: number): unknown {
    const type = at(this.#template, 'Resources', name, 'Type');
    if (type === undefined) return UNKNOWN;
    const bucket =
      type === 'AWS::S3::Bucket' ? this.#value(at(this.#template, 'Resources', name, 'Properties', 'BucketName'), depth + 1) : undefined;
    return typeof bucket === 'string' ? bucket : name;
  }

  #attribute(given: unknown, depth: number): unknown {
    const [name, attribute] = typeof given === 'string' ? given.split('.') : Array.isArray(given) ? given : [];
    if (typeof name !== 'string') return UNKNOWN;
    const resource = this.#resource(name, depth);
    if (typeof resource !== 'string' || attribute !== 'Arn') return UNKNOWN;
    return at(this.#template, 'Resources', name, 'Type') === 'AWS::S3::Bucket' ? `arn:aws:s3:::${resource}` : resource;
  }

  #sub(given: unknown, depth: number): unknown {
    const [text, own] = Array.isArray(given) ? given : [given, {}];
    if (typeof text !== 'string') return UNKNOWN;
    let isKnown = true;
    const result = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const value = this.#named(name.trim(), own, depth + 1);
      if (typeof value !== 'string' && typeof value !== 'number') isKnown = false;
      return String(value);
    });
    return isKnown ? result : UNKNOWN;
  }

  #named(name: string, own: unknown, depth: number): unknown {
    const value = at(own, name);
    if (value !== undefined) return this.#value(value, depth);
    return name.includes('.') ? this.#attribute(name, depth) : this.#ref(name, depth);
  }

  #if(given: unknown, depth: number): unknown {
    const [name, yes, no] = Array.isArray(given) ? given : [];
    const holds = this.#condition({ Condition: name }, depth + 1);
    if (holds === undefined) return UNKNOWN;
    return this.#value(holds ? yes : no, depth + 1);
  }

  #join(given: unknown, depth: number): unknown {
    const [between, items] = Array.isArray(given) ? given : [];
    const texts = this.#value(items, depth + 1);
    if (!Array.isArray(texts) || typeof between !== 'string') return UNKNOWN;
    return texts.every((text) => typeof text === 'string' || typeof text === 'number') ? texts.join(between) : UNKNOWN;
  }

  #found(given: unknown, depth: number): unknown {
    const keys = this.#value(given, depth + 1);
    if (!Array.isArray(keys) || keys.length < 3) return UNKNOWN;
    const path = keys.slice(0, 3).map((key) => (typeof key === 'symbol' ? '' : String(key)));
    return at(this.#template, 'Mappings', ...path) ?? UNKNOWN;
  }

  #condition(value: unknown, depth: number): Maybe {
    this.#left -= 1;
    if (depth > MOST_DEPTH || this.#left < 0 || !isObject(value)) return undefined;
    const [name, given] = Object.entries(value)[0] ?? [];
    const parts = Array.isArray(given) ? given : [];
    if (name === 'Condition')
      return typeof given === 'string' ? this.#condition(at(this.#template, 'Conditions', given), depth + 1) : undefined;
    if (name === 'Fn::Equals') return this.#equal(parts, depth);
    const inner = parts.map((part) => this.#condition(part, depth + 1));
    if (name === 'Fn::Not') return opposite(inner[0]);
    if (name === 'Fn::And') return allOf(inner);
    return name === 'Fn::Or' ? anyOf(inner) : undefined;
  }

  #equal([one, other]: readonly unknown[], depth: number): Maybe {
    const [left, right] = [this.#value(one, depth + 1), this.#value(other, depth + 1)];
    const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isText(left) && isText(right) ? String(left) === String(right) : undefined;
  }
}
