import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Io } from './io.js';

/** How a command is called and what help says about it: words alone, so that help stays quick. */
export interface Declaration {
  /** Its name and its positional arguments. */
  usage: string;
  describe: string;
  positionals?: Readonly<Record<string, PositionalOptions>>;
  options?: Readonly<Record<string, Options>>;
  /** What help calls those options that are in no group of their own. */
  title?: string;
  conflicts?: readonly (readonly [string, string])[];
  /** Commands to try, without `trailcost`, and what they give. */
  examples?: readonly (readonly [string, string])[];
  /** What is said where a positional argument is missing. */
  missing?: string;
  /** What to do is said where there is one positional argument too many. */
  takes?: string;
}

/** The arguments of a command as they were given, with the types that it declares, and the option that all commands have. */
export type Given<D extends Declaration> = TypesOf<D, 'positionals'> & TypesOf<D, 'options'> & { debug?: boolean };

type TypesOf<D extends Declaration, K extends keyof D> = D[K] extends Record<string, Options> ? InferredOptionTypes<D[K]> : unknown;

/** Does what a command is for and returns its exit code. */
export type Run<G> = (given: G, io: Io) => Promise<number>;

export interface Command {
  name: string;
  declaration: Declaration;
  /** Loads what does the work; a command that has others under it does none. */
  load?: () => Promise<Run<never>>;
  commands?: readonly Command[];
}

export function command<const D extends Declaration>(declaration: D, load: () => Promise<Run<Given<D>>>): Command {
  return { name: nameOf(declaration), declaration, load };
}

export function commandGroup(declaration: Declaration, commands: readonly Command[]): Command {
  return { name: nameOf(declaration), declaration, commands };
}

function nameOf({ usage }: Declaration): string {
  return usage.replace(/ .*/, '');
}
