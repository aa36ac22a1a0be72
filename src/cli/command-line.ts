import type { Options } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import type { Command } from './command.js';

/** The words of a command line, those that name a command before all others. */
export interface CommandLine {
  /** The command, below those that it is under; empty where none is named. */
  path: readonly Command[];
  /** Without the names of commands. */
  words: readonly string[];
  /** A word in the place of a command that names none. */
  stray: string | undefined;
}

/** Which command is meant. Options may come before its name, with their values. */
export function commandLine(argv: readonly string[], commands: readonly Command[]): CommandLine {
  const withValue = valueOptions(commands);
  const path: Command[] = [];
  const words: string[] = [];
  let known: readonly Command[] | undefined = commands;
  let stray: string | undefined;
  for (const [index, word] of argv.entries()) {
    const isFree: boolean = known !== undefined && stray === undefined && !word.startsWith('-') && !withValue.has(argv[index - 1] ?? '');
    const found: Command | undefined = isFree ? known?.find(({ name }) => name === word) : undefined;
    if (found === undefined) {
      words.push(word);
      if (isFree) stray = word;
    } else {
      path.push(found);
      known = found.commands;
    }
  }
  return { path, words, stray };
}

/** Those that take the next word as their value, of whatever command. */
function valueOptions(commands: readonly Command[]): ReadonlySet<string> {
  const names = commands.flatMap(({ declaration: { options = {} }, commands: under = [] }) => [
    ...Object.entries(options).flatMap(([name, { type, alias }]) =>
      type === 'boolean' ? [] : [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])],
    ),
    ...valueOptions(under),
  ]);
  return new Set(names);
}

/** What is typed to call a command. */
export function commandName(path: readonly Command[]): string {
  return ['trailcost', ...path.map(({ name }) => name)].join(' ');
}

/**
 * `trailcost help estimate` is `trailcost estimate --help`, `trailcost prices help` is `trailcost prices --help`, and without any command
 * there is nothing but help to give.
 */
export function withHelp(argv: readonly string[], commands: readonly Command[]): readonly string[] {
  const [first = -1, second = -1] = argv.flatMap((word, index) => (word.startsWith('-') ? [] : [index]));
  const isGroup = commands.some(({ name, commands: under }) => name === argv[first] && under !== undefined);
  const at = isGroup ? second : first;
  return argv[at] === 'help' ? [...argv.filter((word) => word !== 'help'), '--help'] : argv;
}

/** @throws TrailcostError `usage` where a word names no command */
export function assertKnown({ path, stray }: CommandLine, commands: readonly Command[]): void {
  const group = path.at(-1);
  const known = group === undefined ? commands : group.commands;
  if (stray === undefined || known === undefined) return;
  const given = [...path.map(({ name }) => name), stray].join(' ');
  const nearest = suggestion(
    stray,
    known.map(({ name }) => name),
  );
  throw new TrailcostError('usage', { what: `there is no command "${given}"`, remedy: `${nearest} ${helpOf(path)}` });
}

/** Where to look. */
export function helpOf(path: readonly Command[]): string {
  return `\`${commandName(path)} --help\` shows what there is.`;
}

/** No argument of a shell can hold this sign. */
const DISGUISE = '\u0000';
/** Says what holds anyway, and so does nothing but end a list of an option's values. */
const END_OF_LIST = '--debug=false';

/** Options whose name alone asks something; yargs wants their value, which may be empty. */
function namesAlone(commands: readonly Command[]): string[] {
  return commands.flatMap(({ declaration: { options = {} } }) =>
    Object.entries<Options>(options).flatMap(([name, { nargs, requiresArg }]) =>
      nargs === 1 && requiresArg !== true ? [`--${name}`] : [],
    ),
  );
}

/** yargs loses `-` among positional arguments, and all that comes after `--`, so these come in disguise. */
export function disguised(argv: readonly string[], commands: readonly Command[]): string[] {
  const alone = namesAlone(commands);
  const withValue = valueOptions(commands);
  const end = argv.indexOf('--');
  const [before, after] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)];
  const words = before.map((word, index) => {
    if (alone.includes(word) && (before[index + 1] ?? '-').startsWith('-')) return `${word}=${DISGUISE}`;
    return word === '-' ? DISGUISE + word : apart(word, withValue);
  });
  return after.length === 0 ? words : [...words, END_OF_LIST, ...after.map((word) => DISGUISE + word)];
}

/** `-fcsv` is `-f=csv`: yargs takes each of its letters for an option. */
function apart(word: string, withValue: ReadonlySet<string>): string {
  const [, letter = '', value = ''] = /^(-[a-z])([^=].*)$/i.exec(word) ?? [];
  return withValue.has(letter) ? `${letter}=${value}` : word;
}

export function undisguised<T>(value: T): T | string {
  return typeof value === 'string' && value.startsWith(DISGUISE) ? value.slice(1) : value;
}

/** A message of yargs without any disguise. */
export function unmasked(text: string): string {
  return text.replaceAll(DISGUISE, '');
}
