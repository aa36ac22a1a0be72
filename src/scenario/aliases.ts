import { type Alias, type Document, isAlias, isCollection, isNode, isPair, isScalar, isSeq, type Node, visit, YAMLMap } from 'yaml';
import type { FieldPath } from '../base/errors.js';
import { valueAt } from './nodes.js';

/** Where an alias stood in whose place its value is now written out. */
export interface WrittenOut {
  field: FieldPath;
  anchor: string;
}

/**
 * Makes a field of a YAML document its own, so that changing it changes nothing else. Aliases on the way to the field are written out with
 * the value that they have, and so are those that stand for a part of the way or of the field's value; comments stay where they are.
 */
export function writeOutAliases(document: Document, field: FieldPath): WrittenOut[] {
  const onTheWay = field.slice(1).flatMap((_, depth) => ownGroup(document, field.slice(0, depth + 1)));
  const shared = new Set(partsOf(document, field));
  const elsewhere = aliasesIn(document).filter(({ alias }) => shared.has(alias.resolve(document)));
  const values = new Map(elsewhere.map(({ alias }) => [alias, valueNode(alias, document)]));
  visit(document, { Alias: (_, alias) => values.get(alias) });
  for (const node of shared) if (isScalar(node) || isCollection(node)) delete node.anchor;
  return [...onTheWay, ...elsewhere.map(({ alias, field }) => ({ field, anchor: alias.source }))];
}

/** A group that is an alias, or that a merge key of YAML 1.1 brings, is written out in its place; one that is not there begins empty. */
function ownGroup(document: Document, field: FieldPath): WrittenOut[] {
  const node = document.getIn(field, true);
  if (isAlias(node)) {
    document.setIn(field, valueNode(node, document));
    return [{ field, anchor: node.source }];
  }
  if (node === undefined) {
    const merged = valueAt(document.toJS(), field);
    document.setIn(field, merged === undefined ? new YAMLMap(document.schema) : document.createNode(merged, PLAIN));
  }
  return [];
}

/** What changes with a field: all that holds it, and all that it holds. */
function partsOf(document: Document, field: FieldPath): unknown[] {
  const parts: unknown[] = field.map((_, depth) => document.getIn(field.slice(0, depth), true));
  const value = document.getIn(field, true);
  if (isNode(value)) visit(value, { Value: (_, node) => void parts.push(node) });
  return parts;
}

function aliasesIn(document: Document): { alias: Alias; field: FieldPath }[] {
  const aliases: { alias: Alias; field: FieldPath }[] = [];
  visit(document, { Alias: (_, alias, ancestors) => void aliases.push({ alias, field: fieldOf([...ancestors, alias]) }) });
  return aliases;
}

/** The keys and places from the top of a document to a node. */
function fieldOf(way: readonly unknown[]): FieldPath {
  return way.flatMap((node, depth): FieldPath => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) ? [node.items.indexOf(way[depth + 1])] : [];
  });
}

const PLAIN = { aliasDuplicateObjects: false, flow: true };

/** What an alias stands for, with the comments that the alias itself has. */
function valueNode(alias: Alias, document: Document): Node {
  const source = alias.resolve(document);
  const flow = isCollection(source) && source.flow === true;
  const node = document.createNode(source?.toJS(document), { ...PLAIN, flow });
  node.comment = alias.comment ?? null;
  node.commentBefore = alias.commentBefore ?? null;
  return node;
}
