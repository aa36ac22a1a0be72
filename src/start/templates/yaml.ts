import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { messageOf, TrailcostError } from '../../base/errors.js';
import { grouped } from '../../base/text.js';

/** CloudFormation takes no larger template. */
const MOST_CHARACTERS = 1024 * 1024;
/** Deeper than CloudFormation nests, against files that are something else. */
const MOST_DEPTH = 100;
/** Against a file that multiplies itself. */
const MOST_ALIASES = 1000;

const REMEDY = 'A CloudFormation template is JSON or YAML: `aws cloudformation get-template --stack-name STACK` gives one.';

/**
 * A CloudFormation template's value, with its short tags written out: `!Ref Logs` is `{Ref: 'Logs'}`, `!Sub x` is `{'Fn::Sub': 'x'}`.
 *
 * @param source its name, for messages
 *
 * @throws TrailcostError
 */
export function parseTemplate(text: string, source: string): unknown {
  const failure = (what: string, cause?: unknown) => new TrailcostError('file-unreadable', { where: source, what, remedy: REMEDY }, cause);
  if (text.length > MOST_CHARACTERS) throw failure(`longer than a template can be (${grouped(MOST_CHARACTERS)} characters)`);
  try {
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) throw failure(`not YAML: ${error.message}`, error);
    let left = MOST_ALIASES;
    const plainOf = (node: unknown, depth: number): unknown => {
      if (isAlias(node)) left -= 1;
      if (depth > MOST_DEPTH || left < 0)
        throw failure(`nested more than ${MOST_DEPTH} deep, or more than ${grouped(MOST_ALIASES)} aliases`);
      if (hasKeyTwice(node)) throw failure('a name is there twice in one group');
      if (isAlias(node)) return plainOf(node.resolve(document), depth + 1);
      return tagged(
        node,
        bare(node, (inner) => plainOf(inner, depth + 1)),
      );
    };
    return plainOf(document.contents, 0);
  } catch (error) {
    if (error instanceof TrailcostError) throw error;
    throw failure(`not YAML: ${messageOf(error)}`, error);
  }
}

function bare(node: unknown, plainOf: (node: unknown) => unknown): unknown {
  if (isSeq(node)) return node.items.map(plainOf);
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [keyText(key), plainOf(value)]));
  return isScalar(node) ? node.value : null;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function hasKeyTwice(node: unknown): boolean {
  return isMap(node) && new Set(node.items.map(({ key }) => keyText(key))).size < node.items.length;
}

/** The long form of a value with a short tag. */
function tagged(node: unknown, value: unknown): unknown {
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return value;
  const [, name] = /^!([A-Z]\w*)$/.exec(node.tag ?? '') ?? [];
  if (name === undefined) return value;
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const [resource = '', ...attribute] = value.split('.');
  return { 'Fn::GetAtt': [resource, attribute.join('.')] };
}
