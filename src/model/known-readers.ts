import { rollup } from 'd3-array';
import { counted, listed, quantityText } from '../base/text.js';
import type { KnownReader } from '../scenario/known-readers.js';
import { knownFields, knownReader } from '../scenario/like.js';
import { isQuantity } from '../scenario/quantity.js';
import type { Reader, Scenario } from '../scenario/schema.js';

/** What is meant by how sure something is that is known of a reader. */
export const CERTAINTY: Readonly<Record<KnownReader['confidence'], string>> = {
  A: "AWS's own text, or measured",
  B: 'one good secondary source',
  '?': 'not confirmed',
};

/** Readers of a scenario that are like one that is known by name, with what they take from it and what of that is the scenario's own. */
export function knownReaderTexts({ readers }: Scenario): string[] {
  const bySentence = rollup(
    readers,
    (alike) => alike.map(({ name }) => name),
    (reader) => sentenceOf(reader),
  );
  return [...bySentence].flatMap(([sentence, names]) =>
    sentence === '' ? [] : [`${names.join(', ')} ${names.length === 1 ? 'reads' : 'read'} like ${sentence}`],
  );
}

function sentenceOf(reader: Reader): string {
  const known = knownReader(reader.like);
  if (known === undefined) return '';
  const { name, note, source, confidence, getsPerFile } = known;
  const given = new Map(Object.entries(reader));
  const fields = Object.entries(knownFields(known));
  const taken = fields.filter(([field, value]) => given.get(field) === value).map(([field, value]) => fieldText(field, value));
  const own = fields.filter(([field, value]) => given.get(field) !== value).map(([field]) => field);
  const gets = given.get('times') ?? given.get('getsPerFile') ?? 1;
  const getsText = getsPerFile === undefined && isQuantity(gets) ? ` GETs a file are not known: ${quantityText(gets)} is used.` : '';
  const ownText = own.length === 0 ? '' : `, but ${listed(own, 3)} ${own.length === 1 ? 'is' : 'are'} the scenario's own`;
  const from = source === undefined ? '' : `, ${source}`;
  return `${name} (${taken.join(', ')})${ownText}: ${CERTAINTY[confidence]}${from}. ${note}${getsText}`;
}

function fieldText(field: string, value: unknown): string {
  if (field === 'pattern') return String(value);
  if (field === 'digests') return value === true ? 'with digest files' : 'without digest files';
  return field === 'requestsPerFile' ? `${value} KMS requests a file` : `${counted(Number(value), 'GET')} a file`;
}
