// cli/completion: scripts by which shells complete what is typed, made from the table of commands.

import type { Options } from 'yargs';
import type { Command } from '../command.js';
import { COMMON_OPTIONS } from '../wrong-usage.js';

/** An option, as a shell completes it. */
interface CompletedOption {
  /** `--format`, `-f`. */
  spellings: readonly string[];
  describe: string;
  takesValue: boolean;
  /** Its values; none where they are files or free. */
  choices: readonly string[];
}

/** A command, as a shell completes it. */
export interface Completed {
  /** How it is called, without `trailcost`; empty for the program itself. */
  name: string;
  describe: string;
  /** The names of those under it, and what they are about. */
  commands: readonly (readonly [string, string])[];
  /** The values of its first argument; none where they are files or free. */
  choices: readonly string[];
  options: readonly CompletedOption[];
}

/** All commands, the program itself first. */
export function completedOf(commands: readonly Command[]): Completed[] {
  return [{ name: '', describe: '', commands: namesOf(commands), choices: [], options: optionsOf({}) }, ...under('', commands)];
}

function under(before: string, commands: readonly Command[]): Completed[] {
  return commands.flatMap(({ name: own, declaration: { describe, options = {}, positionals = {} }, commands: others = [] }) => {
    const name = `${before}${own}`;
    const [positional] = Object.values(positionals);
    return [
      { name, describe, commands: namesOf(others), choices: choicesOf(positional ?? {}), options: optionsOf(options) },
      ...under(`${name} `, others),
    ];
  });
}

function namesOf(commands: readonly Command[]): [string, string][] {
  return commands.map(({ name, declaration: { describe } }) => [name, describe]);
}

function optionsOf(own: Readonly<Record<string, Options>>): CompletedOption[] {
  const common: Readonly<Record<string, Options>> = {
    ...COMMON_OPTIONS,
    help: { alias: 'h', type: 'boolean', describe: 'Show help' },
    version: { type: 'boolean', describe: 'Show the version' },
  };
  return Object.entries({ ...own, ...common }).map(([name, option]) => ({
    spellings: [`--${name}`, ...(option.alias === undefined ? [] : [`-${option.alias}`])],
    describe: option.describe ?? '',
    takesValue: option.type !== 'boolean',
    choices: choicesOf(option),
  }));
}

function choicesOf({ choices = [] }: Pick<Options, 'choices'>): string[] {
  return choices.map(String).filter((choice) => choice !== '');
}

/** A word as one of bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
