import yargs, { type Argv } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands.js';
import { VERSION } from './version.js';

/** What the arguments ask for: a command, or a text that yargs answers with by itself, such as help. */
export type Asked = { command: Command; given: Record<string, unknown> } | { text: string };

/**
 * What the arguments of the command line ask for. Nothing is done yet.
 *
 * @throws TrailcostError `usage`
 */
export async function askedFor(argv: readonly string[]): Promise<Asked> {
  const words = disguised(argv);
  let text = '';
  const parser = withCommands(yargs(words), COMMANDS)
    .scriptName('trailcost')
    .locale('en')
    .usage('$0 COMMAND\n\nWhat SSE-KMS on AWS CloudTrail logs really costs.')
    .demandCommand(1, 'a command is missing')
    .strict()
    .option('debug', { type: 'boolean', describe: 'Show where in the program an error comes from', global: true })
    .epilogue(
      'Exit codes: 0 done, 1 unexpected, 2 wrong usage or bad input, 3 over budget, 4 incomplete data under ' +
        '--strict, 130 stopped with Ctrl-C.',
    )
    .wrap(80)
    .parserConfiguration({ 'parse-positional-numbers': false, 'boolean-negation': false, 'dot-notation': false })
    .version(VERSION)
    .fail((message: string | undefined, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? usageError(message ?? error?.message ?? '', words) : error;
    });
  try {
    await parser.parseAsync(words, {}, (_error, _given, output) => {
      text = output;
    });
  } catch (error) {
    if (error instanceof Chosen) return error.asked;
    throw error;
  }
  return { text };
}

/** Ends the parsing with what it is for: left to go on, yargs lays out all of its help, which takes longer than many a command. */
class Chosen extends Error {
  readonly asked: Asked;

  constructor(command: Command, given: Record<string, unknown>) {
    super(command.name);
    this.asked = { command, given: settled(given, command) };
  }
}

function withCommands(parser: Argv, commands: readonly Command[]): Argv {
  for (const command of commands) {
    const { usage, describe } = command.declaration;
    parser.command(
      usage,
      describe,
      (own) => declared(own, command),
      (given) => {
        throw new Chosen(command, given);
      },
    );
  }
  return parser;
}

function declared(parser: Argv, { declaration, commands }: Command): Argv {
  const { positionals = {}, options = {}, conflicts = [], examples = [] } = declaration;
  for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional);
  parser.options({ ...options });
  for (const [one, other] of conflicts) parser.conflicts(one, other);
  for (const [words, effect] of examples) parser.example(`$0 ${words}`, effect);
  if (commands === undefined) return parser;
  return withCommands(parser, commands)
    .demandCommand(1, `say which: ${commands.map(({ name }) => name).join(', ')}`)
    .strict();
}

/** Of an option that is given more than once and is no list the last holds; a disguise is taken off. */
function settled(given: Record<string, unknown>, { declaration: { positionals, options } }: Command): Record<string, unknown> {
  const settings = Object.entries({ ...positionals, ...options }).map(([name, { array }]) => {
    const value = given[name];
    const kept = Array.isArray(value) && array !== true ? value.at(-1) : value;
    return [name, Array.isArray(kept) ? kept.map(undisguised) : undisguised(kept)];
  });
  return { ...Object.fromEntries(settings), debug: given['debug'] === true };
}

/** No argument of a shell can hold this sign. */
const DISGUISE = '\u0000';
/** Says what holds anyway, and so does nothing but end a list of an option's values. */
const END_OF_LIST = '--debug=false';

/** yargs loses `-` among positional arguments, and all that comes after `--`, so these come in disguise. */
function disguised(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const [before, after] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)];
  const words = before.map((word) => (word === '-' ? DISGUISE + word : word));
  return after.length === 0 ? words : [...words, END_OF_LIST, ...after.map((word) => DISGUISE + word)];
}

function undisguised<T>(value: T): T | string {
  return typeof value === 'string' && value.startsWith(DISGUISE) ? value.slice(1) : value;
}

/** How the program was called, by the names of commands alone: of what else was given nothing is in it. */
export function calledAs(words: readonly string[]): string {
  const { first, under } = commandsIn(words.filter((word) => !word.startsWith('-')));
  return ['trailcost', ...[first, under].flatMap((command) => command?.name ?? [])].join(' ');
}

function commandsIn([word, second]: readonly string[]): { first: Command | undefined; under: Command | undefined } {
  const first = COMMANDS.find(({ name }) => name === word);
  return { first, under: first?.commands?.find(({ name }) => name === second) };
}

/** What yargs says of wrong usage, in our words where its own do not help. */
function usageError(message: string, words: readonly string[]): TrailcostError {
  if (message === 'Missing required argument: bill') {
    return new TrailcostError('usage', { what: 'the bill is missing', remedy: 'Give its files or folders: --bill FILE...' });
  }
  const [word = '', second = ''] = words;
  const { first, under } = commandsIn(words);
  if (/^Unknown (argument|command)/.test(message)) {
    if (first === undefined && !word.startsWith('-')) return unknownCommand(word, word, COMMANDS);
    if (first?.commands !== undefined && under === undefined && !second.startsWith('-'))
      return unknownCommand(`${word} ${second}`, second, first.commands);
  }
  const text = message.replaceAll(DISGUISE, '');
  const what = message.startsWith('Not enough non-option') ? ((under ?? first)?.declaration.missing ?? text) : text;
  return new TrailcostError('usage', { what, remedy: 'Try `trailcost --help`.' });
}

function unknownCommand(given: string, word: string, known: readonly Command[]): TrailcostError {
  const nearest = suggestion(
    word,
    known.map(({ name }) => name),
  );
  return new TrailcostError('usage', { what: `no command "${given}"`, remedy: `${nearest} Try \`trailcost --help\`.` });
}
