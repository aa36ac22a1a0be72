import yargs, { type Argv, type Options } from 'yargs';
import type { Command } from './command.js';
import { assertKnown, type CommandLine, commandLine, commandName, disguised, undisguised, withHelp } from './command-line.js';
import { COMMANDS } from './commands.js';
import { assertNameFor, assertNames, reportFormat } from './formats.js';
import { PACKAGE, VERSION } from './version.js';
import { assertOnlyCommonOptions, COMMON_OPTIONS, wrongUsage } from './wrong-usage.js';

declare module 'yargs' {
  interface Argv<T> {
    usage(none: null): this;
    usageConfiguration(configuration: { 'hide-types': boolean }): this;
  }
}

/** How a command is to speak beside its result. */
export interface Manner {
  /** Whether nothing but errors is said. */
  isQuiet: boolean;
  /** Whether nothing is coloured. */
  isPlain: boolean;
}

/** What the arguments ask for: a command, or a text, such as help. */
export type Asked = { command: Command; given: Record<string, unknown>; manner: Manner } | { text: string };

/**
 * What the arguments of the command line ask for. Nothing is done yet.
 *
 * @throws TrailcostError `usage`
 */
export async function askedFor(argv: readonly string[]): Promise<Asked> {
  const line = commandLine(withHelp(disguised(argv, COMMANDS), COMMANDS), COMMANDS);
  assertKnown(line, COMMANDS);
  const { path, words } = line;
  const needsHelp = path.at(-1)?.load === undefined && !words.includes('--version');
  if (needsHelp) assertOnlyCommonOptions(path, words);
  const asked = [...path.map(({ name }) => name), ...words, ...(needsHelp ? ['--help'] : [])];
  let text = '';
  try {
    await parserOf(asked, line).parseAsync(asked, {}, (_error, _given, output) => {
      text = output;
    });
  } catch (error) {
    if (error instanceof Chosen) return error.asked;
    throw error;
  }
  return { text: text === VERSION ? text : helpText(text, path.at(-1)) };
}

/** How the program was called, by the names of commands alone: of what else was given nothing is in it. */
export function calledAs(argv: readonly string[]): string {
  return commandName(commandLine(argv, COMMANDS).path);
}

const INTRODUCTION = `trailcost COMMAND

What SSE-KMS on AWS CloudTrail logs really costs. For example:

  trailcost init -o scenario.yaml      write a scenario, to fill in
  trailcost estimate scenario.yaml     what SSE-KMS would cost each month
  trailcost count logs                 what reads cost now, from CloudTrail logs
  trailcost bill cur.csv.gz            what reads can cost, from the bill alone`;

/** What yargs has laid out, with what it would trim or break at half of the screen. */
function helpText(laidOut: string, command: Command | undefined): string {
  if (command === undefined) return [INTRODUCTION, laidOut, DOCUMENTS].join('\n\n');
  const { examples = [] } = command.declaration;
  const width = Math.max(...examples.map(([words]) => words.length));
  const isNarrow = examples.every(([, effect]) => `  trailcost   ${effect}`.length + width <= SCREEN);
  const lines = examples.map(([words, effect]) => `  trailcost ${isNarrow ? `${words.padEnd(width)}  ` : `${words}\n      `}${effect}`);
  return examples.length === 0 ? laidOut : `${laidOut}\n\nExamples:\n${lines.join('\n')}`;
}

const SCREEN = 80;

const DOCUMENTS = `Documents: README.md and METHOD.md in\n${PACKAGE}`;

const EXIT_CODES =
  'Exit codes: 0 done (serve: ended with Ctrl-C), 1 unexpected, 2 wrong usage or bad input, 3 over budget, 4 incomplete data under ' +
  '--strict, 130 stopped with Ctrl-C (count then reports what it has read so far; no other command has a result).';

function parserOf(words: readonly string[], line: CommandLine): Argv {
  return withCommands(yargs([...words]), COMMANDS)
    .scriptName('trailcost')
    .locale('en')
    .updateStrings({ 'Positionals:': 'Arguments:', 'Show help': 'Show this help', 'Show version number': 'Show the version' })
    .usage(null)
    .demandCommand(1, 'a command is missing')
    .strict()
    .options(COMMON_OPTIONS)
    .alias('help', 'h')
    .group([...Object.keys(COMMON_OPTIONS), 'help', 'version'], 'With every command:')
    .epilogue(EXIT_CODES)
    .wrap(SCREEN)
    .usageConfiguration({ 'hide-types': true })
    .parserConfiguration({ 'parse-positional-numbers': false, 'boolean-negation': false, 'dot-notation': false })
    .version(VERSION)
    .fail((message: string | undefined, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? wrongUsage(message ?? error?.message ?? '', line) : error;
    });
}

/** Ends the parsing with what it is for: left to go on, yargs lays out all of its help, which takes longer than many a command. */
class Chosen extends Error {
  readonly asked: Asked;

  constructor(command: Command, given: Record<string, unknown>) {
    super(command.name);
    const { quiet, 'no-color': noColor } = given;
    this.asked = { command, given: settled(given, command), manner: { isQuiet: quiet === true, isPlain: noColor === true } };
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
  const { positionals = {}, options = {}, title = 'Options:', conflicts = [] } = declaration;
  for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional);
  for (const [name, option] of Object.entries(options)) parser.option(name, { group: title, ...withoutDefault(name, option) });
  for (const [one, other] of conflicts) parser.conflicts(one, other);
  return commands === undefined ? parser : withCommands(parser, commands).strict();
}

/** Which format is asked for decides itself when all is known. */
function withoutDefault(name: string, option: Options): Options {
  return name === 'format' ? { ...option, default: undefined } : option;
}

/**
 * Of an option that is given more than once and is no list the last holds; a disguise is taken off, and the format of a report settled.
 *
 * @throws TrailcostError `usage`
 */
function settled(given: Record<string, unknown>, { declaration: { positionals, options = {} } }: Command): Record<string, unknown> {
  const lastOf = (declared: Readonly<Record<string, Options>>) =>
    Object.fromEntries(
      Object.entries(declared).map(([name, { array }]) => {
        const value = given[name];
        const kept = Array.isArray(value) && array !== true ? value.at(-1) : value;
        return [name, Array.isArray(kept) ? kept.map(undisguised) : undisguised(kept)];
      }),
    );
  const chosen = lastOf(options);
  assertNames(chosen);
  const all = { ...lastOf({ ...positionals }), ...chosen, debug: given['debug'] === true };
  const { choices } = options['format'] ?? {};
  if (choices === undefined) return all;
  const { format, json, output } = chosen;
  // What is written then is a scenario, which has one format.
  if (chosen['list-only'] === true) {
    assertNameFor('scenario', output);
    return all;
  }
  return { ...all, format: reportFormat({ format, json, output }, choices.map(String)) };
}
