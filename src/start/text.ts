import { Document, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';
import { sanitised } from '../base/cleaned.js';
import type { FieldPath } from '../base/errors.js';
import { isRange } from '../base/range.js';
import type { Draft } from './draft.js';

/** A remark that is longer stands over its field, not beside it. */
const BESIDE = 70;

/**
 * A draft as a scenario's file, in which each number says where it comes from.
 *
 * @param head what stands over all of it, a line each
 */
export function draftText({ fields, remarks, hints = [] }: Draft, head: readonly string[]): string {
  const document = new Document(fields);
  document.commentBefore = head.map((line) => ` ${sanitised(line)}`).join('\n');
  ranges(document.contents);
  for (const { field, text } of remarks) remark(document, field, sanitised(text));
  if (hints.length > 0) document.comment = ['To fill in, if it holds:', ...hints].map((line) => ` ${sanitised(line)}`).join('\n');
  return document.toString({ lineWidth: 140 });
}

/** A range on one line. */
function ranges(node: unknown): void {
  if (isSeq(node)) for (const item of node.items) ranges(item);
  if (!isMap(node)) return;
  if (isRange(node.toJSON())) node.flow = true;
  else for (const { value } of node.items) ranges(value);
}

function remark(document: Document, field: FieldPath, text: string): void {
  const holder = field.length === 1 ? document.contents : document.getIn(field.slice(0, -1), true);
  const key = field.at(-1);
  const pair = isMap(holder) ? holder.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
  const place = isPair(pair) && isScalar(pair.key) ? pair.key : document.getIn(field, true);
  if (!isNode(place)) return;
  const value = isPair(pair) ? pair.value : undefined;
  const isPlain = isScalar(value) || (isMap(value) && value.flow === true);
  if (isPlain && text.length <= BESIDE) value.comment = ` ${text}`;
  else place.commentBefore = [place.commentBefore, ` ${text}`].filter((part) => typeof part === 'string' && part !== '').join('\n');
}
