import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TrailcostError } from '../../base/errors.js';
import { placeOf } from '../../files/paths.js';
import { statsOf } from '../../files/stats.js';
import { nextMonth } from '../clock.js';
import { type InitArguments, LOGS, SAMPLES } from '../commands/init.js';
import { EXIT } from '../exit.js';
import { assertNameFor } from '../formats.js';
import { type Io, remark } from '../io.js';
import { assertOutputs, orUnwritable, writeOutput } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { SAMPLES_FOLDER, sampleText } from '../samples.js';
import { writeToStdout } from '../standard-output.js';
import { assertCompany, usage } from '../usage.js';
import { writeBefore, writeMade } from './made-scenario.js';

export async function runInit(given: InitArguments, io: Io): Promise<number> {
  const { output, sample, from, set, before, anonymize: isAnonymous } = given;
  assertCompany('--anonymize', isAnonymous, '--from', from !== undefined);
  if (sample === '') {
    await writeToStdout(samplesText(), io);
    return EXIT.done;
  }
  if (before === '-') throw usage('--before', 'is a file of its own', 'Give the name of a new file.');
  if (sample !== LOGS) assertNameFor('scenario', output);
  assertNameFor('scenario', before, 'before');
  if (before !== undefined && from === undefined) throw usage('--before', 'needs --from', 'Give the plan: --from plan.json.');
  await assertNew(output, '--output', io);
  await assertNew(before, '--before', io);
  await assertOutputs({ '--output': output, '--before': before }, { files: from ?? [] }, io);
  if (sample === LOGS) await copyLogs(output, io);
  else if (from !== undefined) await writeFrom(from, given, io);
  else if (sample === undefined && asksQuestions(given, io)) await writeMade({ text: await askedFor(io) }, { set, output }, io);
  else await writeOutput(await sampleWith(sample ?? 'starter', set, output, io), output, io);
  return EXIT.done;
}

/** What files make, and where that is asked for, what there is before a plan. */
async function writeFrom(paths: string[], { set, output, before, anonymize: isAnonymous }: InitArguments, io: Io): Promise<void> {
  const { scenarioFrom, scenariosFrom } = await import('./init-from.js');
  const order = { paths, month: nextMonth(io), isAnonymous };
  if (before === undefined) return writeMade(await scenarioFrom(order, io), { set, output }, io);
  const made = await scenariosFrom(order, io);
  await writeMade(made.after, { set, output }, io);
  await writeBefore(made.before, { set, output: before }, io);
  remark(`to compare: trailcost diff ${before} ${output ?? '-'} --strategy ${made.strategy}`, io);
}

/** A person at a terminal is asked, unless that is not wanted or all is said already. */
function asksQuestions({ 'no-input': noInput, set }: InitArguments, { isTerminal }: Io): boolean {
  return !noInput && set === undefined && isTerminal.stdin && isTerminal.stderr;
}

async function askedFor(io: Io): Promise<string> {
  const [{ askedScenario }, { regions }] = await Promise.all([import('./wizard.js'), readPriceBook(undefined, io)]);
  return askedScenario(
    nextMonth(io),
    regions.map(({ region }) => region),
    io,
  );
}

async function sampleWith(sample: string, set: string[] | undefined, output: string | undefined, io: Io): Promise<string> {
  const text = await sampleText(sample, output, io);
  if (set === undefined) return text;
  const [{ textWithSettings }, { parseSetting }, { loadedScenario }] = await Promise.all([
    import('../../scenario/rewritten.js'),
    import('../../scenario/settings.js'),
    import('../priced-scenario.js'),
  ]);
  const changed = textWithSettings(
    text,
    sample,
    set.map((each) => parseSetting(each, '--set')),
  );
  loadedScenario(changed, sample, io);
  return changed;
}

function samplesText(): string {
  const width = Math.max(...Object.keys(SAMPLES).map((name) => name.length));
  const lines = Object.entries({ ...SAMPLES, [LOGS]: 'a folder of CloudTrail logs and S3 access logs, for count' });
  return `${lines.map(([name, about]) => `${name.padEnd(width)}  ${about}`).join('\n')}\n`;
}

/** The sample's logs as a folder of their own: it is there when it is whole. */
async function copyLogs(output: string | undefined, io: Io): Promise<void> {
  if (output === undefined || output === '-') throw usage('--sample logs', 'is a folder', 'Give the name of a new folder: --output logs.');
  const place = placeOf(output, io.cwd);
  const part = `${place}.part-${process.pid}`;
  await orUnwritable(output, '--output', async () => {
    try {
      for (const name of ['trail', 'access-logs']) await cp(join(SAMPLES_FOLDER, name), join(part, name), { recursive: true });
      await rename(part, place);
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  });
  remark(`wrote ${output} (a folder; to count it: trailcost count ${output})`, io);
}

/** Never over a scenario that somebody has filled in. */
async function assertNew(output: string | undefined, option: string, { cwd }: Io): Promise<void> {
  if (output === undefined || output === '-' || (await statsOf(placeOf(output, cwd))) === undefined) return;
  throw new TrailcostError('output-unwritable', {
    where: output,
    what: 'exists already',
    remedy: `init never overwrites: choose another ${option}.`,
  });
}
