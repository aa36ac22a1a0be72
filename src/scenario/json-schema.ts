import { type SchemaNode, scenarioNode } from './nodes.js';
import { REGIONS } from './regions.js';
import { SNIPPETS, type Snippet } from './snippets.js';

/** A part of the schema with what only editors use. */
interface EditorNode extends SchemaNode {
  defaultSnippets?: readonly Snippet[];
}

/**
 * The JSON Schema (draft-07, which editors understand) of the scenario file as one writes it. For editors it has AWS's Regions to choose
 * from, where another name is still right since a price book may know it, and snippets.
 */
export function scenarioJsonSchema(): object {
  const schema = JSON.parse(JSON.stringify(scenarioNode(), (key, value: unknown) => (key === 'things' ? undefined : value))) as SchemaNode;
  const region = partOf(schema, 'bucket.region');
  region.anyOf = [{ enum: [...REGIONS] }, { type: 'string' }];
  for (const [path, snippets] of Object.entries(SNIPPETS)) partOf(schema, path).defaultSnippets = snippets;
  return schema;
}

function partOf(schema: SchemaNode, path: string): EditorNode {
  const part = path.split('.').reduce<SchemaNode | undefined>((node, key) => node?.properties?.[key], schema);
  if (part === undefined) throw new Error(`the schema has no ${path}`);
  return part;
}
