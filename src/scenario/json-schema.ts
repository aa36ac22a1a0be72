import { READERS_BY_NAME } from './known-readers.js';
import { type SchemaNode, scenarioNode } from './nodes.js';
import { REGIONS } from './regions.js';
import { SNIPPETS, type Snippet } from './snippets.js';

/** A part of the schema with what only editors use. */
interface EditorNode extends SchemaNode {
  defaultSnippets?: readonly Snippet[];
}

/**
 * The JSON Schema (draft-07, which editors understand) of the scenario file as one writes it. For editors it has AWS's Regions to choose
 * from, where another name is still right since a price book may know it, for each pattern the known readers that have it, and snippets.
 */
export function scenarioJsonSchema(): object {
  const schema = JSON.parse(JSON.stringify(scenarioNode(), (key, value: unknown) => (key === 'things' ? undefined : value))) as SchemaNode;
  const region = partOf(schema, 'bucket.region');
  region.anyOf = [{ enum: [...REGIONS] }, { type: 'string' }];
  const { items: readers } = partOf(schema, 'readers');
  if (readers?.oneOf !== undefined) readers.oneOf = readers.oneOf.flatMap(readerBranches);
  for (const [path, snippets] of Object.entries(SNIPPETS)) partOf(schema, path).defaultSnippets = snippets;
  return schema;
}

/**
 * What a reader may be: of a pattern, or like a reader that is known by name, whose pattern can then be left out. A known reader is to
 * choose only where the fields of its pattern are.
 */
function readerBranches(branch: SchemaNode): SchemaNode[] {
  const { like, ...others } = branch.properties ?? {};
  const { title = '', required = [] } = branch;
  const ids = READERS_BY_NAME.filter(({ pattern }) => pattern === title).map(({ id }) => id);
  const ofPattern = { ...branch, properties: others };
  if (like === undefined || ids.length === 0) return [ofPattern];
  const properties = { ...branch.properties, like: { ...like, enum: ids } };
  const fields = required.map((field) => (field === 'pattern' ? 'like' : field));
  return [ofPattern, { ...branch, title: `${title}, known by name`, properties, required: fields }];
}

function partOf(schema: SchemaNode, path: string): EditorNode {
  const part = path.split('.').reduce<SchemaNode | undefined>((node, key) => node?.properties?.[key], schema);
  if (part === undefined) throw new Error(`the schema has no ${path}`);
  return part;
}
