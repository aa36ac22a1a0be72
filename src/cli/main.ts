#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { TrailcostError } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import { countCommand } from './count.js';
import { diffCommand } from './diff.js';
import { estimateCommand } from './estimate.js';
import { EXIT, reportError, tolerateClosedPipes } from './exit.js';
import { initCommand } from './init.js';
import { PRICES_COMMANDS, pricesCommand } from './prices.js';
import { reconcileCommand } from './reconcile.js';
import { whatIfCommand } from './what-if.js';

/** The edge of the program: arguments in, exit code out. Commands load what they need when they run, so that help stays quick. */
async function main(argv: string[]): Promise<number> {
  try {
    await parser(argv).parseAsync();
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    return reportError(error, argv.includes('--debug'));
  }
}

function parser(argv: string[]) {
  return yargs(argv)
    .scriptName('trailcost')
    .locale('en')
    .usage('$0 COMMAND\n\nWhat SSE-KMS on AWS CloudTrail logs really costs.')
    .command(estimateCommand)
    .command(countCommand)
    .command(whatIfCommand)
    .command(diffCommand)
    .command(reconcileCommand)
    .command(pricesCommand)
    .command(initCommand)
    .middleware(settled, true)
    .demandCommand(1, 'a command is missing')
    .strict()
    .option('debug', { type: 'boolean', describe: 'Show where in the program an error comes from', global: true })
    .epilogue(
      'Exit codes: 0 done, 1 unexpected, 2 wrong usage or bad input, 3 over budget, 4 incomplete data under --strict, 130 stopped with Ctrl-C.',
    )
    .wrap(80)
    .exitProcess(false)
    .parserConfiguration({
      'parse-positional-numbers': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .version(ownVersion())
    .fail((message: string | undefined, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? usageError(message ?? error?.message ?? '', argv) : error;
    });
}

/** Options that may be given more than once, and `_`, which is yargs's own. */
const LISTS = [
  '_',
  'paths',
  'bucket',
  'trail',
  'account',
  'region',
  'set',
  'case',
  'vary',
  'break-even',
  'breakEven',
  'files',
  'bill',
  'key',
];

/** Of any other option given more than once the last holds; a dash is a dash again. */
function settled(given: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(given)) {
    const kept = Array.isArray(value) && !LISTS.includes(name) ? value.at(-1) : value;
    given[name] = Array.isArray(kept) ? kept.map(restoredDash) : restoredDash(kept);
  }
}

/** yargs loses `-` among positional arguments, so it comes in disguise: no argument of a shell can hold this sign. */
const DASH = '\u0000';

function disguisedDash(word: string): string {
  return word === '-' ? DASH : word;
}

function restoredDash<T>(value: T): T | string {
  return value === DASH ? '-' : value;
}

/** Of this package; left to itself yargs finds the version of whoever installed it. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

/** What yargs says of wrong usage, in our words where its own do not help. */
function usageError(message: string, [word = '', second = '']: string[]): TrailcostError {
  if (message === 'Missing required argument: bill') {
    return new TrailcostError('usage', { what: 'the bill is missing', remedy: 'Give its files or folders: --bill FILE...' });
  }
  if (/^Unknown (argument|command)/.test(message)) {
    if (!word.startsWith('-') && !COMMANDS.includes(word)) return unknownCommand(word, word, COMMANDS);
    if (word === 'prices' && !second.startsWith('-') && !PRICES_COMMANDS.includes(second))
      return unknownCommand(`prices ${second}`, second, PRICES_COMMANDS);
  }
  const text = message.replaceAll(DASH, '-');
  const what = message.startsWith('Not enough non-option') ? (MISSING[`${word} ${second}`] ?? MISSING[word] ?? text) : text;
  return new TrailcostError('usage', { what, remedy: 'Try `trailcost --help`.' });
}

function unknownCommand(given: string, word: string, known: readonly string[]): TrailcostError {
  return new TrailcostError('usage', { what: `no command "${given}"`, remedy: `${suggestion(word, known)} Try \`trailcost --help\`.` });
}

/** What a command lacks when it is given no positional argument. */
const MISSING: Record<string, string> = {
  estimate: 'the scenario file is missing',
  count: 'a file or folder of logs is missing',
  'what-if': 'the scenario file is missing',
  diff: 'an old and a new scenario, or two saved estimates, are needed',
  reconcile: 'an estimate, measurement or scenario is needed before --bill, which takes all that follows it',
  'prices show': 'the Region is missing',
  'prices import': 'a price-list file is missing',
};

const COMMANDS = [estimateCommand, countCommand, whatIfCommand, diffCommand, reconcileCommand, pricesCommand, initCommand].map(
  ({ command }) => String(command).split(' ')[0] ?? '',
);

tolerateClosedPipes();
process.exitCode = await main(hideBin(process.argv).map(disguisedDash));
