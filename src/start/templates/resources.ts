import { isObject } from '../../base/records.js';
import type { Source } from '../given.js';
import { Block, UNKNOWN } from './block.js';
import { at, isSame, type Target } from './references.js';

/** A resource of Terraform as it is before or after a plan. */
export interface Resource extends Target {
  address: string;
  /** Which of several of the same name it is. */
  index: unknown;
  moduleAddress: string;
  block: Block;
}

/** The types that say something of trails and their buckets. */
const USED = /^aws_(?:cloudtrail|kms_key|kms_replica_key|kms_external_key|s3_bucket(?:_\w+)?)$/;

/** The resources of a plan, before it or after it. */
export function plannedResources(plan: unknown, side: 'before' | 'after', source: Source): Resource[] {
  const changes = at(plan, 'resource_changes');
  return (Array.isArray(changes) ? changes : []).flatMap((change) => {
    const values = at(change, 'change', side);
    const unknown = side === 'after' ? at(change, 'change', 'after_unknown') : undefined;
    return isObject(values) ? resourceOf(change, overlaid(values, unknown), source) : [];
  });
}

/** The resources of a state, those of its modules too. */
export function stateResources(state: unknown, source: Source): Resource[] {
  const found: Resource[] = [];
  const modules = [at(state, 'values', 'root_module')];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    const [resources, children] = [at(module, 'resources'), at(module, 'child_modules')];
    const moduleAddress = at(module, 'address');
    for (const one of Array.isArray(resources) ? resources : [])
      found.push(...resourceOf({ module_address: moduleAddress, ...(isObject(one) ? one : {}) }, at(one, 'values'), source));
    if (Array.isArray(children)) modules.push(...children);
  }
  return found;
}

/** The resources of a state as Terraform keeps it, in a file or a backend. */
export function keptResources(state: unknown, source: Source): Resource[] {
  return listAt(state, 'resources').flatMap((described) =>
    // What is deposed waits there to be destroyed.
    listAt(described, 'instances').flatMap((instance) => (at(instance, 'deposed') === undefined ? kept(described, instance, source) : [])),
  );
}

function kept(described: unknown, instance: unknown, source: Source): Resource[] {
  const [mode, type, name, module] = ['mode', 'type', 'name', 'module'].map((field) => at(described, field));
  const address = `${typeof module === 'string' ? `${module}.` : ''}${type}.${name}`;
  return resourceOf(
    { mode, type, name, address, module_address: module, index: at(instance, 'index_key') },
    at(instance, 'attributes'),
    source,
  );
}

function listAt(value: unknown, field: string): readonly unknown[] {
  const list = at(value, field);
  return Array.isArray(list) ? list : [];
}

function resourceOf(described: unknown, values: unknown, source: Source): Resource[] {
  const [type, name, mode] = [at(described, 'type'), at(described, 'name'), at(described, 'mode')];
  if (typeof type !== 'string' || typeof name !== 'string' || mode === 'data' || !USED.test(type)) return [];
  const [address, moduleAddress] = [at(described, 'address'), at(described, 'module_address')];
  const own = typeof address === 'string' ? address : `${type}.${name}`;
  const within = typeof moduleAddress === 'string' ? moduleAddress : '';
  const index = at(described, 'index');
  return [{ type, name, index, address: own, moduleAddress: within, modules: modulesIn(within), block: new Block(values, source, own) }];
}

/** The names of the modules in an address, without which of several of them. */
function modulesIn(address: string): string[] {
  const bare = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '');
  return bare === '' ? [] : bare.split('.').filter((_, index) => index % 2 === 1);
}

/**
 * The resource that another one refers to: of those that its expression names, the one that there is, or the one of the same index.
 * A module names all that it could make.
 */
export function instanceOf(targets: readonly Target[], from: Resource, resources: readonly Resource[]): Resource | undefined {
  const all = resources.filter((one) => targets.some((target) => isSame(one, target)));
  const near = all.filter(({ moduleAddress }) => moduleAddress === from.moduleAddress);
  const likely = near.length > 0 ? near : all;
  if (likely.length === 1) return likely[0];
  const [same, ...others] = likely.filter(({ index }) => index !== undefined && index === from.index);
  return others.length === 0 ? same : undefined;
}

/** Deeper than any setting, against a file that is something else. */
const MOST_DEPTH = 50;

/** Values with a mark wherever they are known only after the plan is applied; `after` has nothing there. */
function overlaid(value: unknown, unknown: unknown, depth = 0): unknown {
  if (unknown === true || depth > MOST_DEPTH) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const list = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(list.length, unknown.length) }, (_, index) => overlaid(list[index], unknown[index], depth + 1));
  }
  if (!isObject(unknown)) return value;
  const fields = isObject(value) ? value : {};
  const keys = new Set([...Object.keys(fields), ...Object.keys(unknown)]);
  return Object.fromEntries([...keys].map((key) => [key, overlaid(at(fields, key), at(unknown, key), depth + 1)]));
}
