import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { escaped } from '../base/cleaned.js';
import { messageOf, type Problem, problemTexts, TrailcostError } from '../base/errors.js';
import { type Io, note, stoppedText } from './io.js';
import { VERSION } from './version.js';

/** Exit codes of every command; each is given in one place. */
export const EXIT = { done: 0, unexpected: 1, badInput: 2, overBudget: 3, incomplete: 4, interrupted: 130 } as const;

/** More than a person reads at once. */
const MOST_PROBLEMS = 20;

/** A run that failed: how the program was called, without what it was given, and whether the place in the program is asked for. */
interface Failed {
  command: string;
  debug: boolean;
  /** Breaks the lines of what is said where they would leave a terminal; they stay whole where absent. */
  breakLines?: ((text: string) => string) | undefined;
}

/** Says on stderr what went wrong and returns the exit code. Bad input is explained; anything else is a defect of ours and says so. */
export function reportError(error: unknown, io: Pick<Io, 'stderr' | 'onStopped'>, { command, debug, breakLines }: Failed): number {
  if (error instanceof Error && error.name === 'AbortError') {
    const { onStopped = (text) => note(text, io) } = io;
    onStopped(`${wordsOf(error)}: there is no result`);
    return EXIT.interrupted;
  }
  const shortage = shortageOf(error);
  if (shortage !== undefined) {
    io.stderr.write(`trailcost: cannot continue: ${shortage}\n`);
    return EXIT.badInput;
  }
  const isBadInput = error instanceof TrailcostError;
  const lines = isBadInput ? shownProblems(error).map((text) => `trailcost: ${text}`) : defectLines(error, command);
  if (debug) lines.push(...(isBadInput ? [error.stack ?? ''] : [INPUT_BELOW, inspect(error)]));
  const text = escaped(lines.join('\n'));
  io.stderr.write(`${breakLines === undefined || debug ? text : breakLines(text)}\n`);
  return isBadInput ? EXIT.badInput : EXIT.unexpected;
}

const OUT_OF_FILES = 'too many files are open\n  Raise the limit with `ulimit -n 256` or more, and try again.';
const OUT_OF_MEMORY = 'out of memory\n  Allow more, for example NODE_OPTIONS=--max-old-space-size=4096, or give it less data at a time.';
const SHORTAGES: Readonly<Record<string, string>> = { EMFILE: OUT_OF_FILES, ENFILE: OUT_OF_FILES, ERR_WORKER_OUT_OF_MEMORY: OUT_OF_MEMORY };

/** What the machine has too little of, wherever that comes up: Node opens the program's own files many at a time. */
function shortageOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  return isModuleThatIsThere(error) ? OUT_OF_FILES : SHORTAGES[String(error.code)];
}

/** Where no more files may be open, Node says of some of the program's own that they are not there; to ask for one opens none. */
function isModuleThatIsThere(error: Error): boolean {
  if (!('code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && 'url' in error)) return false;
  const url = String(error.url);
  // Where a package keeps the module is only known when its description can be read.
  const [packageUrl = url] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(url) ?? [];
  return url.startsWith('file:') && existsSync(fileURLToPath(packageUrl));
}

/** As whoever stopped it says; what Node's own calls throw has that as its cause. */
function wordsOf(error: Error): string {
  const said = [error, error.cause].find((each) => each instanceof Error && each.message.startsWith('stopped '));
  return said === undefined ? stoppedText(undefined) : messageOf(said);
}

/** The exit code of a result that is there: under `--strict` it has to be complete, and what it lacks is said. */
export function strictly(strict: boolean, reasons: readonly string[], io: Io): number {
  if (!strict || reasons.length === 0) return EXIT.done;
  note(`the data is incomplete (--strict): ${reasons.join(', ')}`, io);
  return EXIT.incomplete;
}

/** What is wrong with the input, as much as a person reads at once. */
export function shownProblems({ problems, closing }: { problems: readonly Problem[]; closing?: string | undefined }): string[] {
  const texts = problemTexts(problems.slice(0, MOST_PROBLEMS));
  const more = problems.length - texts.length;
  return [...texts, ...(more > 0 ? [`and ${more} more problems`] : []), ...(closing === undefined ? [] : [closing])];
}

const INPUT_BELOW = '  The lines below may contain parts of your input: check them before you share them.';

/** What is needed to find a defect, and nothing that may be of the input, as an error's message is: JSON.parse quotes what it was given. */
function defectLines(error: unknown, command: string): string[] {
  return [
    `trailcost: unexpected: ${kindOf(error)} in \`${command}\`, version ${VERSION}, Node ${process.versions.node}`,
    '  This is a defect in trailcost, not in your input. Please report these lines, and what `--debug` adds, to whoever',
    '  maintains trailcost. These lines contain nothing of your input.',
  ];
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const code = 'code' in error && /^[A-Z][A-Z\d_]*$/.test(String(error.code)) ? ` ${error.code}` : '';
  return `${/^\w+$/.test(error.name) ? error.name : 'Error'}${code}`;
}
