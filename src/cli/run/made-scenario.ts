import { estimateLoaded, type PricedScenario } from '../../model/estimate-at.js';
import { rangeEffects } from '../../planning/sensitivity.js';
import { headline } from '../../report/estimate/headline.js';
import { textWithSettings } from '../../scenario/rewritten.js';
import { parseSetting } from '../../scenario/settings.js';
import { narrowingOf } from '../../start/narrow.js';
import { inputName } from '../inputs.js';
import { type Io, remark } from '../io.js';
import { writeOutput } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { loadedScenario } from '../priced-scenario.js';
import { schemaLine } from '../samples.js';

interface Names {
  bucket?: string;
  trail?: string;
  /** Whether a listing gave a month's files already. */
  isListed?: boolean;
  /** Whether a count gave the readers already. */
  isCounted?: boolean;
}

/** A scenario that was made, and how it goes on. */
interface Made {
  text: string;
  /** What the AWS CLI's commands need, where it is known. */
  names?: Names;
}

/** Where it goes, and fields that get other values. */
interface Target {
  set?: string[] | undefined;
  output: string | undefined;
}

/**
 * Writes a scenario that was made, with other values where these are given, and says what the estimate is now and what would narrow it
 * most.
 *
 * @throws TrailcostError as `--set` does
 */
export async function writeMade({ text, names }: Made, { set = [], output }: Target, io: Io) {
  const { whole, loaded } = await finished(text, { set, output }, io);
  const priced = { loaded, book: await readPriceBook(undefined, io) };
  await writeOutput(whole, output, io);
  sayAnswer(priced, names ?? {}, io);
}

/** Writes the scenario before a change. The days of a switch are of the change, and not set here. */
export async function writeBefore({ text }: Made, { set = [], output }: Target, io: Io) {
  const others = set.filter((each) => !/^encryption\.\w+Since=/.test(each));
  const { whole } = await finished(text, { set: others, output }, io);
  await writeOutput(whole, output, io, '--before');
}

async function finished(text: string, { set = [], output }: Target, io: Io) {
  const settings = set.map((each) => parseSetting(each, '--set'));
  const source = inputName(output ?? '-');
  const whole = `${await schemaLine(output, io)}\n${settings.length === 0 ? text : textWithSettings(text, source, settings)}`;
  return { whole, loaded: loadedScenario(whole, source, io) };
}

function sayAnswer(priced: PricedScenario, names: Names, io: Io): void {
  remark(headline(estimateLoaded(priced)), io);
  const narrowing = narrowingOf(rangeEffects(priced.loaded.scenario, priced.book, 'sse-kms'), names);
  if (narrowing === undefined) return;
  const { path, what, command, cost } = narrowing;
  remark(`the cost depends most on the range of ${path}. Narrow it with ${what}: ${command}${cost === undefined ? '' : ` (${cost})`}`, io);
}
