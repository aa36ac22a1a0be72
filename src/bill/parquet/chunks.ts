import type { ColumnChunk, ColumnMetaData, CompressionCodec, RowGroup, SchemaTree } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { isObject } from '../../base/records.js';
import { damaged, isLargeCount, numberOf } from './damage.js';

/** What a row group holds of a leaf of the schema. */
export interface Chunk {
  name: string;
  codec: CompressionCodec;
  start: number;
  end: number;
  /** So many values are in it, at the most. */
  values: number;
  /** The largest levels, which tell where nested and absent values belong. */
  definition: number;
  repetition: number;
}

/**
 * Where the values of some columns lie in a row group.
 *
 * @throws Unreadable where one is missing, or lies outside of the file
 */
export function chunksOf(group: RowGroup, columns: readonly SchemaTree[], fileBytes: number): Chunk[] {
  const root: SchemaTree = { path: [], children: [...columns], count: 0, element: { name: '' } };
  const names = new Set(columns.map(({ element }) => element.name));
  const metas = group.columns.map(metaOf).filter((meta) => names.has(meta.path_in_schema[0] ?? ''));
  const paths = (all: readonly (readonly string[])[]) => JSON.stringify(all.map((path) => JSON.stringify(path)).sort());
  if (paths(metas.map(({ path_in_schema: path }) => path)) !== paths(leavesOf(root))) {
    throw damaged('a row group has other columns than the schema');
  }
  return metas.map((meta) => chunkOf(meta, getTreePath(root, meta.path_in_schema), Number(group.num_rows), fileBytes));
}

function metaOf({ meta_data: meta }: ColumnChunk): ColumnMetaData {
  if (!isObject(meta)) throw damaged('a column has no description; is it encrypted?');
  return meta;
}

function leavesOf({ path, children }: SchemaTree): string[][] {
  return children.length === 0 ? [path] : children.flatMap(leavesOf);
}

function chunkOf(meta: ColumnMetaData, path: SchemaTree[], rows: number, fileBytes: number): Chunk {
  const name = meta.path_in_schema.join('.');
  // A column without a dictionary may say so with a zero.
  const start = meta.dictionary_page_offset || meta.data_page_offset;
  const { total_compressed_size: bytes, num_values: values } = meta;
  if (!isLargeCount(start) || !isLargeCount(bytes) || start + bytes > fileBytes) throw damaged(`column ${name} is outside the file`);
  if (!isLargeCount(values)) throw damaged(`column ${name} has ${numberOf(values)} values`);
  const [definition, repetition] = [getMaxDefinitionLevel(path), getMaxRepetitionLevel(path)];
  return {
    name,
    codec: meta.codec,
    start: Number(start),
    end: Number(start + bytes),
    values: repetition === 0 ? rows : Number(values),
    definition,
    repetition,
  };
}
