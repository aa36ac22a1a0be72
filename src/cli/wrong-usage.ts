import type { Options } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import { nearest } from '../base/nearest.js';
import type { Command } from './command.js';
import { helpOf, unmasked } from './command-line.js';

/** What every command takes. */
export const COMMON_OPTIONS = {
  quiet: { alias: 'q', type: 'boolean', describe: 'Print nothing on standard error but errors' },
  'no-color': { type: 'boolean', describe: 'No colours; NO_COLOR and FORCE_COLOR are respected too' },
  debug: { type: 'boolean', describe: 'Show where in the program an error comes from' },
} as const satisfies Record<string, Options>;

/** What was given, and to which command. */
interface Given {
  path: readonly Command[];
  words: readonly string[];
}

/** What yargs says of wrong usage, in our words: what is wrong, and what to write instead. */
export function wrongUsage(said: string, given: Given): TrailcostError {
  const message = unmasked(said);
  for (const [form, problemOf] of MESSAGES) {
    const [found, ...parts] = form.exec(message) ?? [];
    if (found !== undefined) return new TrailcostError('usage', problemOf(parts, given));
  }
  return new TrailcostError('usage', { what: message, remedy: helpOf(given.path) });
}

type Problem = { where?: string; what: string; remedy: string };

/** The messages of yargs. */
const MESSAGES: readonly (readonly [RegExp, (parts: string[], given: Given) => Problem])[] = [
  [/^Unknown (?:argument|command)s?: (.*)$/s, ([names = ''], given) => unknown(names.split(', '), given)],
  [/Argument: (\S+), Given: (.*), Choices: /, ([name = '', value = ''], given) => notAChoice(name, value, given)],
  [
    /^Not enough arguments following: (.*)$/,
    ([name = ''], { path }) => ({ where: dashed(name), what: 'a value is missing', remedy: helpOf(path) }),
  ],
  [/^Missing required arguments?: (\S+?)(?:,|$)/, ([name = ''], given) => missing(name, given)],
  [
    /^Arguments (\S+) and (\S+) are mutually exclusive$/,
    ([one = '', other = '']) => ({
      what: `${dashed(one)} and ${dashed(other)} cannot be used together`,
      remedy: 'Leave one of the two out.',
    }),
  ],
  [/^Not enough non-option/, (_, { path }) => ({ what: path.at(-1)?.declaration.missing ?? 'something is missing', remedy: helpOf(path) })],
];

/**
 * Refuses options of a call without a command to run, where help is the only answer.
 *
 * @throws TrailcostError `usage`
 */
export function assertOnlyCommonOptions(path: readonly Command[], words: readonly string[]): void {
  const known = knownNames(path);
  const given = words.flatMap((word) => {
    const [, dashes, name = ''] = /^(--?)([^=-][^=]*)/.exec(word) ?? [];
    return dashes === '-' ? [{ name, letters: [...name] }] : dashes === undefined ? [] : [{ name, letters: [name] }];
  });
  const name = given.find(({ letters }) => letters.some((letter) => !known.includes(letter)))?.name;
  if (name === undefined) return;
  const near = name.toLowerCase() === 'v' ? 'version' : nearest(name, known);
  const meant = near === undefined || near.length === 1 ? '' : `Did you mean ${dashed(near)}? `;
  const what = `there is no option ${dashed(name)} without a command`;
  throw new TrailcostError('usage', { what, remedy: `${meant}${helpOf(path)}` });
}

function unknown(names: readonly string[], { path, words }: Given): Problem {
  const isOption = (name: string) =>
    words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`) || (/^-[^-]/.test(word) && word.includes(name)));
  const option = names.find(isOption);
  if (option !== undefined) {
    const near = nearest(option, knownNames(path));
    const meant = near === undefined ? '' : `Did you mean ${dashed(near)}? `;
    return { what: `there is no option ${dashed(option)}`, remedy: `${meant}${helpOf(path)}` };
  }
  const { takes = '' } = path.at(-1)?.declaration ?? {};
  return { what: `"${names[0]}" is one argument too many`, remedy: takes === '' ? helpOf(path) : takes };
}

const AMORTIZED = 'KMS requests have no upfront fees, so their amortized cost is the unblended one. ';

/** Values that people know from elsewhere, and why they are no choice. */
const NOT_OFFERED: ReadonlyMap<string, string> = new Map([
  ['cost amortized', AMORTIZED],
  ['cost amortised', AMORTIZED],
  ['cost effective', AMORTIZED],
  ['cost billed', 'The billed cost of FOCUS is unblended. '],
  ['cost blended', 'Blended costs are averages of an organization; what an account pays is unblended. '],
]);

/** Formats by other names, and where they are made, if the command has that. */
function formatHint(given: string, choices: readonly string[], options: Readonly<Record<string, Options>>): string | undefined {
  const format = given.toLowerCase().replace(/^\./, '');
  if (format === 'parquet' && choices.includes('focus')) return 'For Parquet give --output a name that ends in .parquet. ';
  if (format === 'svg' && 'chart' in options) return 'A chart is an output of its own: --chart FILE.svg. ';
  const meant = { md: 'markdown', txt: 'table', text: 'table', htm: 'html', excel: 'xlsx' }[format];
  return meant !== undefined && choices.includes(meant) ? `Did you mean ${meant}? ` : undefined;
}

function notAChoice(name: string, value: string, { path }: Given): Problem {
  const { positionals = {} } = path.at(-1)?.declaration ?? {};
  const isPositional = name in positionals;
  const { choices = [] } = { ...optionsOf(path), ...positionals }[name] ?? {};
  const known = choices.map(String).filter((choice) => choice !== '');
  const given = value.replace(/^"|"$/g, '');
  const near = nearest(given, known);
  const hint = name === 'format' ? formatHint(given, known, optionsOf(path)) : undefined;
  const meant = hint ?? NOT_OFFERED.get(`${name} ${given}`) ?? (near === undefined ? '' : `Did you mean ${near}? `);
  return {
    what: isPositional ? `"${given}" is not a known ${name}` : `"${given}" is not a value of ${dashed(name)}`,
    remedy: `${meant}Choose one of ${known.join(', ')}.`,
  };
}

/** What is missing; where an option is misspelt, that may be it. */
function missing(name: string, { path, words }: Given): Problem {
  const stray = words.flatMap((word) => /^--([a-z][\w-]*)/.exec(word)?.[1] ?? []).find((option) => !knownNames(path).includes(option));
  if (stray !== undefined) return unknown([stray], { path, words });
  if (name === 'bill')
    return {
      what: 'the bill is missing',
      remedy: 'Give its files or folders: --bill FILE... What a bill alone says: trailcost bill FILE...',
    };
  const { describe = '' } = optionsOf(path)[name] ?? {};
  return { what: `${dashed(name)} is missing`, remedy: `Give ${dashed(name)}: ${describe}.` };
}

function optionsOf(path: readonly Command[]): Readonly<Record<string, Options>> {
  return { ...path.at(-1)?.declaration.options, ...COMMON_OPTIONS, help: { alias: 'h' }, version: {} };
}

function knownNames(path: readonly Command[]): string[] {
  return Object.entries(optionsOf(path)).flatMap(([name, { alias }]) => [name, ...(alias === undefined ? [] : [String(alias)])]);
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
