import { isObject } from '../../base/records.js';

/** A resource of a Terraform configuration: the modules that it is in, from the top, its type and its name. */
export interface Target {
  modules: readonly string[];
  type: string;
  name: string;
}

/** Expressions refer to others through variables, outputs and resources. A circle is none that Terraform takes, but a file may have one. */
const MOST_STEPS = 10_000;
const MOST_DEPTH = 100;

/** What the expressions of a Terraform plan's configuration refer to. */
export class References {
  readonly #plan: unknown;
  readonly #root: unknown;
  #left = 0;

  constructor(plan: unknown) {
    this.#plan = plan;
    this.#root = at(plan, 'configuration', 'root_module');
  }

  /** The Region that a resource's provider is configured with, as a value or by a variable of the plan. */
  regionOf(target: Target): string | undefined {
    const provider = at(this.#resource(target), 'provider_config_key');
    if (typeof provider !== 'string') return undefined;
    const region = at(this.#plan, 'configuration', 'provider_config', provider, 'expressions', 'region');
    const [reference] = [at(region, 'references', 0)].flatMap((one) => (typeof one === 'string' ? one : []));
    const [, variable] = /^var\.(\w+)$/.exec(reference ?? '') ?? [];
    const value = variable === undefined ? at(region, 'constant_value') : at(this.#plan, 'variables', variable, 'value');
    return typeof value === 'string' ? value : undefined;
  }

  /**
   * The resources of some types that a setting refers to, through variables and outputs of modules.
   *
   * @param path the setting in its resource: `['rule', 0, 'kms_master_key_id']`
   */
  targetsOf(from: Target, path: readonly (string | number)[], types: readonly string[]): Target[] {
    this.#left = MOST_STEPS;
    return this.#follow(from.modules, at(this.#resource(from), 'expressions', ...path), types, MOST_DEPTH);
  }

  #follow(modules: readonly string[], expression: unknown, types: readonly string[], depth: number): Target[] {
    this.#left -= 1;
    if (depth === 0 || this.#left < 0) return [];
    const references = at(expression, 'references');
    if (!Array.isArray(references)) return [];
    return references.flatMap((reference) => (typeof reference === 'string' ? this.#step(modules, reference, types, depth) : []));
  }

  #step(modules: readonly string[], reference: string, types: readonly string[], depth: number): Target[] {
    const [kind = '', name = '', output = ''] = reference.replace(/\[[^\]]*\]/g, '').split('.');
    if (kind === 'var') {
      const call = at(this.#module(modules.slice(0, -1)), 'module_calls', modules.at(-1) ?? '', 'expressions', name);
      return this.#follow(modules.slice(0, -1), call, types, depth - 1);
    }
    if (kind === 'module') {
      const inner = [...modules, name];
      return this.#follow(inner, at(this.#module(inner), 'outputs', output, 'expression'), types, depth - 1);
    }
    if (types.includes(kind)) return [{ modules, type: kind, name }];
    // A setting of a bucket has the bucket's name for its id.
    if (!kind.startsWith('aws_s3_bucket_')) return [];
    return this.#follow(modules, at(this.#resource({ modules, type: kind, name }), 'expressions', 'bucket'), types, depth - 1);
  }

  #module(modules: readonly string[]): unknown {
    return modules.reduce<unknown>((module, name) => at(module, 'module_calls', name, 'module'), this.#root);
  }

  #resource({ modules, type, name }: Target): unknown {
    const resources = at(this.#module(modules), 'resources');
    if (!Array.isArray(resources)) return undefined;
    return resources.find((one) => at(one, 'type') === type && at(one, 'name') === name && at(one, 'mode') !== 'data');
  }
}

/** Whether two are the same resource. */
export function isSame(one: Target, other: Target): boolean {
  return one.type === other.type && one.name === other.name && one.modules.join('.') === other.modules.join('.');
}

/** What stands under some keys; undefined where it ends before. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}
