import { TrailcostError } from '../../base/errors.js';
import { draftOf } from '../../start/draft.js';
import { type Facts, NO_FACTS, withFacts } from '../../start/facts.js';
import { merged } from '../../start/merge.js';
import { draftText } from '../../start/text.js';
import { inputName } from '../inputs.js';
import { type Io, remark } from '../io.js';

/** The scenario that files make, and what their commands need to get more. */
export async function scenarioFrom(paths: readonly string[], month: string, io: Io) {
  let facts: Facts = NO_FACTS;
  for (const path of paths) facts = withFacts(facts, await factsIn(path, io));
  const whole = merged(facts);
  const { contradictions, leftOut } = whole;
  for (const sentence of [...facts.warnings, ...contradictions, ...leftOut]) remark(sentence, io);
  const head = [`From ${paths.map(inputName).join(', ')}.`, ...facts.warnings, ...contradictions, ...leftOut];
  const text = draftText(draftOf(facts, whole, month), head);
  const bucket = whole.bucket.name;
  const trail = whole.trails[0]?.name;
  return { text, names: { ...(bucket === undefined ? {} : { bucket }), ...(trail === undefined ? {} : { trail }) } };
}

async function factsIn(path: string, _io: Io): Promise<Partial<Facts>> {
  throw new TrailcostError('usage', {
    where: inputName(path),
    what: 'is nothing that a scenario can be made from',
    remedy: 'Give a listing.',
  });
}
